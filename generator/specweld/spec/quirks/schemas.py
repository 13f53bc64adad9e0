"""Schemas in which a name stands for something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.spec.quirks.quirk import README, NodeRule, Quirk
from specweld.spec.shapes import mapping_at, without

if TYPE_CHECKING:
    from specweld.json_types import JsonObject

_PLACEHOLDER = re.compile(r"<[^<>\s]+>|\{[^{}\s]+\}")


def _as_map(schema: JsonObject) -> JsonObject | None:
    properties = mapping_at(schema, "properties")
    named = [name for name in properties if _PLACEHOLDER.fullmatch(name)]
    if len(named) != 1 or "additionalProperties" in schema:
        return None
    others = without(properties, *named)
    changed: JsonObject = {
        **schema,
        "properties": others,
        "additionalProperties": properties[named[0]],
    }
    return changed if others else without(changed, "properties")


PLACEHOLDER_PROPERTY = Quirk(
    id="placeholder-property",
    wrote="A property called `<propertyIdentifier>`: a form has no way to describe a map.",
    made="`additionalProperties`: any key.",
    seen="Notion, data sources and databases.",
    platforms=README,
    rule=(NodeRule(kind=Kind.SCHEMA, trigger="properties", change=_as_map),),
)
