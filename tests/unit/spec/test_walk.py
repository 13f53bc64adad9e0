"""The grammar: where names are names."""

from __future__ import annotations

from specweld.grammar import Kind
from specweld.json_types import JsonObject, Pointer, format_pointer
from specweld.spec.walk import rewrite, walk_operations, walk_schemas

DOCUMENT: JsonObject = {
    "paths": {
        "/a": {
            "parameters": [{"name": "p", "schema": {"type": "string"}}],
            "get": {
                "responses": {
                    "200": {"content": {"a/b": {"schema": {"items": {}}}}},
                    "x-extra": {"content": {"a/b": {"schema": {}}}},
                }
            },
        },
        "x-paths": {"get": {}},
    },
    "components": {
        "schemas": {
            "Named": {
                "properties": {
                    "properties": {"enum": [{"type": "object"}]},
                    "items": {"type": "array", "items": {"not": {}}},
                    "x-own": {"default": {"properties": {"a": {}}}},
                },
                "example": {"properties": {"a": {}}},
                "x-note": {"items": {}},
                "additionalProperties": True,
            }
        },
        "examples": {"e": {"value": {"schema": {}}}},
    },
}


def test_schemas_are_found_by_the_grammar() -> None:
    assert [format_pointer(pointer) for pointer, _ in walk_schemas(DOCUMENT)] == [
        "#/paths/~1a/parameters/0/schema",
        "#/paths/~1a/get/responses/200/content/a~1b/schema",
        "#/paths/~1a/get/responses/200/content/a~1b/schema/items",
        "#/components/schemas/Named",
        "#/components/schemas/Named/properties/properties",
        "#/components/schemas/Named/properties/items",
        "#/components/schemas/Named/properties/items/items",
        "#/components/schemas/Named/properties/items/items/not",
        "#/components/schemas/Named/properties/x-own",
    ]


def test_extensions_among_paths_are_no_operations() -> None:
    assert [pointer for pointer, _ in walk_operations(DOCUMENT)] == [
        ("paths", "/a", "get")
    ]


def test_a_change_copies_what_leads_to_it_and_nothing_else() -> None:
    def change(kind: Kind, _: Pointer, node: JsonObject) -> JsonObject:
        is_list = kind is Kind.SCHEMA and "items" in node
        return {"type": "array"} if is_list else node

    changed = rewrite(DOCUMENT, change)
    assert DOCUMENT["components"] != changed["components"]
    assert rewrite(DOCUMENT, lambda _kind, _pointer, node: node) is DOCUMENT
    unchanged = rewrite(
        DOCUMENT,
        lambda _kind, _pointer, node: {} if node == {"type": "string"} else node,
    )
    assert unchanged["components"] is DOCUMENT["components"]
    assert unchanged["paths"] is not DOCUMENT["paths"]
