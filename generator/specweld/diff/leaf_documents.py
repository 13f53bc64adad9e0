"""Walks two whole documents: operations as they are paired, components, and all the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.leaf_operations import (
    node_at,
    walk_body,
    walk_header,
    walk_lonely,
    walk_operation,
    walk_parameter,
    walk_response,
    walk_schema,
)
from specweld.grammar import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from specweld.diff.canonical import Place
    from specweld.diff.leaves import LeafWalk
    from specweld.json_types import Json, JsonObject, Pointer

_TOP = frozenset({"paths", "components", "webhooks", "info", "openapi", "servers"})


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
        before, after = node_at(walk.old, old), node_at(walk.new, new)
        if before is not None and after is not None:
            walk_operation(walk, before, after)
    _rest_of_paths(walk, paired, skipped)
    _components(walk, skipped)
    _webhooks(walk)
    _servers(walk)
    walk.mapping((walk.old, ()), (walk.new, ()), without=_TOP)
    _information(walk)


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
        "schemas": walk_schema,
        "parameters": walk_parameter,
        "requestBodies": walk_body,
        "responses": walk_response,
        "headers": walk_header,
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
                walk_lonely(walk, before, after, section)


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
        if list(before) != list(after) and not walk.is_claimed((pointer,), (pointer,)):
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
