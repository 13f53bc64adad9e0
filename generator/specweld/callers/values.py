"""What an expression of the caller's code is known to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from specweld.api.operations import Method
    from specweld.api.types import TypeRef

Key: TypeAlias = tuple[str, str]
"""Module and dotted name of something that the caller defines: `("app.tts", "Speaker.__init__")`."""


@dataclass(frozen=True, slots=True)
class Package:
    """The generated package, or a module below it."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClientClass:
    """`ElevenLabs` or `AsyncElevenLabs`."""


@dataclass(frozen=True, slots=True)
class Client:
    """An instance of a client class."""

    is_raw: bool = False
    """Behind `with_raw_response`: answers come unparsed."""


@dataclass(frozen=True, slots=True)
class ResourceValue:
    """`client.voices`."""

    path: tuple[str, ...]
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class ResourceClass:
    """`Voices`, for annotations."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MethodValue:
    """`client.voices.get`, not called yet."""

    operation: Method
    is_raw: bool = False


@dataclass(frozen=True, slots=True)
class RawValue:
    """An unparsed answer; `parse()` gives the value."""

    value: Value | None


@dataclass(frozen=True, slots=True)
class ModelClass:
    """`Voice`, the class or alias."""

    name: str


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """`NotFoundError`."""

    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """A value of one of the API's types."""

    type: TypeRef


@dataclass(frozen=True, slots=True)
class PageValue:
    """One page of a list: its attributes are the answer's, iteration gives the items."""

    type: TypeRef
    item: TypeRef


@dataclass(frozen=True, slots=True)
class Many:
    """A list, an iterator, a generator of something."""

    item: Value


@dataclass(frozen=True, slots=True)
class OwnModule:
    """A module of the caller's."""

    name: str


@dataclass(frozen=True, slots=True)
class OwnFunction:
    """A function of the caller's."""

    key: Key


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A class of the caller's."""

    key: Key


@dataclass(frozen=True, slots=True)
class OwnObject:
    """An instance of a class of the caller's."""

    key: Key


@dataclass(frozen=True, slots=True)
class ForeignValue:
    """Something of another library: known not to be ours."""

    name: str
    """Dotted: the client's package may lie below it."""


Value: TypeAlias = (
    Package
    | ClientClass
    | Client
    | ResourceValue
    | ResourceClass
    | MethodValue
    | RawValue
    | ModelClass
    | ErrorClass
    | Instance
    | PageValue
    | Many
    | OwnModule
    | OwnFunction
    | OwnClass
    | OwnObject
    | ForeignValue
)
