"""Enum values that were written as objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.spec.quirks.quirk import FERN, NodeRule, Quirk
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.json_types import Json, JsonObject


def _is_value_object(entry: Json) -> bool:
    return isinstance(entry, dict) and "value" in entry and "type" not in entry


def _is_literal(entry: Json) -> bool:
    return (
        isinstance(entry, dict)
        and "value" in entry
        and text_at(entry, "type").endswith("Literal")
    )


def _is_string_literal(entry: Json) -> bool:
    return _is_literal(entry) and isinstance(_value(entry), str)


def _is_other_literal(entry: Json) -> bool:
    return _is_literal(entry) and not isinstance(_value(entry), str)


def _value(entry: Json) -> Json:
    return entry["value"] if isinstance(entry, dict) else entry


def _unwrap(
    schema: JsonObject, is_wrapped: Callable[[Json], bool]
) -> JsonObject | None:
    values = schema.get("enum")
    if not isinstance(values, list) or not any(is_wrapped(each) for each in values):
        return None
    plain = [_value(each) if is_wrapped(each) else each for each in values]
    return _with_type_of(plain, {**schema, "enum": plain})


def _with_type_of(values: list[Json], schema: JsonObject) -> JsonObject:
    """Let the values decide the type: `type: string` stands over booleans, too."""
    if schema.get("type") != "string" or any(
        isinstance(value, str | list | dict) for value in values
    ):
        return schema
    if all(isinstance(value, bool) for value in values):
        return {**schema, "type": "boolean"}
    if all(isinstance(value, int) and not isinstance(value, bool) for value in values):
        return {**schema, "type": "integer"}
    if all(isinstance(value, int | float) for value in values):
        return {**schema, "type": "number"}
    return schema


def _rule(is_wrapped: Callable[[Json], bool]) -> tuple[NodeRule, ...]:
    return (
        NodeRule(
            kind=Kind.SCHEMA,
            trigger="enum",
            change=lambda schema: _unwrap(schema, is_wrapped),
        ),
    )


ENUM_VALUE_OBJECTS = Quirk(
    id="enum-value-objects",
    wrote="`enum: [{value: mp3}]`: each value is an object of the docs generator's own model.",
    made="`enum: [mp3]`; other keys of the object are ignored.",
    seen="Every vendor until January 2026 (374 of 619 pages).",
    platforms=FERN,
    rule=_rule(_is_value_object),
)

STRING_LITERAL_OBJECTS = Quirk(
    id="string-literal-objects",
    wrote="`enum: [{type: stringLiteral, value: new}]` for a field that is always the same.",
    made="`enum: [new]`, a constant.",
    seen="Tags of unions and constant fields until January 2026 (149 pages).",
    platforms=FERN,
    rule=_rule(_is_string_literal),
)

BOOLEAN_LITERAL_OBJECTS = Quirk(
    id="boolean-literal-objects",
    wrote="`{type: booleanLiteral, value: true}` under `type: string`.",
    made="`enum: [true]` under `type: boolean`: the value wins over the type.",
    seen="OpenRouter `deleted` and `store`, Cohere `stream`.",
    platforms=FERN,
    rule=_rule(_is_other_literal),
)
