"""Equality of two types of different sides, as far as a receiver of JSON can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import (
    AnyType,
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
from specweld.diff.pair import ModelPairs

if TYPE_CHECKING:
    from collections.abc import Mapping

Models: TypeAlias = "Mapping[ModelId, Model]"
NULL = Scalar(kind=ScalarKind.NULL)


def alternatives(type_: TypeRef, models: Models) -> tuple[TypeRef, ...]:
    """Take a type apart into what it may be: no alias, no union, null on its own and last.

    A `ModelRef` among them always means an object with known properties.
    """
    found: list[TypeRef] = []
    seen: set[ModelId] = set()
    pending = [type_]
    has_null = False
    while pending:
        match pending.pop():
            case Nullable() as nullable:
                has_null = True
                pending.append(nullable.item)
            case UnionType() as union:
                pending.extend(reversed(union.members))
            case ModelRef() as reference:
                if reference.id in seen:
                    continue
                seen.add(reference.id)
                match models.get(reference.id):
                    case AliasModel() as alias:
                        pending.append(alias.target)
                    case UnionModel() as union_model:
                        has_null = has_null or union_model.is_nullable
                        pending.extend(reversed(union_model.members))
                    case _:
                        found.append(reference)
            case Scalar(kind=ScalarKind.NULL):
                has_null = True
            case other:
                found.append(other)
    return (*found, NULL) if has_null else tuple(found)


def _with_themselves(models: Models) -> ModelPairs:
    """Pair every model of one side with itself."""
    pairs = ModelPairs(old=models, new=models)
    for each in models:
        pairs.add(each, each)
    return pairs


class Equality:
    """Compares types deeply, following references that are not paired; remembers what is equal."""

    def __init__(self, pairs: ModelPairs) -> None:
        self._pairs = pairs
        self._equal: set[tuple[ModelId, ModelId]] = set()
        self._different: set[tuple[ModelId, ModelId]] = set()
        self._within_new: Equality | None = None
        self._is_within_one_side = False

    def models(self, old: ModelId, new: ModelId) -> bool:
        """Tell whether one object took another's place and nothing else happened.

        They have the same properties, all the way down; or the new one has those that the old
        one's own successor has, whose changes are told there.
        """
        if self._have_equal_content(old, new):
            return True
        successor = self._pairs.new_by_old.get(old)
        if successor is None or self._is_within_one_side:
            return False
        if self._within_new is None:
            self._within_new = Equality(_with_themselves(self._pairs.new))
            self._within_new._is_within_one_side = True
        return self._within_new.models(successor, new)

    def _have_equal_content(self, old: ModelId, new: ModelId) -> bool:
        if self._pairs.are_paired(old, new) or (old, new) in self._equal:
            return True
        if (old, new) in self._different:
            return False
        assumed: set[tuple[ModelId, ModelId]] = set()
        pending = [(old, new)]
        while pending:
            pair = pending.pop()
            if pair in assumed or pair in self._equal or self._pairs.are_paired(*pair):
                continue
            assumed.add(pair)
            if not self._objects(pair, pending):
                self._different.add((old, new))
                return False
        self._equal |= assumed
        return True

    def _objects(
        self,
        pair: tuple[ModelId, ModelId],
        pending: list[tuple[ModelId, ModelId]],
    ) -> bool:
        old, new = self._pairs.old.get(pair[0]), self._pairs.new.get(pair[1])
        match old, new:
            case ObjectModel(), ObjectModel():
                before = {each.wire_name: each for each in old.fields}
                after = {each.wire_name: each for each in new.fields}
                return before.keys() == after.keys() and all(
                    each.is_required == after[name].is_required
                    and self.shallow(each.type, after[name].type, pending)
                    for name, each in before.items()
                )
            case _:
                return False

    def shallow(
        self, old: TypeRef, new: TypeRef, pending: list[tuple[ModelId, ModelId]]
    ) -> bool:
        """Compare two types up to their objects, whose pairs are left in `pending`."""
        before = alternatives(old, self._pairs.old)
        after = alternatives(new, self._pairs.new)
        return len(before) == len(after) and all(
            self._alternative(*each, pending)
            for each in zip(before, after, strict=True)
        )

    def _alternative(
        self, old: TypeRef, new: TypeRef, pending: list[tuple[ModelId, ModelId]]
    ) -> bool:
        match old, new:
            case ModelRef(), ModelRef():
                pending.append((old.id, new.id))
                return True
            case ListType(), ListType():
                return self.shallow(old.item, new.item, pending)
            case MapType(), MapType():
                return self.shallow(old.value, new.value, pending)
            case LiteralType(), LiteralType():
                return set(map(repr, old.values)) == set(map(repr, new.values))
            case AnyType(), AnyType():
                return True
            case _:
                return old == new
