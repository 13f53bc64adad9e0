"""The fields of a body whose properties become arguments, also where it is one of several objects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.recursion import is_object
from specweld.api.types import FileType, TypeRef, alternatives, fold, union
from specweld.api.unions import simplify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.api.input import Input
    from specweld.contract.nodes import Property, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A property, with what each variant of the body says of it."""

    name: str
    """On the wire."""
    members: tuple[Property, ...]
    is_required: bool


def fields_of(schema: Schema) -> tuple[FormField, ...]:
    """List the fields of an object."""
    return joined_fields((schema,))


def joined_fields(variants: Sequence[Schema]) -> tuple[FormField, ...]:
    """List the fields of several objects, each once; needed is what all of them need."""
    names = dict.fromkeys(name for each in variants for name in each.properties)
    return tuple(_field(name, variants) for name in names)


def _field(name: str, variants: Sequence[Schema]) -> FormField:
    found = [each.properties[name] for each in variants if name in each.properties]
    return FormField(
        name=name,
        members=tuple(found),
        is_required=len(found) == len(variants)
        and all(each.is_required for each in found),
    )


def variants_of(source: Input, schema: Schema) -> tuple[Schema, ...]:
    """List the objects that a body may be; none where it may be something else."""
    found: list[Schema] = []
    for each in schema.alternatives:
        member = source.settled(each.schema)
        inner = variants_of(source, member) if member.alternatives else (member,)
        if not inner or not all(is_object(variant) for variant in inner):
            return ()
        found += inner
    return tuple(found)


def any_part(types: Iterable[TypeRef]) -> TypeRef:
    """Make the type of a part from what variants say of it; a file in one is a file in all."""
    found = tuple(types)
    files = [each for each in found if _holds_file(each)]
    return union(simplify([x for each in files or found for x in alternatives(each)]))


def _holds_file(type: TypeRef) -> bool:
    return fold(type, lambda each, inner: isinstance(each, FileType) or any(inner))
