"""Types as Python will see them: a closed union, matched with `match` and `assert_never`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NewType, TypeAlias

from specweld.json_types import JsonScalar

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
    | MapType
    | ModelRef
    | Nullable
    | UnionType
    | FileType
    | AnyType
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A keyword that bounds values without changing the Python type: `maximum`, `pattern`."""

    keyword: str
    value: JsonScalar
