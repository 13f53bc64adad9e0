"""Types as Python will see them: a closed union, and the algebra that takes it apart.

A new kind of type is a class here, a line in `children` and one in `rebuilt`; what asks no more
than what a type is made of goes through these.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NewType, TypeAlias, TypeVar, assert_never

from specweld.json_types import JsonScalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_Result = TypeVar("_Result")

ModelId = NewType("ModelId", str)
"""The pointer of the schema in the merged document: `#/components/schemas/Voice`."""


class ScalarKind(enum.Enum):
    """The scalar types that JSON and Python share, and the strings that have a type of their own."""

    STRING = "str"
    INTEGER = "int"
    NUMBER = "float"
    BOOLEAN = "bool"
    DATETIME = "datetime"
    """`format: date-time`, RFC 3339."""
    DATE = "date"
    """`format: date`, RFC 3339 full-date."""
    BYTES = "bytes"
    """Raw bytes: `format: binary` outside JSON, an octet-stream body."""
    NULL = "None"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A string, number, boolean or null."""

    kind: ScalarKind
    format: str = ""
    """The document's word (`double`, `uuid`), kept for the diff; decides nothing by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiteralType:
    """One of some constants: `enum` or `const`. Open where it is received, closed where it is sent."""

    values: tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListType:
    """A JSON array."""

    item: TypeRef
    is_unique: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TupleType:
    """A JSON array of a fixed length, each position with a type of its own: `prefixItems`."""

    items: tuple[TypeRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapType:
    """A JSON object with any keys: `additionalProperties`."""

    value: TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRef:
    """A named model, by id: recursion needs no mutation."""

    id: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class Nullable:
    """A type or null. Never nested, never around `AnyType`."""

    item: TypeRef


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionType:
    """One of several types, none of them null or itself a union; at least two.

    Only unions that msgspec decodes natively stand inline; every other one is a `UnionModel`
    and is referred to by `ModelRef` (see `api.unions`).
    """

    members: tuple[TypeRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileType:
    """An upload: a part of a multipart body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyType:
    """Anything at all."""

    reason: str = ""
    """Empty when the document itself says so; else why we could not type it, for the count."""


TypeRef: TypeAlias = (
    Scalar
    | LiteralType
    | ListType
    | TupleType
    | MapType
    | ModelRef
    | Nullable
    | UnionType
    | FileType
    | AnyType
)


NULL = Scalar(kind=ScalarKind.NULL)


def children(type: TypeRef) -> tuple[TypeRef, ...]:
    """List the types that a type is made of, in order; none behind a reference."""
    match type:
        case ListType(item=inner) | MapType(value=inner) | Nullable(item=inner):
            return (inner,)
        case TupleType(items=parts) | UnionType(members=parts):
            return parts
        case Scalar() | LiteralType() | ModelRef() | FileType() | AnyType():
            return ()
        case _:
            assert_never(type)


def rebuilt(type: TypeRef, change: Callable[[TypeRef], TypeRef]) -> TypeRef:
    """Put others in place of what a type is made of; nulls and unions dissolve into one another."""
    match type:
        case ListType(item=item):
            return replace(type, item=change(item))
        case TupleType(items=items):
            return TupleType(items=tuple(change(each) for each in items))
        case MapType(value=value):
            return MapType(value=change(value))
        case Nullable(item=item):
            return nullable(change(item))
        case UnionType(members=members):
            return union(change(each) for each in members)
        case Scalar() | LiteralType() | ModelRef() | FileType() | AnyType():
            return type
        case _:
            assert_never(type)


def fold(
    type: TypeRef, combine: Callable[[TypeRef, tuple[_Result, ...]], _Result]
) -> _Result:
    """Compute something of a type from what it is for the types inside, innermost first."""
    return combine(type, tuple(fold(each, combine) for each in children(type)))


def alternatives(type: TypeRef) -> tuple[TypeRef, ...]:
    """List what a value may be, null last; a type that is not a choice is its only alternative."""
    match type:
        case Nullable(item=item):
            return (*alternatives(item), NULL)
        case UnionType(members=members):
            return members
        case _:
            return (type,)


def nullable(type: TypeRef) -> TypeRef:
    """Allow null as well; never twice."""
    match type:
        case Nullable() | AnyType() | Scalar(kind=ScalarKind.NULL):
            return type
        case _:
            return Nullable(item=type)


def union(types: Iterable[TypeRef]) -> TypeRef:
    """Make one type of several, each once; null among them makes it nullable."""
    found = tuple(dict.fromkeys(x for each in types for x in alternatives(each)))
    members = tuple(each for each in found if each != NULL)
    if not members:
        return NULL
    whole = members[0] if len(members) == 1 else UnionType(members=members)
    return nullable(whole) if len(members) < len(found) else whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A keyword that bounds values without changing the Python type: `maximum`, `pattern`."""

    keyword: str
    value: JsonScalar
