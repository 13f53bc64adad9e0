"""Which quirks touched an operation or a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.types import (
    ListType,
    MapType,
    ModelRef,
    Nullable,
    TypeRef,
    UnionType,
)
from specweld.source import NodePlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from specweld.api.api import Api
    from specweld.api.models import Model, Origin
    from specweld.api.operations import Operation
    from specweld.api.types import ModelId
    from specweld.diagnostics import Firing
    from specweld.source import Place


def firings_of_operation(
    api: Api, operation: Operation, firings: Iterable[Firing]
) -> list[Firing]:
    """Find the firings in an operation, in what it sends and receives, and in its whole file."""
    models = _reached(api, _types_of_operation(operation))
    origins = [operation.origin, *(each.origin for each in models)]
    return [
        each
        for each in firings
        if _is_within(each.place, origins)
        or _is_about_the_file(each.place, operation.origin)
    ]


def firings_of_model(model: Model, firings: Iterable[Firing]) -> list[Firing]:
    """Find the firings in a model."""
    return [each for each in firings if _is_within(each.place, [model.origin])]


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
    """Tell whether a place is above all operations and schemas: `info`, `servers`, tags."""
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


def _types_of_operation(operation: Operation) -> Iterator[TypeRef]:
    body = operation.body
    sent = (
        (*body.arguments, *([body.argument] if body.argument else [])) if body else ()
    )
    yield from (each.type for each in (*operation.arguments, *sent))
    received = [operation.response.type, *(each.type for each in operation.errors)]
    yield from (each for each in received if each is not None)


def _reached(api: Api, types: Iterable[TypeRef]) -> list[Model]:
    found: dict[ModelId, Model] = {}
    pending = list(types)
    while pending:
        match pending.pop():
            case ModelRef(id=id) if id in api.models and id not in found:
                found[id] = api.models[id]
                pending += _types_of_model(api.models[id])
            case ListType(item=item) | Nullable(item=item):
                pending.append(item)
            case MapType(value=value):
                pending.append(value)
            case UnionType(members=members):
                pending += members
            case _:
                pass
    return list(found.values())


def _types_of_model(model: Model) -> list[TypeRef]:
    match model:
        case ObjectModel():
            extra = [model.additional] if model.additional is not None else []
            return [*(each.type for each in model.fields), *extra]
        case UnionModel():
            return list(model.members)
        case AliasModel():
            return [model.target]
