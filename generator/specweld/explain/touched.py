"""Which quirks touched an operation or a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.graph import parts, reached
from specweld.source import NodePlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.api import Api
    from specweld.api.models import Model, Origin
    from specweld.api.operations import Method
    from specweld.diagnostics import Firing
    from specweld.source import Place


def firings_of_operation(
    api: Api, operation: Method, firings: Iterable[Firing]
) -> list[Firing]:
    """Find the firings in an operation, in what it sends and receives, and in its whole file."""
    types = (*(each.type for each in operation.inputs), *operation.outputs)
    parts_of = {each: parts(model) for each, model in api.models.items()}
    inside = reached(types, parts_of)
    origins = [operation.origin, *(api.models[each].origin for each in inside)]
    return [
        each
        for each in firings
        if _is_within(each.place, origins)
        or _is_about_the_file(each.place, operation.origin)
    ]


def firings_of_model(model: Model, firings: Iterable[Firing]) -> list[Firing]:
    """Find the firings in a model."""
    return [each for each in firings if _is_within(each.place, [model.origin])]


def firings_at(origin: Origin, firings: Iterable[Firing]) -> list[Firing]:
    """Find the firings in one node: an argument, an attribute."""
    return [each for each in firings if _is_within(each.place, [origin])]


def _is_within(place: Place, origins: Iterable[Origin]) -> bool:
    if not isinstance(place, NodePlace):
        return False
    return any(
        _same_text(place, origin.place)
        and place.pointer[: len(origin.place.pointer)] == origin.place.pointer
        for origin in origins
        if origin.place is not None
    )


def _is_about_the_file(place: Place, origin: Origin) -> bool:
    """Return whether a place is above all operations and schemas: `info`, `servers`, tags."""
    return (
        isinstance(place, NodePlace)
        and origin.place is not None
        and _same_text(place, origin.place)
        and place.pointer[:1] not in {("paths",), ("components",)}
    )


def _same_text(one: NodePlace, other: NodePlace) -> bool:
    # Each stage makes a new source with the same text, so identity says nothing.
    return (one.source.path, one.source.first_line) == (
        other.source.path,
        other.source.first_line,
    )
