"""Find out in which directions each model travels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.api.cycles import parts_of, referred
from specweld.api.models import ObjectModel, Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specweld.api.models import Model
    from specweld.api.operations import Operation
    from specweld.api.types import ModelId, TypeRef


def mark_usage(
    models: Mapping[ModelId, Model], operations: Iterable[Operation]
) -> dict[ModelId, Model]:
    """Mark every model that some operation sends or receives, directly or inside another."""
    listed = tuple(operations)
    sent = _reached(models, (each_type for each in listed for each_type in _sent(each)))
    received = _reached(
        models, (each_type for each in listed for each_type in _received(each))
    )
    return {
        model_id: replace(
            model,
            usage=Usage(is_sent=model_id in sent, is_received=model_id in received),
        )
        for model_id, model in models.items()
    }


def _sent(operation: Operation) -> Iterator[TypeRef]:
    for argument in operation.arguments:
        yield argument.type
    if operation.body is not None:
        for argument in operation.body.arguments:
            yield argument.type
        if operation.body.argument is not None:
            yield operation.body.argument.type


def _received(operation: Operation) -> Iterator[TypeRef]:
    if operation.response.type is not None:
        yield operation.response.type
    for error in operation.errors:
        if error.type is not None:
            yield error.type


def _reached(models: Mapping[ModelId, Model], types: Iterable[TypeRef]) -> set[ModelId]:
    reached: set[ModelId] = set()
    stack = list(types)
    while stack:
        for model_id in referred(stack.pop()):
            model = models.get(model_id)
            if model_id in reached or model is None:
                continue
            reached.add(model_id)
            stack.extend(_types_in(model))
    return reached


def _types_in(model: Model) -> list[TypeRef]:
    if isinstance(model, ObjectModel):
        types = [each.type for each in model.fields]
        return [*types, model.additional] if model.additional else types
    return list(parts_of(model))
