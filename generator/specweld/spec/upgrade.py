"""OpenAPI 3.0 to 3.1: the spellings that JSON Schema 2020-12 changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.json_types import resolve_pointer
from specweld.spec.shapes import list_at, text_at, without
from specweld.spec.walk import rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import Source

_ANNOTATIONS = frozenset(
    {
        "default",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "readOnly",
        "title",
        "writeOnly",
        "xml",
    }
)
"""Keywords that say something of a value and forbid none."""
_IMPLIED = {"properties": "object", "additionalProperties": "object", "items": "array"}
"""What a schema is about that does not say its type."""
_BOUNDS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))


def upgrade(source: Source) -> JsonObject:
    """Write a 3.0 document in terms of 3.1, and `nullable` in any.

    3.1 does not know `nullable`, but where it says `true` null is meant all the same.
    `format: binary` and `format: byte` stay: they are legal in 3.1, and most 3.1
    documents say it that way.
    """
    document = source.data
    if str(document.get("openapi")).startswith("3.0"):
        changed = _with_schemas(document, _upgrade_schema)
        return {**changed, "openapi": "3.1.1"}
    texts = (source.text, *(each.source.text for each in source.places.values()))
    if any("nullable" in text for text in texts):
        return _with_schemas(document, _without_nullable)
    return document


def _with_schemas(
    document: JsonObject, change: Callable[[JsonObject], JsonObject]
) -> JsonObject:
    def change_schema(kind: Kind, pointer: Pointer, node: JsonObject) -> JsonObject:
        if kind is not Kind.SCHEMA:
            return node
        if "allOf" in node and _has_nullable_part(document, pointer):
            node = {**node, "nullable": True}
        return change(node)

    return rewrite(document, change_schema)


def _has_nullable_part(document: JsonObject, pointer: Pointer) -> bool:
    """Return whether a part of an `allOf` says nothing but that null is allowed.

    Strictly the other parts forbid it, so that nothing was said at all: it is meant for the whole.
    """
    parts = list_at(resolve_pointer(document, pointer), "allOf")
    return any(
        isinstance(part, dict)
        and part.get("nullable") is True
        and part.keys() <= {"nullable", *_ANNOTATIONS}
        for part in parts
    )


def _upgrade_schema(schema: JsonObject) -> JsonObject:
    schema = _without_nullable(schema)
    for flag, bound in _BOUNDS:
        value = schema.get(flag)
        if isinstance(value, bool):
            schema = _numeric_bound(schema, flag, bound, is_exclusive=value)
    if "example" in schema:
        example = schema["example"]
        schema = without(schema, "example")
        schema.setdefault("examples", [example])
    return schema


def _numeric_bound(
    schema: JsonObject, flag: str, bound: str, *, is_exclusive: bool
) -> JsonObject:
    """3.0 has a flag beside the bound, 3.1 a bound of its own."""
    if not is_exclusive or bound not in schema:
        return without(schema, flag)
    return {**without(schema, bound), flag: schema[bound]}


def _without_nullable(schema: JsonObject) -> JsonObject:
    if not isinstance(schema.get("nullable"), bool):  # a property may be called so
        return schema
    is_nullable = schema["nullable"] is True
    schema = without(schema, "nullable")
    return make_nullable(schema) if is_nullable else schema


def make_nullable(schema: JsonObject) -> JsonObject:
    """Allow null besides what a schema allows, in the form that we settled on.

    A schema with a `type` of its own lists `null` there (and in its `enum`), a union gets a
    member `{type: 'null'}`, and what is said by reference stands in a union with null. A schema
    without constraints allows null anyway.
    """
    if "$ref" in schema or "allOf" in schema:
        return _beside_null(schema)
    for keyword, implied in _IMPLIED.items():
        if keyword in schema and "type" not in schema:
            schema = {"type": implied, **schema}
    types = schema.get("type")
    if isinstance(types, str | list):
        schema = _with_null_type(schema, [types] if isinstance(types, str) else types)
    schema = _with_null_value(schema)
    for key in ("oneOf", "anyOf"):
        union = schema.get(key)
        if isinstance(union, list) and not has_null(union):
            schema = {**schema, key: [*union, _null()]}
    return schema


def _beside_null(schema: JsonObject) -> JsonObject:
    """Put null beside a schema whose parts, each by itself, do not allow it."""
    outer = {key: each for key, each in schema.items() if key in _ANNOTATIONS}
    inner = without(schema, *outer)
    parts = [part for part in list_at(inner, "allOf") if part != {}]
    if len(parts) == 1 and len(inner) == 1 and isinstance(parts[0], dict):
        inner = parts[0]  # the 3.0 way to put `nullable` beside a `$ref`
    return {**outer, "oneOf": [inner, _null()]}


def has_null(members: list[Json]) -> bool:
    """Return whether one member of a union is just null."""
    return any(is_null(member) for member in members)


def is_null(schema: Json) -> bool:
    """Return whether a schema allows null and nothing else."""
    if not isinstance(schema, dict):
        return False
    if schema.get("type") == ["null"] or schema.get("enum") == [None]:
        return True
    return text_at(schema, "type") == "null" or (
        "const" in schema and schema["const"] is None
    )


def _null() -> JsonObject:
    return {"type": "null"}


def _with_null_type(schema: JsonObject, types: list[Json]) -> JsonObject:
    if "null" not in types:
        schema = {**schema, "type": [*types, "null"]}
    return _with_null_value(schema)


def _with_null_value(schema: JsonObject) -> JsonObject:
    values = schema.get("enum")
    if isinstance(values, list) and None not in values:
        return {**schema, "enum": [*values, None]}
    return schema
