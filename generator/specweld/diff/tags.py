"""Which property tells the alternatives of a union apart, and by which values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.alike import constants
from specweld.diff.schemas import Schemas, alternatives

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.nodes import Schema, SchemaId


def tag_property(schemas: Schemas, schema: Schema) -> str:
    """Return the declared property, else the one that is a constant in every alternative."""
    if schema.discriminator is not None:
        return schema.discriminator.property
    found = [
        constants(schemas, each.schema) for each in alternatives(schemas, schema.id)
    ]
    for name in found[0] if found else ():
        values = {each.get(name) for each in found}
        if None not in values and len(values) == len(found):
            return name
    return ""


def tags(schemas: Schemas, schema: Schema) -> Mapping[str, SchemaId]:
    """List the alternatives by the value of the tag property."""
    declared = schema.discriminator
    if declared is not None and declared.mapping:
        known = declared.mapping.items()
        return {tag: each for tag, each in known if each in schemas}
    name = tag_property(schemas, schema)
    found: dict[str, SchemaId] = {}
    for each in alternatives(schemas, schema.id):
        value = constants(schemas, each.schema).get(name)
        if value is not None:
            found[value.strip("'\"")] = each.schema
    return found
