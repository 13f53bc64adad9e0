"""The children of a named object that says by a discriminator which of them a value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.discriminators import Member, read_discriminator
from specweld.api.drafts import UnionDraft
from specweld.api.recursion import is_object
from specweld.api.types import ModelId, ModelRef
from specweld.contract.nodes import Alternative

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.contract.nodes import Schema, SchemaId


def heirs_of(source: Input, schema: Schema) -> tuple[SchemaId, ...]:
    """List the classes that values of a base may be, the base itself last; empty for others.

    They are what its mapping names and what joins it by `allOf`, directly or not.
    """
    found = [x for x in _descendants(source, schema) if is_object(source.schema(x))]
    return (*found, schema.id) if found else ()


def _descendants(source: Input, schema: Schema) -> tuple[SchemaId, ...]:
    """List the children of a base and theirs, among them those that are only other names."""
    declared = schema.discriminator
    if declared is None or declared.pointer[:-1] != schema.pointer:
        return ()
    if not schema.is_component or not is_object(schema):
        return ()
    found: dict[SchemaId, None] = {}
    waiting = [*declared.mapping.values(), *source.contract.heirs.get(schema.id, ())]
    while waiting:
        each = waiting.pop(0)
        known = source.contract.schemas.get(each)
        if known is None or each in found or each == schema.id:
            continue
        found[each] = None
        waiting += source.contract.heirs.get(each, ())
    return tuple(found)


def heirs_model(id: SchemaId) -> ModelId:
    """Name the union of a base and its children."""
    return ModelId(f"{id}/discriminator")


def heirs_union(source: Input, schema: Schema) -> UnionDraft | None:
    """Make the union of a base and its children; None for what is not a base."""
    heirs = heirs_of(source, schema)
    if not heirs:
        return None
    members = [_member(each, each) for each in heirs]
    names = [
        _member(each, settled)
        for each in _descendants(source, schema)
        if (settled := source.settled(each).id) in heirs and settled != each
    ]
    discriminator, mapping = read_discriminator(source, schema, [*members, *names])
    return UnionDraft(
        id=heirs_model(schema.id),
        description="",
        members=tuple(each.type for each in members),
        discriminator=discriminator,
        mapping=mapping,
        is_nullable=False,
        origin=source.origin_at((*schema.pointer, "discriminator")),
    )


def _member(name: SchemaId, model: SchemaId) -> Member:
    return Member(
        alternative=Alternative(schema=name, member=name),
        type=ModelRef(id=ModelId(model)),
    )
