"""Walking and rewriting a description along its grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from specweld.grammar import GRAMMAR, METHODS, Field, Form, Kind
from specweld.json_types import Json, JsonObject, Pointer

Node: TypeAlias = tuple[Kind, Pointer, JsonObject]
Change: TypeAlias = Callable[[Kind, Pointer, JsonObject], JsonObject]


def walk(
    node: Json, kind: Kind = Kind.DOCUMENT, pointer: Pointer = ()
) -> Iterator[Node]:
    """Yield every mapping of a description with its kind, parents before children."""
    if not isinstance(node, dict):
        return
    yield kind, pointer, node
    for below, child, child_kind in _children(node, kind):
        yield from walk(child, child_kind, pointer + below)


def walk_schemas(document: Json) -> Iterator[tuple[Pointer, JsonObject]]:
    """Yield every schema of a document, parents before children."""
    for kind, pointer, node in walk(document):
        if kind is Kind.SCHEMA:
            yield pointer, node


def walk_operations(document: JsonObject) -> Iterator[tuple[Pointer, JsonObject]]:
    """Yield the operations under `paths`, in order; not those of callbacks or webhooks."""
    paths = document.get("paths")
    if not isinstance(paths, dict):
        return
    for path, item in paths.items():
        if isinstance(item, dict) and not path.startswith("x-"):
            for method in METHODS:
                operation = item.get(method)
                if isinstance(operation, dict):
                    yield ("paths", path, method), operation


def _children(
    node: JsonObject, kind: Kind
) -> Iterator[tuple[Pointer, JsonObject, Kind]]:
    if kind is Kind.CALLBACK:
        fields: Mapping[str, Field] = {}
        for name, item in node.items():
            if isinstance(item, dict) and not name.startswith("x-"):
                yield (name,), item, Kind.PATH_ITEM
    else:
        fields = GRAMMAR[kind]
        if fields.keys().isdisjoint(node):
            return  # most nodes hold no other
    for key, value in node.items():
        field = fields.get(key)
        if field is None:
            continue
        form, child_kind = field
        if isinstance(value, dict):
            if form is Form.MAP or form is Form.PATTERNED:
                for name, child in value.items():
                    if isinstance(child, dict) and not (
                        form is Form.PATTERNED and name.startswith("x-")
                    ):
                        yield (key, name), child, child_kind
            elif form is not Form.LIST:
                yield (key,), value, child_kind
        elif isinstance(value, list) and (
            form is Form.LIST or form is Form.ONE_OR_LIST
        ):
            for index, child in enumerate(value):
                if isinstance(child, dict):
                    yield (key, str(index)), child, child_kind


def rewrite(
    node: JsonObject,
    change: Change,
    kind: Kind = Kind.DOCUMENT,
    pointer: Pointer = (),
) -> JsonObject:
    """Change every mapping of a description, children before parents.

    Nothing is modified in place; a branch without a change is the same object as before.
    """
    copy: JsonObject | None = None
    for below, child, child_kind in _children(node, kind):
        changed = rewrite(child, change, child_kind, pointer + below)
        if changed is child:
            continue
        if copy is None:
            copy = dict(node)
        _put(copy, node, below, changed)
    return change(kind, pointer, node if copy is None else copy)


def _put(
    copy: JsonObject, node: JsonObject, below: Pointer, changed: JsonObject
) -> None:
    """Set a child of a copy, copying the list or map between them at the first time."""
    key = below[0]
    if len(below) == 1:
        copy[key] = changed
        return
    holder = copy[key]
    if holder is node[key]:
        holder = dict(holder) if isinstance(holder, dict) else list(_as_list(holder))
        copy[key] = holder
    if isinstance(holder, dict):
        holder[below[1]] = changed
    elif isinstance(holder, list):
        holder[int(below[1])] = changed


def _as_list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
