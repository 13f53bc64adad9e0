"""What a changed type means for Python code: assignability, and the bump that follows.

Arguments are contravariant, results covariant: an argument may accept more, a result may
promise more, and code that type-checked before still does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel, UnionModel
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
    UnionType,
)
from specweld.diff.change import Bump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.diff.pair import ModelPairs

_BUMPS = tuple(Bump)
_SCALAR_OF: Mapping[type, ScalarKind] = {
    str: ScalarKind.STRING,
    bool: ScalarKind.BOOLEAN,
    int: ScalarKind.INTEGER,
}


def worst(*bumps: Bump) -> Bump:
    """Return the largest of some bumps; `NONE` of none at all."""
    return min(bumps, key=_BUMPS.index, default=Bump.NONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A type and the models that its references mean."""

    models: Mapping[ModelId, Model] = field(repr=False)
    names: Mapping[ModelId, ModelId] = field(repr=False)
    """Ids of this side in terms of the other one; empty for the side that they are told in."""
    is_old: bool
    is_open: bool
    """Literals admit any other string or number: enums of responses."""

    def members(self, type_: TypeRef) -> tuple[TypeRef, ...]:
        """Flatten aliases, unions and null into alternatives that are neither."""
        found: list[TypeRef] = []
        seen: set[ModelId] = set()
        pending = [type_]
        while pending:
            match pending.pop():
                case Nullable() as nullable:
                    found.append(Scalar(kind=ScalarKind.NULL))
                    pending.append(nullable.item)
                case UnionType() as union:
                    pending.extend(reversed(union.members))
                case ModelRef() as reference:
                    self._open_reference(reference, pending, found, seen)
                case LiteralType() as literal if self.is_open:
                    found.extend(_scalars(literal))
                case other:
                    found.append(other)
        return tuple(found)

    def _open_reference(
        self,
        reference: ModelRef,
        pending: list[TypeRef],
        found: list[TypeRef],
        seen: set[ModelId],
    ) -> None:
        model = self.models.get(reference.id)
        if reference.id in seen:
            return
        match model:
            case AliasModel():
                seen.add(reference.id)
                pending.append(model.target)
            case UnionModel():
                seen.add(reference.id)
                if model.is_nullable:
                    found.append(Scalar(kind=ScalarKind.NULL))
                pending.extend(reversed(model.members))
            case _:
                found.append(ModelRef(id=self.names.get(reference.id, reference.id)))


def _scalars(literal: LiteralType) -> list[TypeRef]:
    kinds = dict.fromkeys(_SCALAR_OF[type(value)] for value in literal.values)
    return [Scalar(kind=kind) for kind in kinds]


@dataclass(frozen=True, slots=True)
class Variance:
    """Judges changed types of two sides for those who call and for those who read."""

    pairs: ModelPairs
    _known: dict[tuple[TypeRef, TypeRef, bool, bool], bool] = field(
        default_factory=dict[tuple[TypeRef, TypeRef, bool, bool], bool], repr=False
    )
    """Answers so far; what is still being answered is taken for right (recursive aliases)."""

    def _views(self, *, is_open: bool) -> tuple[_View, _View]:
        old = _View(
            models=self.pairs.old,
            names=self.pairs.new_by_old,
            is_old=True,
            is_open=is_open,
        )
        new = _View(models=self.pairs.new, names={}, is_old=False, is_open=is_open)
        return old, new

    def sent(self, old: TypeRef, new: TypeRef) -> Bump:
        """Judge a type for code that passes values: it may accept more, not less."""
        before, after = self._views(is_open=False)
        if not self._fits((old, before), (new, after)):
            return Bump.MAJOR
        return Bump.NONE if self._fits((new, after), (old, before)) else Bump.MINOR

    def received(self, old: TypeRef, new: TypeRef, *, is_open: bool = True) -> Bump:
        """Judge a type for code that reads values: it may promise more, not less.

        Args:
            is_open: Enums admit values that they do not list, as those of responses do.
        """
        before, after = self._views(is_open=is_open)
        if isinstance(old, AnyType) != isinstance(new, AnyType):
            return self._any_received(new)
        if not self._fits((new, after), (old, before)):
            return Bump.MAJOR
        return Bump.NONE if self._fits((old, before), (new, after)) else Bump.MINOR

    def _any_received(self, new: TypeRef) -> Bump:
        """Judge a result that became typed or untyped: plain values stay what they were."""
        if isinstance(new, AnyType) or self._holds_objects(new):
            return Bump.MAJOR
        return Bump.MINOR

    def _holds_objects(self, type_: TypeRef) -> bool:
        _, after = self._views(is_open=True)
        for member in after.members(type_):
            match member:
                case ListType():
                    if self._holds_objects(member.item):
                        return True
                case MapType():
                    if self._holds_objects(member.value):
                        return True
                case ModelRef():
                    return True
                case Scalar(kind=ScalarKind.DATETIME | ScalarKind.DATE):
                    return True
                case _:
                    continue
        return False

    def _fits(
        self, source: tuple[TypeRef, _View], target: tuple[TypeRef, _View]
    ) -> bool:
        type_, view = source
        goal, goal_view = target
        key = (type_, goal, view.is_old, view.is_open)
        if key not in self._known:
            self._known[key] = True
            goals = goal_view.members(goal)
            self._known[key] = all(
                any(self._member_fits((each, view), (one, goal_view)) for one in goals)
                for each in view.members(type_)
            )
        return self._known[key]

    def _member_fits(
        self, source: tuple[TypeRef, _View], target: tuple[TypeRef, _View]
    ) -> bool:
        type_, view = source
        goal, goal_view = target
        if isinstance(goal, AnyType):
            return True
        match type_:
            case Scalar():
                return _scalar_fits(type_, goal)
            case LiteralType():
                return _literal_fits(type_, goal)
            case ListType():
                return isinstance(goal, ListType) and self._fits(
                    (type_.item, view), (goal.item, goal_view)
                )
            case MapType():
                return isinstance(goal, MapType) and self._fits(
                    (type_.value, view), (goal.value, goal_view)
                )
            case ModelRef():
                return isinstance(goal, ModelRef) and goal.id == type_.id
            case FileType():
                return isinstance(goal, FileType)
            case AnyType():
                return False
            case Nullable() | UnionType():  # taken apart by `members`
                return False
            case _:
                assert_never(type_)


def _scalar_fits(scalar: Scalar, goal: TypeRef) -> bool:
    if not isinstance(goal, Scalar):
        return False
    promoted = (scalar.kind, goal.kind) == (ScalarKind.INTEGER, ScalarKind.NUMBER)
    return promoted or scalar.kind is goal.kind


def _literal_fits(literal: LiteralType, goal: TypeRef) -> bool:
    match goal:
        case LiteralType():
            known = {(type(each), each) for each in goal.values}
            return all((type(each), each) in known for each in literal.values)
        case Scalar():
            return all(
                _scalar_fits(Scalar(kind=_SCALAR_OF[type(each)]), goal)
                for each in literal.values
            )
        case _:
            return False
