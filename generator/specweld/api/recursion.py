"""Schemas that contain themselves without a class in between: no decoder can unroll these at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.graph import knots
from specweld.contract.nodes import is_component

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specweld.contract.nodes import Schema, SchemaId


def circular_schemas(schemas: Mapping[SchemaId, Schema]) -> frozenset[SchemaId]:
    """Find all schemas that lists, maps, unions and references lead back to."""
    return frozenset(each for knot in knots(_graph(schemas, schemas)) for each in knot)


def endless_components(schemas: Mapping[SchemaId, Schema]) -> frozenset[SchemaId]:
    """Choose as few named schemas as break every circle without a union or class in it.

    A union on the way does no harm: it is resolved at first use.
    """
    places = {each: index for index, each in enumerate(schemas)}
    broken: set[SchemaId] = set()
    waiting = [[each for each, schema in schemas.items() if not is_union(schema)]]
    while waiting:
        for knot in knots(_graph(schemas, waiting.pop())):
            named = [each for each in knot if is_component(each)]
            if named:
                first = min(named, key=lambda each: places[each])
                broken.add(first)
                waiting.append([each for each in knot if each != first])
    return frozenset(broken)


def _graph(
    schemas: Mapping[SchemaId, Schema], nodes: Iterable[SchemaId]
) -> dict[SchemaId, tuple[SchemaId, ...]]:
    """Say what is inside of what, leaving out the many schemas that hold no other: they end every way."""
    following = ((each, tuple(_inside(schemas[each]))) for each in nodes)
    return {each: inside for each, inside in following if inside}


def is_object(schema: Schema) -> bool:
    """Return whether a schema lists properties and is not a choice: it becomes a class."""
    return bool(
        schema.properties
        and "object" in schema.types
        and not schema.alternatives
        and schema.values is None
    )


def is_union(schema: Schema) -> bool:
    """Return whether a value is one of several things."""
    has_types = len(schema.types) > 1 and schema.values is None
    return bool(schema.alternatives) or has_types


def _inside(schema: Schema) -> Iterator[SchemaId]:
    """Yield the schemas whose values are part of a value, unless a class holds them."""
    if schema.target is not None:
        yield schema.target
    if schema.alternatives:
        yield from (each.schema for each in schema.alternatives)
        return
    yield from schema.prefix
    if isinstance(schema.items, str):
        yield schema.items
    if is_object(schema):
        return
    yield from schema.patterns.values()
    if isinstance(schema.additional, str):
        yield schema.additional
