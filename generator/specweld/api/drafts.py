"""Models before they have names: what lowering returns beside a type, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, assert_never

from specweld.api.types import ModelRef

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Origin
    from specweld.api.types import ModelId, TypeRef
    from specweld.contract.nodes import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectDraft:
    """A class to be."""

    id: ModelId
    schema: Schema
    types: Mapping[str, TypeRef]
    """By the wire name of the property."""
    additional: TypeRef | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionDraft:
    """A union that the decoder cannot take inline."""

    id: ModelId
    description: str
    members: tuple[TypeRef, ...]
    discriminator: str
    mapping: tuple[tuple[str | int | bool, ModelId], ...]
    is_nullable: bool
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasDraft:
    """Another name for a type."""

    id: ModelId
    description: str
    target: TypeRef
    origin: Origin


Draft: TypeAlias = ObjectDraft | UnionDraft | AliasDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowered:
    """A type, and the models that came with it, those around others first."""

    type: TypeRef
    drafts: tuple[Draft, ...] = ()


def draft_types(draft: Draft) -> tuple[TypeRef, ...]:
    """List the types that a model will be made of."""
    match draft:
        case ObjectDraft(types=types, additional=additional):
            found = tuple(types.values())
            return found if additional is None else (*found, additional)
        case UnionDraft(members=members, mapping=mapping):
            return (*members, *(ModelRef(id=each) for _tag, each in mapping))
        case AliasDraft(target=target):
            return (target,)
        case _:
            assert_never(draft)
