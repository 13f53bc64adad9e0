"""Decide which unions stand inline and which become models of their own.

While schemas are lowered every union is a model, for nobody knows yet what its members will
be. When all are known, `settle_unions` simplifies them and finds the ones that msgspec
decodes by itself: these are written where they are used.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from specweld.api.graph import knots
from specweld.api.models import AliasModel, ObjectModel, UnionModel
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
    nullable,
)
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from specweld.api.lowering import Lowering
    from specweld.api.models import Model

Models: TypeAlias = "Mapping[ModelId, Model]"

_TEXT_KINDS = {ScalarKind.DATETIME, ScalarKind.DATE, ScalarKind.BYTES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of the unions."""

    models: dict[ModelId, Model]
    """All that stay; a named union that msgspec decodes by itself is an alias."""
    inlined: dict[ModelId, TypeRef]
    """The type for each union that is no model any more."""


def settle_unions(models: Models) -> Settlement:
    """Simplify all unions and find those that need no model."""
    classless = {
        model_id: model
        for model_id, model in models.items()
        if not isinstance(model, ObjectModel)
    }
    recursive = {
        each
        for knot in knots(classless)
        for each in knot
        if isinstance(models[each], UnionModel)
    }
    flattener = _Flattener(models=models)
    settled = Settlement(models={}, inlined={})
    for model_id, model in models.items():
        if isinstance(model, UnionModel):
            _settle(model, flattener, recursive, settled)
        else:
            settled.models[model_id] = model
    return settled


def break_alias_circles(lowering: Lowering) -> None:
    """Give up on aliases that contain only themselves: no decoder can unroll them.

    A union on the way is no trouble: it is resolved at first use.
    """
    aliases: Mapping[ModelId, Model] = {
        model_id: model
        for model_id, model in lowering.models.items()
        if isinstance(model, AliasModel)
    }
    broken = set(_first_of_each_knot(aliases))
    for model_id, model in aliases.items():
        if model_id not in broken:
            continue
        lowering.problems.report(
            "unsupported-recursive-alias",
            Severity.UNSUPPORTED,
            f"`{model_id}` contains itself without an object in between",
            model.origin.place,
        )
        assert isinstance(model, AliasModel)  # noqa: S101  # narrows for the checker
        lowering.models[model_id] = replace(
            model, target=AnyType(reason="a list or map of itself")
        )


def _first_of_each_knot(models: Mapping[ModelId, Model]) -> Iterator[ModelId]:
    """Choose as few models as leave no circle between the others."""
    places = {each: index for index, each in enumerate(models)}
    waiting = [models]
    while waiting:
        for knot in knots(waiting.pop()):
            first, *others = sorted(knot, key=lambda each: places[each])
            yield first
            waiting.append({each: models[each] for each in others})


def _settle(
    model: UnionModel,
    flattener: _Flattener,
    recursive: set[ModelId],
    settled: Settlement,
) -> None:
    flat = flattener.flatten(model.id)
    has_null = flat.has_null or model.is_nullable
    plain = _plain_type(flat.members, flattener.models, recursive)
    if plain is None or model.id in recursive:
        settled.models[model.id] = replace(
            model,
            members=flat.members,
            is_nullable=has_null,
            mapping=tuple(
                (tag, member)
                for tag, member in model.mapping
                if member in flattener.models
            ),
        )
        return
    if is_component(model.id) or isinstance(plain, LiteralType):
        settled.models[model.id] = AliasModel(
            id=model.id,
            name="",
            description=model.description,
            target=nullable(plain) if has_null else plain,
            usage=model.usage,
            origin=model.origin,
        )
        return
    settled.inlined[model.id] = nullable(plain) if has_null else plain


def is_component(id: ModelId) -> bool:
    """Tell whether a model is a named schema of the document."""
    return id.startswith("#/components/schemas/") and id.count("/") == 3


def _plain_type(
    members: tuple[TypeRef, ...], models: Models, recursive: set[ModelId]
) -> TypeRef | None:
    """Write a union without a model of its own, if it can be."""
    if not members:
        return Scalar(kind=ScalarKind.NULL)
    untyped = [each for each in members if isinstance(each, AnyType)]
    if untyped:
        return max(untyped, key=lambda each: each.reason)
    if len(members) == 1:
        return members[0]
    if is_native(members, models, recursive):
        return UnionType(members=members)
    return None


def is_native(
    members: Iterable[TypeRef],
    models: Models,
    recursive: Iterable[ModelId] = (),
) -> bool:
    """Tell whether msgspec decodes a union of these by itself.

    It wants at most one object, one array and one kind of text in a union; numbers,
    booleans and null are free, and literals go with the plain type of their values.
    A recursive union is none of its kinds: it is resolved at first use.
    """
    leaves = _Leaves(models=models, custom=frozenset(recursive))
    for each in members:
        leaves.add(each)
    return (
        leaves.objects <= 1
        and leaves.arrays <= 1
        and len(leaves.texts) <= 1
        and not leaves.has_custom
    )


@dataclass(slots=True, kw_only=True)
class _Leaves:
    """Counts what a union holds, looking through aliases and other unions."""

    models: Models
    custom: frozenset[ModelId]
    objects: int = 0
    arrays: int = 0
    texts: set[ScalarKind] = field(default_factory=set[ScalarKind])
    has_custom: bool = False
    _seen: set[ModelId] = field(default_factory=set["ModelId"])

    def add(self, type: TypeRef) -> None:
        match type:
            case Scalar(kind=kind):
                if kind is ScalarKind.STRING or kind in _TEXT_KINDS:
                    self.texts.add(kind)
            case LiteralType(values=values):
                if any(isinstance(each, str) for each in values):
                    self.texts.add(ScalarKind.STRING)
            case ListType():
                self.arrays += 1
            case MapType():
                self.objects += 1
            case ModelRef(id=id):
                self._add_model(id)
            case Nullable(item=item):
                self.add(item)
            case UnionType(members=members):
                for each in members:
                    self.add(each)
            case FileType() | AnyType():
                self.has_custom = True
            case _:
                assert_never(type)

    def _add_model(self, id: ModelId) -> None:
        if id in self.custom:
            self.has_custom = True
            return
        model = self.models.get(id)
        if isinstance(model, ObjectModel):
            self.objects += 1
            return
        if model is None or id in self._seen:
            return
        self._seen.add(id)
        members = model.members if isinstance(model, UnionModel) else (model.target,)
        for each in members:
            self.add(each)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flat:
    members: tuple[TypeRef, ...]
    has_null: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Flattener:
    """Dissolves unions inside unions, nulls and doubles; each union once."""

    models: Models
    _flat: dict[ModelId, _Flat] = field(default_factory=dict["ModelId", _Flat])
    _active: set[ModelId] = field(default_factory=set["ModelId"])

    def flatten(self, id: ModelId) -> _Flat:
        if id in self._flat:
            return self._flat[id]
        model = self.models[id]
        assert isinstance(model, UnionModel)  # noqa: S101  # narrows for the checker
        self._active.add(id)
        members: list[TypeRef] = []
        has_null = False
        for each in model.members:
            has_null |= self._take(each, members)
        self._active.discard(id)
        flat = _Flat(members=simplify(members), has_null=has_null)
        self._flat[id] = flat
        return flat

    def _take(self, member: TypeRef, members: list[TypeRef]) -> bool:
        """Add a member; return whether it allows null."""
        match member:
            case Scalar(kind=ScalarKind.NULL):
                return True
            case Nullable(item=item):
                self._take(item, members)
                return True
            case ModelRef(id=id) if self._dissolves(id):
                inner = self.flatten(id)
                members.extend(inner.members)
                return inner.has_null
            case _:
                members.append(member)
                return False

    def _dissolves(self, id: ModelId) -> bool:
        model = self.models.get(id)
        return (
            isinstance(model, UnionModel)
            and not is_component(id)
            and not model.discriminator
            and id not in self._active
        )


def simplify(members: list[TypeRef]) -> tuple[TypeRef, ...]:
    """Merge members that mean the same to Python; order of first appearance.

    Formats of one scalar kind are forgotten when they differ, literals are joined, and a
    date beside other texts is a text: which of the two came cannot be told.
    """
    texts = {each.kind for each in members if isinstance(each, Scalar)}
    has_text = any(_is_text_literal(each) for each in members)
    dates_collapse = has_text or len(texts & (_TEXT_KINDS | {ScalarKind.STRING})) > 1
    values = tuple(
        {
            (value.__class__, value): value
            for each in members
            if isinstance(each, LiteralType)
            for value in each.values
        }.values()
    )
    merged: dict[object, TypeRef] = {}
    for each in members:
        match each:
            case Scalar(kind=kind, format=format_name):
                if kind in _TEXT_KINDS and dates_collapse:
                    kind, format_name = ScalarKind.STRING, ""
                before = merged.get(kind)
                if before is not None and before != each:
                    format_name = ""
                merged[kind] = Scalar(kind=kind, format=format_name)
            case LiteralType():
                merged[LiteralType] = LiteralType(values=values)
            case _:
                merged[each] = each
    if ScalarKind.BOOLEAN in merged and all(isinstance(each, bool) for each in values):
        merged.pop(LiteralType, None)
    return tuple(merged.values())


def _is_text_literal(type: TypeRef) -> bool:
    return isinstance(type, LiteralType) and any(
        isinstance(each, str) for each in type.values
    )
