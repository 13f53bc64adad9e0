"""Answers as they came: status, headers and bytes, beside the value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

from .answer import Head
from .transport import AsyncTransport, Transport

if TYPE_CHECKING:
    from .answer import Answer
    from .call import Call
    from .replies import Reply

_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)
_P = ParamSpec("_P")


class RawResponse(Head, Generic[_T_co]):
    """A successful answer before it is decoded."""

    def __init__(self, answer: Answer, parse: Callable[[Answer], _T_co]) -> None:
        super().__init__(answer)
        self._parse = parse

    @property
    def content(self) -> bytes:
        """The whole body.

        Raises:
            RuntimeError: The answer is a stream: use what `parse` returns.
        """
        return self._answer.content

    def parse(self) -> _T_co:
        """Return what the plain method returns."""
        return self._parse(self._answer)


class RawTransport(Transport):
    """A transport whose calls return `RawResponse`s.

    The methods of resources say otherwise; `RawCalls` stands between them and the caller.
    """

    def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and keep its answer."""
        return cast(_T, RawResponse(self.send(call, reply), interpret))

    def plain(self) -> Transport:
        """Return the transport whose calls return values."""
        return Transport(self.settings, self.pool, self.reporter)


class AsyncRawTransport(AsyncTransport):
    """A transport whose calls return `RawResponse`s.

    The methods of resources say otherwise; `AsyncRawCalls` stands between them and the caller.
    """

    async def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and keep its answer."""
        return cast(_T, RawResponse(await self.send(call, reply), interpret))

    def plain(self) -> AsyncTransport:
        """Return the transport whose calls return values."""
        return AsyncTransport(self.settings, self.pool, self.reporter)


class _AnyCalls:
    """A client all of whose answers are raw."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def __dir__(self) -> list[str]:
        return dir(self._client)

    def _raw(self, method: Any) -> Any:
        """Find the same method where answers stay raw."""
        owner: Any = getattr(method, "__self__", None)
        if not hasattr(owner, "_transport"):
            raise TypeError(f"{method!r} is no method of a client")
        raw: Any = copy(owner)
        raw.__dict__.clear()
        raw._transport = self._client._transport
        return getattr(raw, method.__name__)


class RawCalls(_AnyCalls):
    """The same resources and methods; every method returns a `RawResponse`.

    `client.with_raw_response.voices.get("v1")` is short. `client.with_raw_response(client.voices.get)("v1")`
    is checked by type checkers: the arguments as well as what `parse` returns.
    """

    def __call__(self, method: Callable[_P, _T]) -> Callable[_P, RawResponse[_T]]:
        """Return a method of this client with raw answers."""
        raw: Callable[_P, RawResponse[_T]] = self._raw(method)
        return raw


class AsyncRawCalls(_AnyCalls):
    """The same resources and methods; every method returns a `RawResponse`.

    `client.with_raw_response.voices.get("v1")` is short. `client.with_raw_response(client.voices.get)("v1")`
    is checked by type checkers: the arguments as well as what `parse` returns.
    """

    def __call__(
        self, method: Callable[_P, Awaitable[_T]]
    ) -> Callable[_P, Awaitable[RawResponse[_T]]]:
        """Return a method of this client with raw answers."""
        raw: Callable[_P, Awaitable[RawResponse[_T]]] = self._raw(method)
        return raw
