"""What is different between two types that stand in the same place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, Model
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
from specweld.diff.annotation import Annotations
from specweld.diff.assign import Variance
from specweld.diff.change import Bump
from specweld.diff.equal import NULL, Equality, alternatives
from specweld.diff.flow import Flow, flow_of
from specweld.diff.pair import is_component
from specweld.diff.reach import flattened_models
from specweld.diff.titles import Titles
from specweld.json_types import Json

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.diff.pair import ModelPairs

_TEXTUAL = frozenset({ScalarKind.STRING, ScalarKind.DATETIME, ScalarKind.DATE})
_MAX_DEPTH = 64
_TEXT = Scalar(kind=ScalarKind.STRING)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeEdit:
    """One difference between two types: `became-nullable`, `enum-value-added`."""

    topic: str
    """The rule's id without its direction."""
    path: str
    """Where inside the type: `[]` the items of a list, `{}` the values of a map; may be empty."""
    old: Json
    new: Json
    sent: Bump
    received: Bump
    has_direction: bool = True
    """False when the rule is one and the same both ways."""
    copies: str = ""
    """Equal for equal edits of enums with equal values: a list that the docs repeat."""


class Types:
    """Compares types of two sides whose models are paired."""

    def __init__(self, old: Api, new: Api, pairs: ModelPairs) -> None:
        self.pairs = pairs
        self.variance = Variance(pairs)
        self.old_text = Annotations(old.models)
        self.new_text = Annotations(new.models)
        self.equality = Equality(pairs)
        self.titles = Titles(old, new)
        self._flattened = (flattened_models(old), flattened_models(new))

    def flow(self, old: Model, new: Model) -> Flow:
        """Return the ways that a model travels, on either side.

        A body whose properties became arguments is sent, though nothing refers to its model.
        """
        flow = flow_of(old.usage, new.usage)
        is_flattened = old.id in self._flattened[0] or new.id in self._flattened[1]
        return replace(flow, is_sent=True) if is_flattened else flow

    def edits(self, old: TypeRef, new: TypeRef, path: str = "") -> Iterator[TypeEdit]:
        """Find what is different, outermost first; paired models count as equal here."""
        if path.count("[") + path.count("{") > _MAX_DEPTH:
            return
        left, right, kept = self._cancel(_parts(old), _parts(new))
        before = alternatives(_union(left), self.pairs.old) if left else ()
        after = alternatives(_union(right), self.pairs.new) if right else ()
        if (NULL in before) != (NULL in after):
            topic = "became-nullable" if NULL in after else "became-not-nullable"
            yield self._edit(topic, path, old, new)
        yield from self._members(
            [each for each in before if each != NULL],
            [each for each in after if each != NULL],
            path,
            kept=kept,
        )

    def _cancel(
        self, old: list[TypeRef], new: list[TypeRef]
    ) -> tuple[list[TypeRef], list[TypeRef], int]:
        """Take out the models that both sides refer to: those are compared by themselves.

        Aliases written in place are looked into here: what changed in them is better said
        where they stand.
        """
        left, right = list(old), list(new)
        for before in old:
            for after in tuple(right):
                if self._is_same(before, after):
                    left.remove(before)
                    right.remove(after)
                    break
        return left, right, len(old) - len(left)

    def _is_same(self, old: TypeRef, new: TypeRef) -> bool:
        match old, new:
            case ModelRef(), ModelRef():
                if not self.pairs.are_paired(old.id, new.id):
                    return False
                return not is_transparent(old.id, self.pairs.old)
            case _:
                return False

    def _members(
        self, old: list[TypeRef], new: list[TypeRef], path: str, *, kept: int
    ) -> Iterator[TypeEdit]:
        if len(old) == 1 and len(new) == 1 and not kept:
            yield from self._single(old[0], new[0], path)
            return
        left, right, similar = self._match(old, new)
        is_open = _TEXT in old and _TEXT in new
        for before, after in similar:
            match before, after:
                case LiteralType(), LiteralType() if is_open and _holds(_TEXT, before):
                    yield from self._suggestions(before, after, path)
                case _:
                    yield from self._single(before, after, path)
        kept += len(old) - len(left)
        if not kept and left and right:
            yield self._edit("type-changed", path, _union(old), _union(new))
            return
        for each in right:
            yield self._member("union-member-added", path, old=None, new=each)
        for each in left:
            yield self._member("union-member-removed", path, old=each, new=None)

    def _match(
        self, old: list[TypeRef], new: list[TypeRef]
    ) -> tuple[list[TypeRef], list[TypeRef], list[tuple[TypeRef, TypeRef]]]:
        left, right = list(old), list(new)
        similar: list[tuple[TypeRef, TypeRef]] = []
        for is_match in (self._is_equal_member, self._is_similar_member):
            for before in tuple(left):
                found = next((each for each in right if is_match(before, each)), None)
                if found is not None:
                    left.remove(before)
                    right.remove(found)
                    similar.append((before, found))
        return left, right, similar

    def _is_equal_member(self, old: TypeRef, new: TypeRef) -> bool:
        match old, new:
            case ModelRef(), ModelRef():
                return self.equality.models(old.id, new.id)
            case AnyType(), AnyType():
                return True
            case _:
                return old == new

    def _is_similar_member(self, old: TypeRef, new: TypeRef) -> bool:
        match old, new:
            case (ListType(), ListType()) | (MapType(), MapType()):
                return True
            case LiteralType(), LiteralType():
                return True
            case Scalar(), Scalar():
                return old.kind is new.kind
            case _:
                return False

    def _single(self, old: TypeRef, new: TypeRef, path: str) -> Iterator[TypeEdit]:
        match old, new:
            case ModelRef(), ModelRef():
                yield from self._references(old, new, path)
            case ListType(), ListType():
                yield from self.edits(old.item, new.item, path + "[]")
            case MapType(), MapType():
                yield from self.edits(old.value, new.value, path + "{}")
            case LiteralType(), LiteralType():
                yield from self._literals(old, new, path)
            case LiteralType(), Scalar() if _holds(new, old):
                yield self._edit("stopped-being-enum", path, old, new)
            case Scalar(), LiteralType() if _holds(old, new):
                yield self._edit("became-enum", path, old, new)
            case Scalar(), Scalar():
                yield from self._scalars(old, new, path)
            case AnyType(), AnyType():
                return
            case MapType(value=AnyType()), ModelRef():
                yield self._edit("type-narrowed", path, old, new)
            case ModelRef(), MapType(value=AnyType()):
                yield self._edit("type-widened", path, old, new)
            case AnyType(), _:
                yield self._edit("type-narrowed", path, old, new)
            case _, AnyType():
                yield self._edit("type-widened", path, old, new)
            case _:
                if old != new:
                    yield self._edit("type-changed", path, old, new)

    def _references(
        self, old: ModelRef, new: ModelRef, path: str
    ) -> Iterator[TypeEdit]:
        if self.pairs.are_paired(old.id, new.id):
            return
        if not self.equality.models(old.id, new.id):
            yield self._edit("type-changed", path, old, new)
            return
        names = (self.old_text.of(old), self.new_text.of(new))
        if names[0] != names[1]:
            both_named = is_component(old.id) and is_component(new.id)
            yield self._edit(
                "model-swapped" if both_named else "model-extracted",
                path,
                old,
                new,
                has_direction=False,
            )

    def _suggestions(
        self, old: LiteralType, new: LiteralType, path: str
    ) -> Iterator[TypeEdit]:
        """Compare values that stand beside any other text: they only say what is usual."""
        for edit in self._literals(old, new, path):
            yield replace(
                edit,
                topic=f"suggested-value-{edit.topic.rpartition('-')[2]}",
                sent=Bump.PATCH,
                received=Bump.PATCH,
                has_direction=False,
            )

    def _literals(
        self, old: LiteralType, new: LiteralType, path: str
    ) -> Iterator[TypeEdit]:
        before = {repr(value): value for value in old.values}
        after = {repr(value): value for value in new.values}
        removed = [value for key, value in before.items() if key not in after]
        added = [value for key, value in after.items() if key not in before]
        copies = f"{sorted(before)} -> {sorted(after)}"
        if removed:
            kept = LiteralType(
                values=tuple(before[key] for key in before if key in after)
            )
            yield TypeEdit(
                topic="enum-value-removed",
                path=path,
                old=list[Json](removed),
                new=None,
                sent=Bump.MAJOR,
                received=Bump.MINOR if kept.values else Bump.MAJOR,
                copies=copies,
            )
        if added:
            yield TypeEdit(
                topic="enum-value-added",
                path=path,
                old=None,
                new=list[Json](added),
                sent=Bump.MINOR,
                received=Bump.MINOR,
                copies=copies,
            )

    def _scalars(self, old: Scalar, new: Scalar, path: str) -> Iterator[TypeEdit]:
        if old.kind is new.kind:
            if old.format != new.format:
                yield TypeEdit(
                    topic="format-changed",
                    path=path,
                    old=old.format or None,
                    new=new.format or None,
                    sent=Bump.NONE,
                    received=Bump.NONE,
                )
            return
        match old.kind, new.kind:
            case ScalarKind.INTEGER, ScalarKind.NUMBER:
                topic = "type-widened"
            case ScalarKind.NUMBER, ScalarKind.INTEGER:
                topic = "type-narrowed"
            case before, after if {before, after} <= _TEXTUAL:
                is_text = after is ScalarKind.STRING
                topic = "type-widened" if is_text else "type-narrowed"
                if before is not ScalarKind.STRING and not is_text:
                    topic = "type-changed"
            case _:
                topic = "type-changed"
        yield self._edit(topic, path, old, new)

    def _edit(
        self,
        topic: str,
        path: str,
        old: TypeRef,
        new: TypeRef,
        *,
        has_direction: bool = True,
    ) -> TypeEdit:
        return TypeEdit(
            topic=topic,
            path=path,
            old=self.old_text.of(old),
            new=self.new_text.of(new),
            sent=self.variance.sent(old, new),
            received=self.variance.received(old, new),
            has_direction=has_direction,
        )

    def _member(
        self, topic: str, path: str, *, old: TypeRef | None, new: TypeRef | None
    ) -> TypeEdit:
        is_added = new is not None
        return TypeEdit(
            topic=topic,
            path=path,
            old=None if old is None else self.old_text.of(old),
            new=None if new is None else self.new_text.of(new),
            sent=Bump.MINOR if is_added else Bump.MAJOR,
            received=Bump.MAJOR if is_added else Bump.MINOR,
        )


def is_transparent(model_id: ModelId, models: Mapping[ModelId, Model]) -> bool:
    """Tell an alias that is written in place: its name is ours, so changes are said there."""
    return not is_component(model_id) and isinstance(models.get(model_id), AliasModel)


def _parts(type_: TypeRef) -> list[TypeRef]:
    """Take unions and null apart, but no reference."""
    match type_:
        case Nullable():
            return [*_parts(type_.item), NULL]
        case UnionType():
            return [part for each in type_.members for part in _parts(each)]
        case _:
            return [type_]


def _union(members: list[TypeRef]) -> TypeRef:
    return members[0] if len(members) == 1 else UnionType(members=tuple(members))


def _holds(scalar: Scalar, literal: LiteralType) -> bool:
    kinds = {
        ScalarKind.STRING: str,
        ScalarKind.INTEGER: int,
        ScalarKind.BOOLEAN: bool,
    }
    wanted = kinds.get(scalar.kind)
    return all(type(value) is wanted for value in literal.values)
