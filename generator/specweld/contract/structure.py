"""What a schema is, apart from where it stands: its facts in one spelling, and its shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.contract.keywords import SHAPING
from specweld.contract.nodes import Schema
from specweld.json_types import Json, JsonObject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.layers import Layers
    from specweld.contract.nodes import Facts, SchemaId
    from specweld.json_types import Pointer


def structure_facts(schema: Schema) -> JsonObject:
    """Spell types, constants and open ends as facts: in one order, null left out."""
    found: JsonObject = {}
    if schema.types:
        found["type"] = list[Json](sorted(schema.types))
    if schema.values is not None:
        found["enum"] = list[Json](sorted(schema.values, key=repr))
    if schema.additional is False:
        found["additionalProperties"] = False
    if schema.items is False:
        found["items"] = False
    undefined = [each for each in schema.required if each not in schema.properties]
    if undefined:
        found["required"] = list[Json](sorted(undefined))
    if schema.discriminator is not None:
        found["discriminator"] = schema.discriminator.property
        found["mapping"] = list[Json](sorted(schema.discriminator.mapping))
    if schema.allows_nothing:
        found["not"] = {}
    return found


def as_place(whole: Schema, found: Layers, target: SchemaId) -> Schema:
    """Keep what a place adds to the schema that it refers to."""
    own = {layer.raw.pointer for layer in found.layers if not layer.is_carried}
    kept = {
        keyword: value
        for keyword, value in whole.facts.items()
        if whole.holders[keyword] in own
    }
    return place_of(
        whole.id,
        whole.pointer,
        target,
        facts=kept,
        holders={keyword: whole.holders[keyword] for keyword in kept},
        parts=tuple(each for each in whole.parts if each in own),
    )


def place_of(
    id: SchemaId,
    pointer: Pointer,
    target: SchemaId,
    *,
    facts: Facts,
    holders: Mapping[str, Pointer],
    parts: tuple[Pointer, ...],
) -> Schema:
    """Return another place of a schema: what it says itself, and nothing about types."""
    return Schema(
        id=id,
        pointer=pointer,
        facts=facts,
        holders=holders,
        parts=parts,
        target=target,
        bases=(),
        types=(),
        is_nullable="nullable" in facts,
        values=None,
        properties={},
        required=(),
        additional=None,
        patterns={},
        items=None,
        prefix=(),
        alternatives=(),
        discriminator=None,
    )


def shape_of(schema: Schema) -> object:
    """Return everything that decides the type, but for null."""
    return (
        schema.types,
        schema.values,
        tuple(schema.facts.get(each) for each in SHAPING),
        {
            name: (each.schema, each.is_required)
            for name, each in schema.properties.items()
        },
        set(schema.required),
        schema.additional,
        schema.patterns,
        schema.items,
        schema.prefix,
        schema.alternatives,
        schema.discriminator,
        schema.allows_nothing,
        schema.fault,
    )
