"""The models of one module, in an order in which each definition can be evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, TypeVar

from specweld.api.graph import circles, model_references
from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import LiteralType, ModelId
from specweld.render.alias_view import (
    AliasView,
    CircleView,
    EnumView,
    UnionView,
    alias_view,
    enum_view,
    union_view,
)
from specweld.render.model_view import ModelView, model_view

if TYPE_CHECKING:
    from specweld.render.scope import Scope


class _HasKind(Protocol):
    @property
    def kind(self) -> str: ...


_Kind = TypeVar("_Kind", bound=_HasKind)
_Later = TypeVar("_Later", UnionModel, AliasModel)

Definition: TypeAlias = EnumView | ModelView | UnionView | AliasView | CircleView
"""Its `kind` names the macro that prints it."""


_CLASSES = frozenset({"model", "typed_dict"})


def spaced(found: tuple[_Kind, ...]) -> tuple[tuple[_Kind, ...], tuple[_Kind, ...]]:
    """Set a first definition that is not a class apart from the others: below imports it wants less room."""
    count = 0 if not found or found[0].kind in _CLASSES else 1
    return found[:count], found[count:]


def definitions(models: Sequence[Model], scope: Scope) -> tuple[Definition, ...]:
    """Define models: classes, each below the enums that it is the first to use; unions; aliases.

    The annotations of a class and the members of a union are evaluated at first use; only aliases
    have to follow what they name.
    """
    enums = {
        each.id: (each, each.target)
        for each in models
        if isinstance(each, AliasModel) and isinstance(each.target, LiteralType)
    }
    found: list[Definition] = []
    unions: list[UnionModel] = []
    aliases: list[AliasModel] = []
    for model in models:
        match model:
            case ObjectModel():
                used = [x for x in model_references(model) if x in enums]
                found += [enum_view(*enums.pop(each), scope) for each in used]
                found.append(model_view(model, scope))
            case UnionModel():
                unions.append(model)
            case AliasModel():
                if not isinstance(model.target, LiteralType):
                    aliases.append(model)
    unused = [enum_view(*each, scope) for each in enums.values()]
    return (*unused, *found, *_others(unions, aliases, scope.near()))


def _others(
    unions: list[UnionModel], aliases: list[AliasModel], scope: Scope
) -> Iterator[Definition]:
    undefined = {each.id for each in unions} | {each.id for each in aliases}
    for union in _in_order(unions):
        yield union_view(union, scope, undefined)
        undefined.discard(union.id)
    for alias in _in_order(aliases):
        yield alias_view(alias, scope, undefined)
        undefined.discard(alias.id)


def _in_order(models: Sequence[_Later]) -> list[_Later]:
    """Put what others name first, as far as circles allow."""
    by_id: dict[ModelId, _Later] = {each.id: each for each in models}
    graph = {
        model.id: tuple(x for x in model_references(model) if x in by_id)
        for model in models
    }
    return [by_id[each] for circle in circles(graph) for each in circle]
