"""What a changed type means for Python code: assignability, and the bump that follows.

Arguments are contravariant, results covariant: an argument may accept more, a result may
promise more, and code that type-checked before still does.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    TupleType,
    TypeRef,
    UnionType,
    children,
)
from specweld.contract.nodes import SchemaId
from specweld.contract.nodes import is_component as names_component
from specweld.diff.change import Bump

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model

_SCALAR_OF: Mapping[type, ScalarKind] = {
    str: ScalarKind.STRING,
    bool: ScalarKind.BOOLEAN,
    int: ScalarKind.INTEGER,
}


def is_component(id: ModelId) -> bool:
    """Return whether a model has a name of its own in the document."""
    return names_component(SchemaId(id))


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """One side: its models, and what they are called in the terms of the other one."""

    models: Mapping[ModelId, Model] = field(repr=False)
    twins: Mapping[ModelId, ModelId] = field(repr=False)
    """Ids of this side in terms of the other one; empty for the side that they are told in."""
    is_old: bool
    is_open: bool
    """Literals admit any other string or number: enums of responses."""

    def members(self, type_: TypeRef) -> tuple[TypeRef, ...]:
        """Flatten unions, null and what is written in place into alternatives that are neither."""
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
                    model = self.models.get(reference.id)
                    if not isinstance(model, AliasModel) or is_component(reference.id):
                        found.append(reference)
                    elif reference.id not in seen:
                        seen.add(reference.id)
                        pending.append(model.target)
                case LiteralType() as literal if self.is_open:
                    found.extend(_scalars(literal))
                case other:
                    found.append(other)
        return tuple(found)

    def inside(self, reference: ModelRef) -> TypeRef | None:
        """Return what an alias or a union stands for; None for a class."""
        match self.models.get(reference.id):
            case AliasModel() as alias:
                return alias.target
            case UnionModel() as union:
                return union.type
            case _:
                return None

    def twin(self, reference: ModelRef) -> ModelId:
        """Return the id of a model in the terms of the other side."""
        return self.twins.get(reference.id, reference.id)


def without_null(type_: TypeRef) -> TypeRef:
    """Return a type without the null beside it."""
    return type_.item if isinstance(type_, Nullable) else type_


def allows_null(type_: TypeRef, models: Mapping[ModelId, Model]) -> bool:
    """Return whether null is among the values of a type, behind its name or not."""
    view = _View(models=models, twins={}, is_old=True, is_open=False)
    pending, seen = [type_], set[TypeRef]()
    while pending:
        each = pending.pop()
        if each in seen:
            continue
        seen.add(each)
        for member in view.members(each):
            inner = view.inside(member) if isinstance(member, ModelRef) else None
            if member == Scalar(kind=ScalarKind.NULL):
                return True
            if inner is not None:
                pending.append(inner)
    return False


_ANY_TEXT = "any text"


def _parts(view: _View, type_: TypeRef) -> Iterator[TypeRef]:
    """Yield all that a type is made of, each part once; recursive aliases end."""
    seen: set[TypeRef] = set()
    pending = [type_]
    while pending:
        for member in view.members(pending.pop()):
            if member not in seen:
                seen.add(member)
                pending.extend(children(member))
                yield member


def _named(view: _View, type_: TypeRef) -> frozenset[ModelId]:
    """Collect what a type refers to by name, in the terms of the new side."""
    return frozenset(
        view.twin(each) for each in _parts(view, type_) if isinstance(each, ModelRef)
    )


def _values(view: _View, type_: TypeRef, told: frozenset[ModelId]) -> frozenset[str]:
    """Collect the values that a type lists, but for those of names that are told by themselves."""
    found: set[str] = set()
    pending: list[TypeRef] = [type_]
    seen: set[TypeRef] = set()
    while pending:
        for member in _parts(view, pending.pop()):
            if member in seen:
                continue
            seen.add(member)
            match member:
                case LiteralType():
                    found.update(map(repr, member.values))
                case Scalar(kind=ScalarKind.STRING):
                    found.add(_ANY_TEXT)
                case ModelRef() if view.twin(member) not in told:
                    inner = view.inside(member)
                    pending.extend([] if inner is None else [inner])
                case _:
                    continue
    return frozenset(found)


def _scalars(literal: LiteralType) -> list[TypeRef]:
    kinds = dict.fromkeys(_SCALAR_OF[type(value)] for value in literal.values)
    return [Scalar(kind=kind) for kind in kinds]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variance:
    """Judges changed types of two sides for those who call and for those who read."""

    old: Mapping[ModelId, Model] = field(repr=False)
    new: Mapping[ModelId, Model] = field(repr=False)
    twins: Mapping[ModelId, ModelId] = field(repr=False)
    _known: dict[tuple[TypeRef, TypeRef, bool, bool], bool] = field(
        default_factory=dict[tuple[TypeRef, TypeRef, bool, bool], bool], repr=False
    )
    """Answers so far; what is still being answered is taken for right (recursive aliases)."""

    def _views(self, *, is_open: bool) -> tuple[_View, _View]:
        old = _View(models=self.old, twins=self.twins, is_old=True, is_open=is_open)
        new = _View(models=self.new, twins={}, is_old=False, is_open=is_open)
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
            return Bump.MINOR if self._is_open_union(old, new) else Bump.MAJOR
        if not self._fits((old, before), (new, after)):
            return Bump.MINOR
        return Bump.MINOR if self._lists_others(old, new) else Bump.NONE

    def _lists_others(self, old: TypeRef, new: TypeRef) -> bool:
        """Return whether other values are listed; beside any other text they are suggestions."""
        before, after = self._views(is_open=False)
        shared = _named(before, old) & _named(after, new)
        known, found = _values(before, old, shared), _values(after, new, shared)
        return _ANY_TEXT not in known and _ANY_TEXT not in found and known != found

    def _is_open_union(self, old: TypeRef, new: TypeRef) -> bool:
        """Return whether a union of classes merely gained some.

        Whoever reads one is ready for what none of them fits: it is handed over as a dict.
        """
        before, after = self._views(is_open=True)
        known, found = before.members(old), after.members(new)
        classes = [each for each in known if isinstance(each, ModelRef)]
        if len(classes) < 2:
            return False
        return all(
            isinstance(each, ModelRef)
            or any(self._member_fits((each, after), (one, before)) for one in known)
            for each in found
        )

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
                or self._inside_fits((each, view), target)
                for each in view.members(type_)
            )
        return self._known[key]

    def _inside_fits(
        self, source: tuple[TypeRef, _View], target: tuple[TypeRef, _View]
    ) -> bool:
        """Look into a named alias or union that fits nothing by its name."""
        type_, view = source
        inner = view.inside(type_) if isinstance(type_, ModelRef) else None
        return inner is not None and self._fits((inner, view), target)

    def _member_fits(
        self, source: tuple[TypeRef, _View], target: tuple[TypeRef, _View]
    ) -> bool:
        type_, view = source
        goal, goal_view = target
        if isinstance(goal, AnyType):
            return True
        if isinstance(goal, ModelRef):
            if isinstance(type_, ModelRef) and view.twin(type_) == goal_view.twin(goal):
                return True
            inner = goal_view.inside(goal)
            return inner is not None and self._fits(source, (inner, goal_view))
        match type_:
            case Scalar():
                return _scalar_fits(type_, goal)
            case LiteralType():
                return _literal_fits(type_, goal)
            case ListType():
                return isinstance(goal, ListType) and self._fits(
                    (type_.item, view), (goal.item, goal_view)
                )
            case TupleType():
                return (
                    isinstance(goal, TupleType)
                    and len(goal.items) == len(type_.items)
                    and all(
                        self._fits((item, view), (other, goal_view))
                        for item, other in zip(type_.items, goal.items, strict=True)
                    )
                )
            case MapType():
                return isinstance(goal, MapType) and self._fits(
                    (type_.value, view), (goal.value, goal_view)
                )
            case ModelRef():
                return False
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
