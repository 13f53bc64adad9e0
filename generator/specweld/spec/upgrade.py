"""OpenAPI 3.0 to 3.1: the spellings that JSON Schema 2020-12 changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.spec.shapes import text_at, without
from specweld.spec.walk import map_schemas

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject

_BOUNDS = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))


def upgrade(document: JsonObject) -> JsonObject:
    """Write a 3.0 document in terms of 3.1; any other is returned as it is.

    `format: binary` and `format: byte` stay: they are legal in 3.1, and most 3.1
    documents say it that way.
    """
    version = document.get("openapi")
    if not str(version).startswith("3.0"):
        return document
    return {**map_schemas(document, _upgrade_schema), "openapi": "3.1.1"}


def _upgrade_schema(schema: JsonObject) -> JsonObject:
    if "nullable" in schema:
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
    is_nullable = schema["nullable"] is True
    schema = without(schema, "nullable")
    if not is_nullable:
        return schema
    return make_nullable(schema)


def make_nullable(schema: JsonObject) -> JsonObject:
    """Allow null besides what a schema allows, in the form that we settled on.

    A schema with a `type` of its own lists `null` there (and in its `enum`); a
    reference or a union gets a member `{type: 'null'}`. A schema without constraints
    allows null anyway.
    """
    types = schema.get("type")
    if isinstance(types, str | list):
        return _with_null_type(schema, [types] if isinstance(types, str) else types)
    if "enum" in schema:
        return _with_null_value(schema)
    members = schema.get("allOf")
    if isinstance(members, list) and len(members) == 1 and isinstance(members[0], dict):
        # The 3.0 way to put `nullable` beside a `$ref`.
        schema = {**members[0], **without(schema, "allOf")}
    for key in ("oneOf", "anyOf"):
        union = schema.get(key)
        if isinstance(union, list):
            return schema if has_null(union) else {**schema, key: [*union, _null()]}
    if "$ref" in schema:
        return {**without(schema, "$ref"), "oneOf": [{"$ref": schema["$ref"]}, _null()]}
    if "allOf" in schema:
        return {**without(schema, "allOf"), "oneOf": [{"allOf": members}, _null()]}
    return schema


def has_null(members: list[Json]) -> bool:
    """Tell whether one member of a union is just null."""
    return any(is_null(member) for member in members)


def is_null(schema: Json) -> bool:
    """Tell whether a schema allows null and nothing else."""
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
