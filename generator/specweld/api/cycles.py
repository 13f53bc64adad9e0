"""Aliases and unions that contain themselves without a class in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.types import (
    AnyType,
    ListType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    TypeRef,
    UnionType,
)
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.api.lowering import Lowering
    from specweld.api.models import Model


def referred(type: TypeRef) -> Iterator[ModelId]:
    """Yield the models that a type names, lists, maps and unions looked into."""
    stack = [type]
    while stack:
        match stack.pop():
            case ModelRef(id=id):
                yield id
            case ListType(item=inner) | MapType(value=inner) | Nullable(item=inner):
                stack.append(inner)
            case UnionType(members=members):
                stack.extend(reversed(members))
            case _:
                pass


def parts_of(model: Model) -> tuple[TypeRef, ...]:
    """List the types that an alias or union is made of; none for a class."""
    match model:
        case AliasModel(target=target):
            return (target,)
        case UnionModel(members=members):
            return members
        case ObjectModel():
            return ()


def reaches_itself(
    start: ModelId, models: Mapping[ModelId, Model], *, through_unions: bool = True
) -> bool:
    """Tell whether an alias or union contains itself without a class in between.

    Args:
        start: the model to ask about.
        models: all models.
        through_unions: follow union models other than the start, too.
    """
    seen: set[ModelId] = set()
    stack = [start]
    while stack:
        model = models.get(stack.pop())
        if model is None:
            continue
        if model.id != start and isinstance(model, UnionModel) and not through_unions:
            continue
        for part in parts_of(model):
            for model_id in referred(part):
                if model_id == start:
                    return True
                if model_id not in seen:
                    seen.add(model_id)
                    stack.append(model_id)
    return False


def break_alias_cycles(lowering: Lowering) -> None:
    """Give up on aliases that contain only themselves: no decoder can unroll them.

    A union on the way is no trouble: it is resolved at first use.
    """
    for model_id, model in lowering.models.items():
        if not isinstance(model, AliasModel):
            continue
        if not reaches_itself(model_id, lowering.models, through_unions=False):
            continue
        lowering.problems.report(
            "unsupported-recursive-alias",
            Severity.UNSUPPORTED,
            f"`{model_id}` contains itself without an object in between",
            model.origin.place,
        )
        lowering.models[model_id] = replace(
            model, target=AnyType(reason="a list or map of itself")
        )
