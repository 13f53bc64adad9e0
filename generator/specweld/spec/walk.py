"""Walking a description by its grammar: which keys are keywords and which are names.

A naive walk takes a property called `enum` or `items` for the keyword. This one follows
a table of the OpenAPI 3.1 objects instead, so that names stay names, and values that
are data (`default`, `enum`, `const`, `example`, extensions) are never entered.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from specweld.json_types import Json, JsonObject, Pointer
from specweld.source import EXTENSION


class Kind(enum.Enum):
    """What a mapping of a description is (OpenAPI 3.1, section 4.8)."""

    DOCUMENT = "document"
    COMPONENTS = "components"
    PATH_ITEM = "path item"
    OPERATION = "operation"
    FACTS = "facts"
    """Our own extension on an operation."""
    PARAMETER = "parameter"
    HEADER = "header"
    BODY = "request body"
    RESPONSE = "response"
    MEDIA = "media type"
    ENCODING = "encoding"
    SCHEMA = "schema"
    CALLBACK = "callback"
    SECURITY_SCHEME = "security scheme"
    EXAMPLE = "example"
    LINK = "link"


class Form(enum.Enum):
    """How the value of a keyword holds other nodes."""

    ONE = "one"
    LIST = "list"
    MAP = "map"
    """The keys are names, every one of them."""
    PATTERNED = "patterned"
    """The keys are names, but for extensions (`x-...`)."""
    ONE_OR_LIST = "one or list"


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Field: TypeAlias = tuple[Form, Kind]

_SCHEMA: Mapping[str, Field] = {
    **dict.fromkeys(
        (
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
        ),
        (Form.ONE, Kind.SCHEMA),
    ),
    "items": (Form.ONE_OR_LIST, Kind.SCHEMA),
    **dict.fromkeys(
        ("allOf", "anyOf", "oneOf", "prefixItems"), (Form.LIST, Kind.SCHEMA)
    ),
    **dict.fromkeys(
        (
            "$defs",
            "definitions",
            "dependentSchemas",
            "patternProperties",
            "properties",
        ),
        (Form.MAP, Kind.SCHEMA),
    ),
}

_PARAMETER: Mapping[str, Field] = {
    "schema": (Form.ONE, Kind.SCHEMA),
    "content": (Form.MAP, Kind.MEDIA),
    "examples": (Form.MAP, Kind.EXAMPLE),
}

GRAMMAR: Mapping[Kind, Mapping[str, Field]] = {
    Kind.DOCUMENT: {
        "paths": (Form.PATTERNED, Kind.PATH_ITEM),
        "webhooks": (Form.MAP, Kind.PATH_ITEM),
        "components": (Form.ONE, Kind.COMPONENTS),
    },
    Kind.COMPONENTS: {
        "schemas": (Form.MAP, Kind.SCHEMA),
        "responses": (Form.MAP, Kind.RESPONSE),
        "parameters": (Form.MAP, Kind.PARAMETER),
        "examples": (Form.MAP, Kind.EXAMPLE),
        "requestBodies": (Form.MAP, Kind.BODY),
        "headers": (Form.MAP, Kind.HEADER),
        "securitySchemes": (Form.MAP, Kind.SECURITY_SCHEME),
        "links": (Form.MAP, Kind.LINK),
        "callbacks": (Form.MAP, Kind.CALLBACK),
        "pathItems": (Form.MAP, Kind.PATH_ITEM),
    },
    Kind.PATH_ITEM: {
        "parameters": (Form.LIST, Kind.PARAMETER),
        **dict.fromkeys(METHODS, (Form.ONE, Kind.OPERATION)),
    },
    Kind.OPERATION: {
        "parameters": (Form.LIST, Kind.PARAMETER),
        "requestBody": (Form.ONE, Kind.BODY),
        "responses": (Form.PATTERNED, Kind.RESPONSE),
        "callbacks": (Form.MAP, Kind.CALLBACK),
        EXTENSION: (Form.ONE, Kind.FACTS),
    },
    Kind.FACTS: {"methods": (Form.LIST, Kind.OPERATION)},
    Kind.PARAMETER: _PARAMETER,
    Kind.HEADER: _PARAMETER,
    Kind.BODY: {"content": (Form.MAP, Kind.MEDIA)},
    Kind.RESPONSE: {
        "content": (Form.MAP, Kind.MEDIA),
        "headers": (Form.MAP, Kind.HEADER),
        "links": (Form.MAP, Kind.LINK),
    },
    Kind.MEDIA: {
        "schema": (Form.ONE, Kind.SCHEMA),
        "encoding": (Form.MAP, Kind.ENCODING),
        "examples": (Form.MAP, Kind.EXAMPLE),
    },
    Kind.ENCODING: {"headers": (Form.MAP, Kind.HEADER)},
    Kind.SCHEMA: _SCHEMA,
    Kind.CALLBACK: {},
    Kind.SECURITY_SCHEME: {},
    Kind.EXAMPLE: {},
    Kind.LINK: {},
}

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


def map_schemas(
    document: JsonObject, change: Callable[[JsonObject], JsonObject]
) -> JsonObject:
    """Change every schema of a document, children before parents, copying on write."""

    def change_schema(kind: Kind, _: Pointer, node: JsonObject) -> JsonObject:
        return change(node) if kind is Kind.SCHEMA else node

    return rewrite(document, change_schema)
