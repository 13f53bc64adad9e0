"""The models of one module, in an order in which each definition can be evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from specweld.api.graph import circles, model_references
from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import LiteralType, ModelId
from specweld.render.alias_view import AliasView, alias_view, enum_view, union_view
from specweld.render.class_view import ClassView, class_view
from specweld.render.code import Code, Import, code, imports_of

if TYPE_CHECKING:
    from specweld.render.scope import Scope

_Later = TypeVar("_Later", UnionModel, AliasModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definitions:
    """Everything that a module of models defines."""

    enums: tuple[AliasView, ...]
    classes: tuple[ClassView, ...]
    others: tuple[AliasView, ...]

    @property
    def gap(self) -> Code:
        """Tell how far the others stand from what is before them: black wants more below a class."""
        return code("\n" if self.classes else "")

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what all of them need, all of it when the module runs."""
        fields = (field for each in self.classes for field in each.fields)
        return imports_of(
            (
                *(each.code for each in (*self.enums, *self.others)),
                *(each.header for each in self.classes),
                *(field.code for field in fields),
            )
        )


def definitions(models: Sequence[Model], scope: Scope) -> Definitions:
    """Define models: enums, then classes, then unions, then aliases of any of them.

    The annotations of a class and the members of a union are evaluated at first use; only aliases
    have to follow what they name.
    """
    enums: list[AliasView] = []
    classes: list[ClassView] = []
    unions: list[UnionModel] = []
    aliases: list[AliasModel] = []
    for model in models:
        match model:
            case ObjectModel():
                classes.append(class_view(model, scope))
            case UnionModel():
                unions.append(model)
            case AliasModel(target=LiteralType() as target):
                enums.append(enum_view(model, target, scope))
            case AliasModel():
                aliases.append(model)
    return Definitions(
        enums=tuple(enums),
        classes=tuple(classes),
        others=tuple(_others(unions, aliases, scope)),
    )


def _others(
    unions: list[UnionModel], aliases: list[AliasModel], scope: Scope
) -> Iterable[AliasView]:
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
