"""Answers as they came: status, headers and bytes, beside the value."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

import httpx2

from .async_transport import AsyncTransport
from .call import Call
from .responses import request_id_of
from .transport import Transport, never

if TYPE_CHECKING:
    import datetime

_T = TypeVar("_T")


class RawResponse:
    """A successful answer before it is decoded."""

    def __init__(
        self, response: httpx2.Response, parse: Callable[[httpx2.Response], object]
    ) -> None:
        self._response = response
        self._parse = parse

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer, found in any case."""
        return self._response.headers

    @property
    def request_id(self) -> str | None:
        """The server's id of the request."""
        return request_id_of(self._response)

    @property
    def http_version(self) -> str:
        """Such as `HTTP/1.1`."""
        return self._response.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """From sending the request to the end of the answer.

        Raises:
            RuntimeError: The answer is a stream that has not ended.
        """
        return self._response.elapsed

    @property
    def content(self) -> bytes:
        """The whole body.

        Raises:
            httpx2.ResponseNotRead: The answer is a stream: use what `parse` returns.
        """
        return self._response.content

    def parse(self) -> Any:
        """Return what the plain method returns."""
        return self._parse(self._response)

    def __repr__(self) -> str:
        return f"<RawResponse {self.status_code}>"


class RawTransport(Transport):
    """A transport whose calls return `RawResponse`s.

    The methods of resources say otherwise; `RawCalls` stands between them and the caller.
    """

    def perform(
        self,
        call: Call,
        interpret: Callable[[httpx2.Response], _T],
        *,
        streams: Callable[[httpx2.Response], bool] = never,
    ) -> _T:
        """Send a call and keep its answer."""
        return cast(_T, RawResponse(self.send(call, streams), interpret))

    def plain(self) -> Transport:
        """Return the transport whose calls return values."""
        return Transport(self.settings, self.pool, self.reporter)


class AsyncRawTransport(AsyncTransport):
    """A transport whose calls return `RawResponse`s."""

    async def perform(
        self,
        call: Call,
        interpret: Callable[[httpx2.Response], _T],
        *,
        streams: Callable[[httpx2.Response], bool] = never,
    ) -> _T:
        """Send a call and keep its answer."""
        return cast(_T, RawResponse(await self.send(call, streams), interpret))

    def plain(self) -> AsyncTransport:
        """Return the transport whose calls return values."""
        return AsyncTransport(self.settings, self.pool, self.reporter)


class RawCalls:
    """The resources and methods of a client; every method returns a `RawResponse`."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> RawCalls:
        return RawCalls(getattr(self._target, name))

    def __call__(self, *args: Any, **kwargs: Any) -> RawResponse:
        """Call the method."""
        response: RawResponse = self._target(*args, **kwargs)
        return response


class AsyncRawCalls:
    """The resources and methods of an async client; every method returns a `RawResponse`."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def __getattr__(self, name: str) -> AsyncRawCalls:
        return AsyncRawCalls(getattr(self._target, name))

    def __call__(self, *args: Any, **kwargs: Any) -> Awaitable[RawResponse]:
        """Call the method."""
        response: Awaitable[RawResponse] = self._target(*args, **kwargs)
        return response
