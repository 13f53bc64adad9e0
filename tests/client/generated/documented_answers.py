"""Answers made from the document alone: all that it allows, or only what it requires."""

from __future__ import annotations

from typing import Any

from openapi_document import Document

_VALUES: dict[str, object] = {
    "boolean": True,
    "integer": 7,
    "number": 0.5,
    "string": "text",
}


def full_answer(document: Document, operation_id: str) -> Any:
    """Make an answer with every documented property."""
    schema = document.answer_schema(operation_id)
    return _instance(document, schema, is_full=True)


def minimal_answer(document: Document, operation_id: str) -> Any:
    """Make an answer with the required properties only."""
    schema = document.answer_schema(operation_id)
    return _instance(document, schema, is_full=False)


def _instance(document: Document, schema: dict[str, Any], *, is_full: bool) -> Any:
    schema = document.resolved(schema)
    if "enum" in schema:
        return schema["enum"][-1]
    if "type" not in schema:
        return {"any": ["thing"]}
    kind = document.json_type(schema)
    if kind == "array":
        return [_instance(document, schema["items"], is_full=is_full)]
    if kind == "object":
        return _object(document, schema, is_full=is_full)
    return _VALUES[kind]


def _object(document: Document, schema: dict[str, Any], *, is_full: bool) -> Any:
    properties = schema.get("properties", {})
    names = properties if is_full else schema.get("required", [])
    made = {
        name: _instance(document, properties[name], is_full=is_full) for name in names
    }
    if values := schema.get("additionalProperties"):
        made["key"] = _instance(document, values, is_full=is_full)
    return made
