"""Find what the documentation shows of an answer: what a fake client answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from specweld.api.operations import Example

if TYPE_CHECKING:
    from specweld.api.operations import Response
    from specweld.contract.nodes import Contract, Media, Operation, SchemaId
    from specweld.json_types import Json, JsonObject

_LONGEST = 4000
"""Characters of an example that goes into the package: what a test needs is shorter."""

_DEEPEST = 6
"""Levels of an answer whose properties are asked for examples."""


def find_example(
    contract: Contract, operation: Operation, response: Response
) -> Example | None:
    """Find the example of a successful answer, else put together those of its properties."""
    media = _media(operation, response)
    if media is None:
        return None
    is_whole = True
    value = media.example
    if value is None and media.schema is not None:
        value = _of_schema(contract, media.schema)
    if value is None and media.schema is not None:
        value, is_whole = _of_parts(contract, media.schema, ()), False
    return None if value is None else _written(value, is_whole=is_whole)


def _media(operation: Operation, response: Response) -> Media | None:
    """Find the representation that the method expects."""
    for answer in operation.answers:
        if answer.status in response.statuses:
            return answer.media.get(response.content_type)
    return None


def _of_schema(contract: Contract, id: SchemaId) -> Json:
    """Return the example that stands in a schema."""
    several = contract.fact(id, "examples")
    if isinstance(several, list) and several:
        return several[0]
    return contract.fact(id, "example")


def _of_parts(contract: Contract, id: SchemaId, above: tuple[SchemaId, ...]) -> Json:
    """Put examples of properties together, all the way down; None where there is none."""
    found = _of_schema(contract, id)
    schema = contract.resolved(id)
    if found is not None or schema.id in above or len(above) == _DEEPEST:
        return found
    inside = (*above, schema.id)
    if isinstance(schema.items, str):
        item = _of_parts(contract, schema.items, inside)
        return None if item is None else [item]
    parts: JsonObject = {
        name: value
        for name, each in schema.properties.items()
        if (value := _of_parts(contract, each.schema, inside)) is not None
    }
    return parts or None


def _written(value: Json, *, is_whole: bool) -> Example | None:
    try:
        text = json.dumps(
            value, ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        text.encode()
    except ValueError:  # a number or half a character that JSON has no word for
        return None
    return Example(text=text, is_whole=is_whole) if len(text) <= _LONGEST else None
