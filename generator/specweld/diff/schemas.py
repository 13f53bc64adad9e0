"""What a comparison asks of schemas: parts, alternatives, and what tells one from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.contract.nodes import Alternative, SchemaId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.contract.nodes import Facts, Schema
    from specweld.json_types import Json

Schemas: TypeAlias = "Mapping[SchemaId, Schema]"

_MOST = 40
"""References of references that are followed; more is a circle."""


def children(schema: Schema) -> Iterator[SchemaId]:
    """List the schemas right below one, the one that it stands for included."""
    if schema.target is not None:
        yield schema.target
    for each in schema.properties.values():
        yield each.schema
    yield from schema.patterns.values()
    for child in (schema.additional, schema.items):
        if isinstance(child, str):
            yield child
    yield from schema.prefix
    for alternative in schema.alternatives:
        yield alternative.schema


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSchema:
    """A schema at one place: what it stands for, and all that is said of it on the way."""

    place: Schema
    schema: Schema
    """References followed."""
    facts: Facts
    is_nullable: bool

    @property
    def is_reference(self) -> bool:
        """Return whether the place only names another schema."""
        return self.place.id != self.schema.id


def view(schemas: Schemas, id: SchemaId) -> PlacedSchema:
    """Look at a schema from one place."""
    place = schema = schemas[id]
    facts: dict[str, Json] = dict(place.facts)
    is_nullable = place.is_nullable
    for _ in range(_MOST):
        if schema.target is None or schema.target not in schemas:
            break
        schema = schemas[schema.target]
        facts = {**schema.facts, **facts}
        is_nullable = is_nullable or schema.is_nullable
    return PlacedSchema(
        place=place, schema=schema, facts=facts, is_nullable=is_nullable
    )


def is_flagged(schemas: Schemas, id: SchemaId, flag: str) -> bool:
    """Return whether a flag such as `readOnly` is set at a place, or at what it refers to."""
    return view(schemas, id).facts.get(flag) is True


def alternatives(schemas: Schemas, id: SchemaId) -> tuple[Alternative, ...]:
    """Take unions in place apart; a union with a name counts as one alternative of another."""
    whole = view(schemas, id).schema
    found: dict[SchemaId, Alternative] = {}
    pending = list(reversed(whole.alternatives))
    if not pending:
        return (Alternative(schema=id, member=whole.id),)
    while pending:
        each = pending.pop()
        schema = view(schemas, each.schema).schema if each.schema in schemas else None
        inner = () if schema is None or schema.is_component else schema.alternatives
        if each.schema in found or each.schema == id:
            continue
        if not inner:
            found[each.schema] = each
        pending.extend(reversed(inner))
    return tuple(found.values())


def plain_types(schemas: Schemas, id: SchemaId) -> tuple[str, ...]:
    """Return the JSON types of a schema; a union of nothing but types is a list of them."""
    schema = view(schemas, id).schema
    members = alternatives(schemas, id) if schema.alternatives else ()
    found: set[str] = set()
    for each in members:
        member = schemas[each.schema]
        if member.target is not None or member.facts.keys() - {"type", "description"}:
            return ()
        if {"object", "array"} & set(member.types) or not member.types:
            return ()
        found.update(member.types)
    return tuple(sorted(found)) if members else schema.types
