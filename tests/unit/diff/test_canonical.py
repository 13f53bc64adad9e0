"""Schemas that mean the same look the same to the comparison of leaves."""

from __future__ import annotations

from typing import Any

import pytest

from specweld.diff.canonical import is_same, view_schema

STR = {"type": "string"}
DOCUMENT: dict[str, Any] = {
    "components": {
        "schemas": {
            "Name": STR,
            "Loop": {"$ref": "#/components/schemas/Loop"},
            "Base": {"type": "object", "properties": {"id": STR}, "required": ["id"]},
        }
    }
}
NAME = {"$ref": "#/components/schemas/Name"}
BASE = {"$ref": "#/components/schemas/Base"}


def _meaning(schema: Any) -> tuple[Any, ...]:
    view = view_schema(DOCUMENT, (schema, ("here",)))
    return (
        view.keywords,
        {name: place[0] for name, place in view.properties.items()},
        set(view.required),
        {name: place[0] for name, place in view.children.items()},
        [place[0] for place in view.members],
        view.is_nullable,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (NAME, STR),
        ({"allOf": [NAME]}, STR),
        ({"oneOf": [NAME]}, STR),
        ({"type": ["string", "null"]}, {"anyOf": [STR, {"type": "null"}]}),
        ({"type": ["string", "null"]}, {"oneOf": [NAME, {"type": "null"}]}),
        ({"type": ["string", "null"]}, {"type": ["null", "string"]}),
        ({"enum": ["a", None]}, {"type": ["string", "null"], "enum": ["a"]}),
        ({"const": "a"}, {"type": "string", "enum": ["a"]}),
        ({"enum": ["b", "a"]}, {"enum": ["a", "b"]}),
        ({**STR, "deprecated": False}, STR),
        ({"type": "object", "additionalProperties": True}, {"type": "object"}),
        ({"type": "object", "additionalProperties": {}}, {"type": "object"}),
        ({"items": STR}, {"type": "array", "items": STR}),
        (
            {"allOf": [BASE, {"properties": {"name": STR}}]},
            {
                "type": "object",
                "properties": {"id": STR, "name": STR},
                "required": ["id"],
            },
        ),
    ],
)
def test_two_spellings(one: Any, other: Any) -> None:
    assert _meaning(one) == _meaning(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STR, {"type": "integer"}),
        (STR, {"type": ["string", "null"]}),
        (STR, {**STR, "format": "uuid"}),
        ({"enum": [1]}, {"enum": [True]}),
        ({"enum": ["a"]}, {"type": "integer", "enum": ["a"]}),
        (
            {"allOf": [{"minimum": 1}, {"minimum": 2}]},
            {"allOf": [{"minimum": 1}, {"minimum": 3}]},
        ),
        (
            {
                "allOf": [
                    {"properties": {"a": STR}},
                    {"properties": {"a": {"minLength": 1}}},
                ]
            },
            {"properties": {"a": STR}},
        ),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}),
    ],
)
def test_two_meanings(one: Any, other: Any) -> None:
    first, second = _meaning(one), _meaning(other)
    assert not all(
        is_same(left, right) if isinstance(left, dict) else left == right
        for left, right in zip(first, second, strict=True)
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Loop"},
        {"$ref": "#/nowhere"},
        {"$ref": "https://elsewhere.example/x"},
        {"$ref": 1},
        {"allOf": {}},
        {"allOf": [1, None, True, {"$ref": "#/components/schemas/Loop"}]},
        {"required": [1, None, {}]},
        {"properties": [1]},
        {"enum": {}},
        {"type": {"a": 1}},
        [],
        None,
        "text",
    ],
)
def test_hostile_shapes_end(schema: Any) -> None:
    assert view_schema(DOCUMENT, (schema, ("here",))).places[0] == ("here",)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (1, True, False),
        (0, False, False),
        (1, 1.0, True),
        ([1], [True], False),
        ({}, [], False),
    ],
)
def test_is_same(old: Any, new: Any, same: bool) -> None:
    assert is_same(old, new) is same
