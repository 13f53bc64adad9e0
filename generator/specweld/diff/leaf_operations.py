"""Walks the parts of two documents that are no schemas: paths, parameters, bodies, components."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.canonical import Place, follow
from specweld.json_types import resolve_pointer
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from specweld.diff.leaves import LeafWalk
    from specweld.json_types import Json, JsonObject, Pointer

METHODS = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
)
_TOP = frozenset({"paths", "components", "webhooks", "info", "openapi", "servers"})
_OPERATION_PARTS = frozenset({"parameters", "requestBody", "responses"})
_IDLE_PARAMETER = {
    "required": False,
    "deprecated": False,
    "allowEmptyValue": False,
    "allowReserved": False,
}


def walk_documents(
    walk: LeafWalk, operations: Iterable[tuple[Pointer, Pointer]], skipped: set[Pointer]
) -> None:
    """Walk everything: operations as they are paired, then components, then the rest.

    Args:
        skipped: Operations of the old side that the new side may merely not show, and the
            schemas that only those use.
    """
    paired = list(operations)
    for old, new in paired:
        before, after = _at(walk.old, old), _at(walk.new, new)
        if before is not None and after is not None:
            walk_operation(walk, before, after)
    _rest_of_paths(walk, paired, skipped)
    _components(walk, skipped)
    _webhooks(walk)
    _servers(walk)
    walk.mapping((walk.old, ()), (walk.new, ()), without=_TOP)
    _information(walk)


def walk_operation(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two operation objects."""
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    _flag(walk, old, new, "deprecated")
    without = _OPERATION_PARTS | {"deprecated", EXTENSION}
    walk.mapping(old, new, without=without)
    _facts(walk, old, new)
    _parameters(walk, old, new)
    _one(walk, (old, new), "requestBody", _body)
    _entries(walk, _child(old, "responses"), _child(new, "responses"), _response)


def _facts(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare what a page says besides its document; names are compared as Python."""
    before, after = _child(old, EXTENSION), _child(new, EXTENSION)
    without = frozenset({"methods", "endpoint", "endpoint-from"})
    left = before[0] if isinstance(before[0], dict) else {}
    right = after[0] if isinstance(after[0], dict) else {}
    for key in {**left, **right}:
        if key not in without and left.get(key) != right.get(key):
            walk.differ((old[1], new[1]), EXTENSION, (None, None))
            return


def _at(document: JsonObject, pointer: Pointer) -> Place | None:
    try:
        return resolve_pointer(document, pointer), pointer
    except KeyError:
        return None


def _child(place: Place, key: str) -> Place:
    node = place[0]
    return node.get(key) if isinstance(node, dict) else None, (*place[1], key)


def _flag(walk: LeafWalk, old: Place, new: Place, key: str) -> None:
    before, after = _child(old, key)[0] is True, _child(new, key)[0] is True
    if before != after and not walk.is_claimed((old[1],), (new[1],), key):
        walk.differ((old[1], new[1]), key, (before, after))


def _one(
    walk: LeafWalk,
    holders: tuple[Place, Place],
    key: str,
    compare: Callable[[LeafWalk, Place, Place], None],
) -> None:
    """Compare a part that either side may lack."""
    before, after = _child(holders[0], key), _child(holders[1], key)
    if before[0] is not None and after[0] is not None:
        compare(walk, before, after)
    elif before[0] is not None or after[0] is not None:
        _lonely(walk, before, after, key)


def _lonely(walk: LeafWalk, old: Place, new: Place, keyword: str) -> None:
    """Report a part that only one side has."""
    old_places = (old[1], follow(walk.old, old)[1]) if old[0] is not None else ()
    new_places = (new[1], follow(walk.new, new)[1]) if new[0] is not None else ()
    if not walk.is_claimed(old_places, new_places, "in"):
        places = (
            old[1] if old[0] is not None else None,
            new[1] if new[0] is not None else None,
        )
        walk.differ(places, keyword, (old[0], new[0]))


def _entries(
    walk: LeafWalk,
    old: Place,
    new: Place,
    compare: Callable[[LeafWalk, Place, Place], None],
) -> None:
    """Compare two mappings entry by entry."""
    left = old[0] if isinstance(old[0], dict) else {}
    right = new[0] if isinstance(new[0], dict) else {}
    for key in {**left, **right}:
        before, after = _child(old, key), _child(new, key)
        if key in left and key in right:
            compare(walk, before, after)
        else:
            _lonely(
                walk,
                before if key in left else (None, before[1]),
                after if key in right else (None, after[1]),
                old[1][-1] if old[1] else key,
            )


def _parameters(walk: LeafWalk, old: Place, new: Place) -> None:
    left, right = _effective(walk.old, old), _effective(walk.new, new)
    path_left = [key for key in left if key[0] == "path" and key not in right]
    path_right = [key for key in right if key[0] == "path" and key not in left]
    renamed = dict(zip(path_left, path_right, strict=False))
    for key, before in left.items():
        after = right.get(renamed.get(key, key))
        if after is not None:
            _parameter(walk, before, after)
        else:
            _lonely(walk, before, (None, ()), "parameters")
    known = {renamed.get(key, key) for key in left}
    for key, after in right.items():
        if key not in known:
            _lonely(walk, (None, ()), after, "parameters")


def _effective(document: JsonObject, operation: Place) -> dict[tuple[str, str], Place]:
    """Collect the parameters of an operation; its own replace those of its path."""
    found: dict[tuple[str, str], Place] = {}
    holders = [operation]
    if operation[1][:1] == ("paths",) and len(operation[1]) >= 2:
        item = _at(document, operation[1][:2])
        holders.insert(0, item or operation)
    for holder in holders:
        listed = _child(holder, "parameters")
        for index, each in enumerate(listed[0] if isinstance(listed[0], list) else []):
            place = follow(document, (each, (*listed[1], str(index))))
            node = place[0] if isinstance(place[0], dict) else {}
            where, name = str(node.get("in")), str(node.get("name"))
            found[where, name.lower() if where == "header" else name] = place
    return found


def _parameter(walk: LeafWalk, old: Place, new: Place) -> None:
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    without = frozenset({"schema", "content", "name", *_IDLE_PARAMETER})
    if walk.is_claimed((old[1],), (new[1],), "style"):
        without |= {"explode"}
    walk.mapping(_spelled(old), _spelled(new), without=without)
    for key in _IDLE_PARAMETER:
        _flag(walk, old, new, key)
    _one(walk, (old, new), "schema", _schema)
    _one(walk, (old, new), "content", _content)


def _spelled(parameter: Place) -> Place:
    """Leave out a style that is the default one (OpenAPI 3.1 §4.8.12.2)."""
    node = parameter[0]
    if not isinstance(node, dict):
        return parameter
    default = "form" if node.get("in") in {"query", "cookie"} else "simple"
    kept = dict(node)
    style = kept.get("style", default)
    if style == default:
        kept.pop("style", None)
    if kept.get("explode") is (style == "form"):
        kept.pop("explode", None)
    return kept, parameter[1]


def _schema(walk: LeafWalk, old: Place, new: Place) -> None:
    walk.schemas(old, new)


def _body(walk: LeafWalk, old: Place, new: Place) -> None:
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    _flag(walk, old, new, "required")
    walk.mapping(old, new, without=frozenset({"content", "required"}))
    if not walk.is_claimed((old[1],), (new[1],), "content"):
        _content(walk, _child(old, "content"), _child(new, "content"))


def _response(walk: LeafWalk, old: Place, new: Place) -> None:
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    without = frozenset({"content", "headers"})
    walk.mapping(old, new, without=without)
    _entries(walk, _child(old, "headers"), _child(new, "headers"), _header)
    if not walk.is_claimed((old[1],), (new[1],), "content"):
        _content(walk, _child(old, "content"), _child(new, "content"))


def _header(walk: LeafWalk, old: Place, new: Place) -> None:
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_first_visit(old[1], new[1]):
        walk.mapping(old, new, without=frozenset({"schema"}))
        _one(walk, (old, new), "schema", _schema)


def _content(walk: LeafWalk, old: Place, new: Place) -> None:
    if not walk.is_claimed((old[1],), (new[1],)):
        _entries(walk, old, new, _media)


def _media(walk: LeafWalk, old: Place, new: Place) -> None:
    walk.mapping(old, new, without=frozenset({"schema"}))
    _one(walk, (old, new), "schema", _schema)


def _rest_of_paths(
    walk: LeafWalk, paired: list[tuple[Pointer, Pointer]], skipped: set[Pointer]
) -> None:
    """Walk what no method of the client stands for: unusual methods, keys of path items."""
    old_known = {old[:3] for old, _ in paired}
    new_known = {new[:3] for _, new in paired}
    old_paths, new_paths = _mapping(walk.old, "paths"), _mapping(walk.new, "paths")
    for path in {**old_paths, **new_paths}:
        place = ("paths", path)
        left, right = old_paths.get(path), new_paths.get(path)
        before = left if isinstance(left, dict) else {}
        after = right if isinstance(right, dict) else {}
        for key in {**before, **after}:
            pointer = (*place, key)
            if key == "parameters" or pointer in skipped:
                continue
            if pointer in old_known or pointer in new_known:
                continue
            if walk.is_claimed((pointer,), (pointer,)) or _is_variant(
                before.get(key), after.get(key)
            ):
                continue
            one = (before.get(key), pointer)
            other = (after.get(key), pointer)
            if key in before and key in after and key in METHODS:
                walk_operation(walk, one, other)
            elif one[0] != other[0] and (key in METHODS or None not in (left, right)):
                walk.differ(
                    (
                        pointer if key in before else None,
                        pointer if key in after else None,
                    ),
                    key,
                    (one[0], other[0]),
                )


def _is_variant(old: Json, new: Json) -> bool:
    """Tell an operation that stands for several methods, which are compared one by one."""
    for node in (old, new):
        match node:
            case {"x-specweld": {"methods": list()}}:
                return True
            case _:
                continue
    return False


def _mapping(holder: JsonObject, key: str) -> JsonObject:
    value = holder.get(key)
    return value if isinstance(value, dict) else {}


def _components(walk: LeafWalk, skipped: set[Pointer]) -> None:
    old, new = _mapping(walk.old, "components"), _mapping(walk.new, "components")
    compare: dict[str, Callable[[LeafWalk, Place, Place], None]] = {
        "schemas": _schema,
        "parameters": _parameter,
        "requestBodies": _body,
        "responses": _response,
        "headers": _header,
    }
    for section in {**old, **new}:
        base = ("components", section)
        if walk.is_claimed((base,), (base,)):
            continue
        left, right = _mapping(old, section), _mapping(new, section)
        if section not in compare:
            walk.mapping((left, base), (right, base))
            continue
        for name in {**left, **right}:
            pointer = (*base, name)
            if pointer in skipped:
                continue
            before = (left.get(name), pointer)
            after = (right.get(name), pointer)
            if pointer in walk.renamed_from:
                before = (None, pointer)
            if pointer in walk.renamed_to:
                after = (None, pointer)
            if before[0] is not None and after[0] is not None:
                compare[section](walk, before, after)
            elif before[0] is not None or after[0] is not None:
                _lonely(walk, before, after, section)


def _webhooks(walk: LeafWalk) -> None:
    old, new = _mapping(walk.old, "webhooks"), _mapping(walk.new, "webhooks")
    for name in {**old, **new}:
        if name not in old or name not in new or old[name] != new[name]:
            pointer = ("webhooks", name)
            places = (
                pointer if name in old else None,
                pointer if name in new else None,
            )
            walk.differ(places, "webhooks", (old.get(name), new.get(name)))


def _information(walk: LeafWalk) -> None:
    """Titles, versions, contacts: whatever changed there changes a docstring at most."""
    old, new = _mapping(walk.old, "info"), _mapping(walk.new, "info")
    for key in {**old, **new}:
        if old.get(key) != new.get(key):
            walk.documentation.add((("info",), ("info",), key))
    if walk.old.get("openapi") != walk.new.get("openapi"):
        walk.layout.setdefault("openapi-version", set()).add(())


def _servers(walk: LeafWalk) -> None:
    """Compare servers by URL; their order is layout, and who comes or goes is claimed."""
    pointer = ("servers",)
    before, after = _by_url(walk.old), _by_url(walk.new)
    if before.keys() == after.keys():
        if list(before) != list(after):
            walk.layout.setdefault("server-order", set()).add(pointer)
    elif not walk.is_claimed((pointer,), (pointer,)):
        walk.differ(
            (pointer, pointer),
            "servers",
            (walk.old.get("servers"), walk.new.get("servers")),
        )
    for url in sorted(before.keys() & after.keys()):
        walk.mapping(
            (before[url], (*pointer, url)),
            (after[url], (*pointer, url)),
            without=frozenset({"url"}),
        )


def _by_url(document: JsonObject) -> dict[str, JsonObject]:
    listed = document.get("servers")
    return {
        str(each.get("url")): each
        for each in (listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    }
