"""The models of an API: what becomes a class or an alias in `models.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.types import Constraint, ModelId, Nullable, TypeRef, UnionType
from specweld.json_types import Json, Pointer

if TYPE_CHECKING:
    from specweld.source import NodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where in the input something came from."""

    pointer: Pointer
    """In the merged document."""
    place: NodePlace | None = field(compare=False, repr=False)
    """In the source; None only for what a user's config added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """In which directions a model travels."""

    is_sent: bool
    is_received: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """A documented default. Never sent unless a caller sets it: the server applies it."""

    value: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A property of an object."""

    name: str
    """The Python name."""
    wire_name: str
    type: TypeRef
    is_required: bool
    description: str = ""
    default: Default | None = None
    constant: str | int | bool | None = None
    """The only value that is allowed, when required: filled in for the caller."""
    is_deprecated: bool = False
    is_read_only: bool = False
    is_write_only: bool = False
    constraints: tuple[Constraint, ...] = ()
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectModel:
    """An object with known properties: a class."""

    id: ModelId
    name: str
    description: str
    fields: tuple[Field, ...]
    """In document order."""
    additional: TypeRef | None
    """Type of the values of unlisted keys; None when the document is silent about them."""
    usage: Usage
    is_deprecated: bool = False
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionModel:
    """A union that the decoder cannot take inline: an alias for type checkers, a marker at run time."""

    id: ModelId
    name: str
    description: str
    members: tuple[TypeRef, ...]
    discriminator: str
    """Wire name of the tag property; empty when there is none."""
    mapping: tuple[tuple[str | int | bool, ModelId], ...]
    """Tag value to member, in document order; empty without a discriminator."""
    is_nullable: bool
    usage: Usage
    origin: Origin

    @property
    def type(self) -> TypeRef:
        """Return what the union stands for."""
        union = UnionType(members=self.members)
        return Nullable(item=union) if self.is_nullable else union


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasModel:
    """Another name for a type: an enum (`LiteralType`), a list, a map, a scalar, a model."""

    id: ModelId
    name: str
    description: str
    target: TypeRef
    usage: Usage
    origin: Origin


Model: TypeAlias = ObjectModel | UnionModel | AliasModel
