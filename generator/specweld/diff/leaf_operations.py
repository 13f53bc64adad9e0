"""Walks the parts of two operations that are no schemas: parameters, bodies, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.canonical import Place, follow
from specweld.json_types import resolve_pointer
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.diff.leaves import LeafWalk
    from specweld.json_types import JsonObject, Pointer

_OPERATION_PARTS = frozenset({"parameters", "requestBody", "responses"})
_IDLE_PARAMETER = {
    "required": False,
    "deprecated": False,
    "allowEmptyValue": False,
    "allowReserved": False,
}


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
    _one(walk, (old, new), "requestBody", walk_body)
    _entries(walk, child(old, "responses"), child(new, "responses"), walk_response)


def _facts(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare what a page says besides its document; names are compared as Python."""
    before, after = child(old, EXTENSION), child(new, EXTENSION)
    without = frozenset({"methods", "endpoint", "endpoint-from"})
    left = before[0] if isinstance(before[0], dict) else {}
    right = after[0] if isinstance(after[0], dict) else {}
    for key in {**left, **right}:
        if key not in without and left.get(key) != right.get(key):
            walk.differ((old[1], new[1]), EXTENSION, (None, None))
            return


def node_at(document: JsonObject, pointer: Pointer) -> Place | None:
    """Find a node of a document; None where there is none."""
    try:
        return resolve_pointer(document, pointer), pointer
    except KeyError:
        return None


def child(place: Place, key: str) -> Place:
    """Name a part of a node; its value is None where there is none."""
    node = place[0]
    return node.get(key) if isinstance(node, dict) else None, (*place[1], key)


def _flag(walk: LeafWalk, old: Place, new: Place, key: str) -> None:
    before, after = child(old, key)[0] is True, child(new, key)[0] is True
    if before != after and not walk.is_claimed((old[1],), (new[1],), key):
        walk.differ((old[1], new[1]), key, (before, after))


def _one(
    walk: LeafWalk,
    holders: tuple[Place, Place],
    key: str,
    compare: Callable[[LeafWalk, Place, Place], None],
) -> None:
    """Compare a part that either side may lack."""
    before, after = child(holders[0], key), child(holders[1], key)
    if before[0] is not None and after[0] is not None:
        compare(walk, before, after)
    elif before[0] is not None or after[0] is not None:
        walk_lonely(walk, before, after, key)


def walk_lonely(walk: LeafWalk, old: Place, new: Place, keyword: str) -> None:
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
        before, after = child(old, key), child(new, key)
        if key in left and key in right:
            compare(walk, before, after)
        else:
            walk_lonely(
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
            walk_parameter(walk, before, after)
        else:
            walk_lonely(walk, before, (None, ()), "parameters")
    known = {renamed.get(key, key) for key in left}
    for key, after in right.items():
        if key not in known:
            walk_lonely(walk, (None, ()), after, "parameters")


def _effective(document: JsonObject, operation: Place) -> dict[tuple[str, str], Place]:
    """Collect the parameters of an operation; its own replace those of its path."""
    found: dict[tuple[str, str], Place] = {}
    holders = [operation]
    if operation[1][:1] == ("paths",) and len(operation[1]) >= 2:
        item = node_at(document, operation[1][:2])
        holders.insert(0, item or operation)
    for holder in holders:
        listed = child(holder, "parameters")
        for index, each in enumerate(listed[0] if isinstance(listed[0], list) else []):
            place = follow(document, (each, (*listed[1], str(index))))
            node = place[0] if isinstance(place[0], dict) else {}
            where, name = str(node.get("in")), str(node.get("name"))
            found[where, name.lower() if where == "header" else name] = place
    return found


def walk_parameter(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two parameters."""
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    without = frozenset({"schema", "content", "name", *_IDLE_PARAMETER})
    if walk.is_claimed((old[1],), (new[1],), "style"):
        without |= {"explode"}
    _parameter_name(walk, old, new)
    walk.mapping(_spelled(old), _spelled(new), without=without)
    for key in _IDLE_PARAMETER:
        _flag(walk, old, new, key)
    _one(walk, (old, new), "schema", walk_schema)
    _one(walk, (old, new), "content", _content)


def _parameter_name(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare names; those of headers differ in case at most, which means nothing."""
    before, after = child(old, "name")[0], child(new, "name")[0]
    if before == after or walk.is_claimed((old[1],), (new[1],), "name"):
        return
    if child(old, "in")[0] == child(new, "in")[0] == "header":
        walk.documentation.add((old[1], new[1], "name"))
    else:
        walk.differ((old[1], new[1]), "name", (before, after))


def _spelled(parameter: Place) -> Place:
    """Leave out a style that is the default one (OpenAPI 3.1 §4.8.12.2)."""
    node = parameter[0]
    if not isinstance(node, dict):
        return parameter
    default = "form" if str(node.get("in")) in {"query", "cookie"} else "simple"
    kept = dict(node)
    style = kept.get("style", default)
    if style == default:
        kept.pop("style", None)
    if kept.get("explode") is (style == "form"):
        kept.pop("explode", None)
    return kept, parameter[1]


def walk_schema(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two schemas."""
    walk.schemas(old, new)


def walk_body(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two request bodies."""
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    _flag(walk, old, new, "required")
    walk.mapping(old, new, without=frozenset({"content", "required"}))
    if not walk.is_claimed((old[1],), (new[1],), "content"):
        _content(walk, child(old, "content"), child(new, "content"))


def walk_response(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two answers."""
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_claimed((old[1],), (new[1],)):
        return
    if not walk.is_first_visit(old[1], new[1]):
        return
    without = frozenset({"content", "headers"})
    walk.mapping(old, new, without=without)
    _entries(walk, child(old, "headers"), child(new, "headers"), walk_header)
    if not walk.is_claimed((old[1],), (new[1],), "content"):
        _content(walk, child(old, "content"), child(new, "content"))


def walk_header(walk: LeafWalk, old: Place, new: Place) -> None:
    """Compare two headers."""
    old, new = follow(walk.old, old), follow(walk.new, new)
    if walk.is_first_visit(old[1], new[1]):
        walk.mapping(old, new, without=frozenset({"schema"}))
        _one(walk, (old, new), "schema", walk_schema)


def _content(walk: LeafWalk, old: Place, new: Place) -> None:
    if not walk.is_claimed((old[1],), (new[1],)):
        _entries(walk, old, new, _media)


def _media(walk: LeafWalk, old: Place, new: Place) -> None:
    walk.mapping(old, new, without=frozenset({"schema"}))
    _one(walk, (old, new), "schema", walk_schema)
