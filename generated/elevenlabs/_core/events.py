"""Streams of typed values."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import httpx2

from .decoding import decode_json
from .drift import DriftReporter, drifts_of
from .errors import DecodeError
from .event_reader import EventReader
from .responses import request_id_of, stream_error

if TYPE_CHECKING:
    from types import TracebackType

    from .call import Call

_T = TypeVar("_T")
_MOST_SHOWN = 200


def event_decoder(
    call: Call, into: type[Any], reporter: DriftReporter
) -> Callable[[str], Any]:
    """Make the function that decodes one event's payload."""

    def decode(payload: str) -> Any:
        try:
            value, mismatches = decode_json(payload.encode(), into)
        except DecodeError as error:
            if into is str:
                return payload
            raise DecodeError(
                f"{call.method} {call.template} sent an event that is no JSON"
                f" ({error}): {payload[:_MOST_SHOWN]!r}"
            ) from error
        if mismatches:
            reporter.report(
                drifts_of(mismatches, method=call.method, template=call.template)
            )
        return value

    return decode


class _Stream:
    """What both colours know of a stream before its events."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response

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
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self._response.is_closed


class EventStream(_Stream, Generic[_T]):
    """Values that arrive one by one; iterate once.

    It closes itself at the end; leave earlier with `close` or a `with` block.
    """

    def __init__(
        self, response: httpx2.Response, call: Call, decode: Callable[[str], _T]
    ) -> None:
        super().__init__(response)
        self._events = _arriving(response, call, decode)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _T:
        """Wait for the next value.

        Raises:
            ApiConnectionError: The connection broke.
            DecodeError: An event is no JSON.
        """
        return next(self._events)

    def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Give back the connection of an answer that nobody wanted."""
        with suppress(Exception):  # the interpreter may be shutting down
            self._response.close()


class AsyncEventStream(_Stream, Generic[_T]):
    """Values that arrive one by one; iterate once, with `async for`.

    It closes itself at the end; leave earlier with `close` or an `async with` block.
    """

    def __init__(
        self, response: httpx2.Response, call: Call, decode: Callable[[str], _T]
    ) -> None:
        super().__init__(response)
        self._events = _arriving_async(response, call, decode)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _T:
        """Wait for the next value.

        Raises:
            ApiConnectionError: The connection broke.
            DecodeError: An event is no JSON.
        """
        return await anext(self._events)

    async def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


def _arriving(
    response: httpx2.Response, call: Call, decode: Callable[[str], _T]
) -> Iterator[_T]:
    """Yield the values and close; knows nothing of its owner, so that the owner can be freed."""
    reader = EventReader()
    try:
        for chunk in response.iter_bytes():
            yield from map(decode, reader.feed(chunk))
            if reader.is_done:
                return
        yield from map(decode, reader.finish())
    except httpx2.RequestError as error:
        raise stream_error(error, call) from error
    finally:
        response.close()


async def _arriving_async(
    response: httpx2.Response, call: Call, decode: Callable[[str], _T]
) -> AsyncIterator[_T]:
    reader = EventReader()
    try:
        async for chunk in response.aiter_bytes():
            for payload in reader.feed(chunk):
                yield decode(payload)
            if reader.is_done:
                return
        for payload in reader.finish():
            yield decode(payload)
    except httpx2.RequestError as error:
        raise stream_error(error, call) from error
    finally:
        await response.aclose()
