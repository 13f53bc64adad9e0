"""Decide which unions stand inline and which become models of their own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.drafts import AliasDraft, Draft, Lowered, UnionDraft
from specweld.api.recursion import is_object, is_union
from specweld.api.types import (
    NULL,
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
    alternatives,
    nullable,
)
from specweld.contract.nodes import SchemaId, is_component

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.input import Input
    from specweld.contract.nodes import Schema

TEXT_FORMATS = {"date-time": ScalarKind.DATETIME, "date": ScalarKind.DATE}
"""Formats of texts that have a type of their own."""

_TEXT_KINDS = {ScalarKind.DATETIME, ScalarKind.DATE, ScalarKind.BYTES}


def settled_union(
    source: Input, whole: UnionDraft, drafts: tuple[Draft, ...]
) -> Lowered:
    """Simplify a union, and write it inline where msgspec decodes it by itself.

    Args:
        whole: the union as the document lists it.
        drafts: the models that came with its members.
    """
    listed, kept = _dissolved(whole, drafts)
    flat = [each for each in listed if each != NULL]
    has_null = whole.is_nullable or len(flat) < len(listed)
    members = simplify(flat)
    plain = (
        None if SchemaId(whole.id) in source.circular else _plain_type(source, members)
    )
    if plain is None:
        classes = {each.id for each in kept}
        draft = replace(
            whole,
            members=members,
            is_nullable=has_null,
            mapping=tuple(
                (tag, member)
                for tag, member in whole.mapping
                if member in classes or is_component(SchemaId(member))
            ),
        )
        return Lowered(type=ModelRef(id=whole.id), drafts=(draft, *kept))
    if isinstance(plain, AnyType):
        return Lowered(type=plain)
    if isinstance(plain, LiteralType) and not is_component(SchemaId(whole.id)):
        named = AliasDraft(
            id=whole.id,
            description=whole.description,
            target=plain,
            origin=whole.origin,
        )
        kept = (named, *kept)
        plain = ModelRef(id=whole.id)
    return Lowered(type=nullable(plain) if has_null else plain, drafts=kept)


def _dissolved(
    whole: UnionDraft, drafts: tuple[Draft, ...]
) -> tuple[list[TypeRef], tuple[Draft, ...]]:
    """Put the members of unions without a name or tag in the place of these."""
    inner = {
        each.id: each
        for each in drafts
        if isinstance(each, UnionDraft)
        and not each.discriminator
        and not is_component(SchemaId(each.id))
    }
    found: list[TypeRef] = []
    gone: set[ModelId] = set()
    for member in whole.members:
        for each in alternatives(member):
            union = inner.get(each.id) if isinstance(each, ModelRef) else None
            if union is None:
                found.append(each)
            else:
                gone.add(union.id)
                found += [*union.members, *([NULL] if union.is_nullable else [])]
    return found, tuple(each for each in drafts if each.id not in gone)


def _plain_type(source: Input, members: tuple[TypeRef, ...]) -> TypeRef | None:
    """Write a union without a model of its own, if it can be."""
    if not members:
        return NULL
    untyped = [each for each in members if isinstance(each, AnyType)]
    if untyped:
        return max(untyped, key=lambda each: each.reason)
    if len(members) == 1:
        return members[0]
    return UnionType(members=members) if is_native(source, members) else None


def is_native(source: Input, members: Iterable[TypeRef]) -> bool:
    """Return whether msgspec decodes a union of these by itself.

    It wants at most one object, one array and one kind of text in a union; numbers,
    booleans and null are free, and literals go with the plain type of their values.
    A recursive union is none of its kinds: it is resolved at first use.
    """
    kinds = _Kinds(source=source)
    for each in members:
        kinds.add(each)
    return (
        kinds.objects <= 1
        and kinds.arrays <= 1
        and len(kinds.texts) <= 1
        and not kinds.has_custom
    )


@dataclass(slots=True, kw_only=True)
class _Kinds:
    """Counts what a union holds, looking through references and other unions."""

    source: Input
    objects: int = 0
    arrays: int = 0
    texts: set[ScalarKind] = field(default_factory=set[ScalarKind])
    has_custom: bool = False
    _seen: set[SchemaId] = field(default_factory=set["SchemaId"])

    def add(self, type: TypeRef) -> None:
        match type:
            case Scalar(kind=kind):
                if kind is ScalarKind.STRING or kind in _TEXT_KINDS:
                    self.texts.add(kind)
            case LiteralType(values=values):
                if any(isinstance(each, str) for each in values):
                    self.texts.add(ScalarKind.STRING)
            case ListType() | TupleType():
                self.arrays += 1
            case MapType():
                self.objects += 1
            case ModelRef(id=id):
                self._add_schema(SchemaId(id))
            case Nullable() | UnionType():
                for each in alternatives(type):
                    self.add(each)
            case FileType() | AnyType():
                self.has_custom = True
            case _:
                assert_never(type)

    def _add_schema(self, id: SchemaId) -> None:
        schema = self.source.contract.schemas.get(id)
        if (
            schema is None
        ):  # one class of a schema of several types, or several of a base
            self.objects += 1
            self.has_custom |= id.endswith("/discriminator")
        elif schema.target is not None:
            self._follow(schema.target)
        elif id in self.source.endless or (
            is_union(schema) and id in self.source.circular
        ):
            self.has_custom = True
        elif schema.alternatives:
            for each in schema.alternatives:
                self._follow(each.schema)
        else:
            self._add_types(schema)

    def _follow(self, id: SchemaId) -> None:
        schema = self.source.schema(id)
        if id in self._seen and not is_object(schema):
            return
        self._seen.add(id)
        self._add_schema(id)

    def _add_types(self, schema: Schema) -> None:
        if schema.values is not None:
            if any(isinstance(each, str) for each in schema.values):
                self.texts.add(ScalarKind.STRING)
            return
        self.objects += "object" in schema.types
        self.arrays += "array" in schema.types
        if "string" in schema.types:
            format_name = schema.facts.get("format")
            self.texts.add(TEXT_FORMATS.get(str(format_name), ScalarKind.STRING))
        self.has_custom |= schema.is_any or bool(schema.fault)


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
