"""What an exchange asks of the outside: it decides, and a driver of either colour acts."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    import httpx2

    from .call import Call

_T = TypeVar("_T")


class Send(Struct, frozen=True):
    """Send a request; told the response, its body unread, or what failed."""

    call: Call
    timeout: float | httpx2.Timeout | None
    following: httpx2.Request | None = None
    """The request to which the one before was redirected; sent instead."""


class Receive(Struct, frozen=True):
    """Read the body of a response; told its bytes, or what failed."""

    response: httpx2.Response
    most: int | None
    """Bytes that are accepted; None for any number."""
    until: float | None
    """When to give up, by `time.monotonic`."""


class Discard(Struct, frozen=True):
    """Close a response, read or not."""

    response: httpx2.Response


class Sleep(Struct, frozen=True):
    """Wait."""

    seconds: float


class Ask(Struct, frozen=True):
    """Call a function of the user's, and wait for what it returns where that must be awaited."""

    function: Callable[..., object]
    arguments: tuple[object, ...] = ()


Step: TypeAlias = Send | Receive | Discard | Sleep | Ask

Steps: TypeAlias = Generator[Step, Any, _T]
"""A conversation that ends in a result."""
