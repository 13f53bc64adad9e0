"""Schemas as a reader of the generated code knows them, for messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.types import ModelId
from specweld.diff.schemas import Schemas, alternatives, view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.contract.nodes import Schema, SchemaId
    from specweld.json_types import Json

_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_FORMATS = {"date-time": "datetime", "date": "date", "binary": "bytes"}
_MOST_VALUES = 12
_SHOWN = 3
_DEPTH = 12


class SchemaWords:
    """Writes the schemas of one side as annotations."""

    def __init__(self, schemas: Schemas, models: Mapping[ModelId, Model]) -> None:
        self._schemas = schemas
        self._models = models

    def name(self, id: SchemaId) -> str:
        """Return the name of the class or alias that a schema became; empty where it became none."""
        model = self._models.get(ModelId(id))
        return model.name if model is not None else ""

    def inside(self, id: SchemaId) -> str:
        """Write what a schema is rather than what it is called; classes have only their names."""
        if id not in self._schemas:
            return "Any"
        found = view(self._schemas, id)
        if found.schema.properties:
            name = self.name(found.schema.id)
            text = name if found.is_reference else f"class {name}" if name else "dict"
            if not found.schema.is_component:
                text = name or "dict[str, Any]"
        else:
            text = self._structure(found.schema, 0)
        return f"{text} | None" if found.is_nullable and text != "Any" else text

    def of(self, id: SchemaId, depth: int = 0) -> str:
        """Write a schema as an annotation: `list[Voice] | None`."""
        if id not in self._schemas or depth > _DEPTH:
            return "Any"
        found = view(self._schemas, id)
        text = self._bare(found.schema, depth)
        return f"{text} | None" if found.is_nullable and text != "Any" else text

    def _bare(self, schema: Schema, depth: int) -> str:
        name = self.name(schema.id)
        if name and (depth or schema.is_component or schema.properties):
            return name
        return self._structure(schema, depth)

    def _structure(self, schema: Schema, depth: int) -> str:
        if schema.values is not None:
            return literal(schema.values)
        if schema.alternatives:
            members = alternatives(self._schemas, schema.id)
            texts = (self.of(each.schema, depth + 1) for each in members)
            return " | ".join(dict.fromkeys(texts))
        return (
            " | ".join(self._type(each, schema, depth) for each in schema.types)
            or "Any"
        )

    def _type(self, type: str, schema: Schema, depth: int) -> str:
        match type:
            case "array":
                items = schema.items
                text = self.of(items, depth + 1) if isinstance(items, str) else "Any"
                return f"list[{text}]"
            case "object":
                extra = schema.additional
                text = self.of(extra, depth + 1) if isinstance(extra, str) else "Any"
                return f"dict[str, {text}]"
            case "string":
                return _FORMATS.get(str(schema.facts.get("format")), "str")
            case _:
                return _TYPES.get(type, type)


def show(value: Json) -> str:
    """Write a value into a message: names and values in backquotes."""
    match value:
        case None:
            return "none"
        case list():
            return ", ".join(show(each) for each in value)
        case str():
            return f"`{value}`"
        case _:
            return f"`{value!r}`"


def literal(values: tuple[Json, ...]) -> str:
    """Write values as a `Literal`; two long lists that begin alike tell only how many there are."""
    texts = list(map(repr, values))
    if len(texts) > _MOST_VALUES:
        texts[_SHOWN:] = [f"... {len(texts)} values"]
    return f"Literal[{', '.join(texts)}]"
