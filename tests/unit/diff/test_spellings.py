"""Schemas that mean the same are the same to a comparison."""

from __future__ import annotations

from typing import Any

import pytest

from diff_sides import side_of
from specweld.diff.change import Comparison, Wire
from specweld.diff.compare import compare
from specweld.json_types import is_same

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


def _compared(one: Any, other: Any) -> Comparison:
    """Compare two documents that differ in one schema, which an operation sends."""
    sides = (
        side_of(
            {
                **DOCUMENT,
                "paths": {
                    "/here": {
                        "post": {
                            "requestBody": {
                                "content": {"application/json": {"schema": schema}}
                            }
                        }
                    }
                },
            },
            "x",
        )
        for schema in (one, other)
    )
    return compare(*sides, complete=True)


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
    found = _compared(one, other)
    assert [each.rule for each in found.changes if each.wire is not Wire.NONE] == []


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
    assert _compared(one, other).changes


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
    assert _compared(schema, schema).changes == ()
    assert _compared(STR, schema).changes or schema is None


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
