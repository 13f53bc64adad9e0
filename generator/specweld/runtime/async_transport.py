"""Sends calls and hands back what they return, without blocking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, Unpack, overload

import httpx2

from .attempts import (
    Failure,
    Outcome,
    build_request,
    conclude,
    following_request,
    pause_before_retry,
)
from .call import Call, RequestParts, build_call
from .decoding import As
from .drift import DriftReporter
from .pool import Pool
from .responses import (
    decide,
    is_binary,
    is_success,
    read_nothing,
    read_text,
    read_value,
)
from .settings import Settings
from .transport import always, never

if TYPE_CHECKING:
    from .binary import AsyncBinaryResponse
    from .events import AsyncEventStream
    from .paging import AsyncPage, Walk

_T = TypeVar("_T")
_PageT = TypeVar("_PageT", bound="AsyncPage[object]")


class AsyncTransport:
    """What resources call; knows the settings, the credentials and the connections."""

    def __init__(
        self,
        settings: Settings,
        pool: Pool[httpx2.AsyncClient],
        reporter: DriftReporter,
    ) -> None:
        self.settings = settings
        self.pool = pool
        self.reporter = reporter

    @overload
    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: None = None,
        **parts: Unpack[RequestParts],
    ) -> None: ...

    @overload
    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[As[_T]],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    @overload
    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[_T],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[Any] | None = None,
        **parts: Unpack[RequestParts],
    ) -> object:
        """Send a call; decode its JSON as `into`, or return None where nothing is expected."""
        call = self.call(method, template, parts)
        if into is None:
            return await self.perform(call, read_nothing)
        return await self.perform(
            call, lambda response: read_value(response, call, into, self.reporter)
        )

    async def decide(
        self, method: str, template: str, /, **parts: Unpack[RequestParts]
    ) -> Any:
        """Send a call whose answer is not documented.

        Returns:
            None when it is empty, decoded JSON, text, or a `AsyncBinaryResponse`.
        """
        parts.setdefault("accept", "*/*")
        call = self.call(method, template, parts)

        def interpret(response: httpx2.Response) -> object:
            if is_binary(response):
                return self._binary(response, call)
            return decide(response, call)

        return await self.perform(call, interpret, streams=is_binary)

    async def stream(
        self, method: str, template: str, /, **parts: Unpack[RequestParts]
    ) -> AsyncBinaryResponse:
        """Send a call whose answer is bytes, and leave them to be read."""
        parts.setdefault("accept", "*/*")
        call = self.call(method, template, parts)
        return await self.perform(
            call, lambda response: self._binary(response, call), streams=always
        )

    async def text(
        self, method: str, template: str, /, **parts: Unpack[RequestParts]
    ) -> str:
        """Send a call whose answer is text."""
        parts.setdefault("accept", "text/plain, */*;q=0.5")
        return await self.perform(self.call(method, template, parts), read_text)

    @overload
    async def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[As[_T]],
        **parts: Unpack[RequestParts],
    ) -> AsyncEventStream[_T]: ...

    @overload
    async def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[_T],
        **parts: Unpack[RequestParts],
    ) -> AsyncEventStream[_T]: ...

    async def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[Any],
        **parts: Unpack[RequestParts],
    ) -> AsyncEventStream[Any]:
        """Send a call whose answer is a stream of JSON values: server-sent events or JSON lines."""
        from .events import AsyncEventStream, event_decoder

        parts.setdefault("accept", "text/event-stream, application/x-ndjson, */*;q=0.5")
        call = self.call(method, template, parts)
        decode = event_decoder(call, into, self.reporter)
        return await self.perform(
            call,
            lambda response: AsyncEventStream(response, call, decode),
            streams=always,
        )

    async def page(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[_PageT],
        **parts: Unpack[RequestParts],
    ) -> _PageT:
        """Send a call whose answer is one page of a list."""
        from .paging import first_walk

        return await self.walk(method, template, into, first_walk(parts, into.paging))

    async def walk(
        self, method: str, template: str, into: type[_PageT], walk: Walk
    ) -> _PageT:
        """Fetch the page at which a walk stands."""
        from .paging import attach

        call = self.call(method, template, walk.parts)
        plain = self.plain()

        def interpret(response: httpx2.Response) -> _PageT:
            page = read_value(response, call, into, self.reporter)
            return attach(
                page, walk, lambda further: plain.walk(method, template, into, further)
            )

        return await self.perform(call, interpret)

    def plain(self) -> AsyncTransport:
        """Return the transport whose calls return values."""
        return self

    def call(self, method: str, template: str, parts: RequestParts) -> Call:
        """Encode a call with the settings of this client."""
        given_headers = self.pool.given_headers()
        return build_call(method, template, parts, self.settings, given_headers)

    async def perform(
        self,
        call: Call,
        interpret: Callable[[httpx2.Response], _T],
        *,
        streams: Callable[[httpx2.Response], bool] = never,
    ) -> _T:
        """Send a call until it succeeds or further attempts are no use.

        Args:
            call: What to send.
            interpret: Makes the result of a successful answer.
            streams: Tells whether to leave the body of such an answer unread.

        Raises:
            ApiError: The last attempt failed.
        """
        return interpret(await self.send(call, streams))

    async def send(
        self, call: Call, streams: Callable[[httpx2.Response], bool]
    ) -> httpx2.Response:
        """Send a call with its retries and return the successful answer.

        Raises:
            ApiError: The last attempt failed.
        """
        import anyio

        attempt = 0
        while True:
            outcome = await self._attempt(call, streams)
            pause = pause_before_retry(
                outcome, call, attempt, self.settings.max_retries
            )
            if pause is None:
                return conclude(outcome, call)
            await anyio.sleep(pause)
            attempt += 1

    async def _attempt(
        self, call: Call, streams: Callable[[httpx2.Response], bool]
    ) -> Outcome:
        try:
            response = await self._exchange(call)
        except httpx2.RequestError as error:
            return Failure(error=error, response=None)
        try:
            if not (is_success(response) and streams(response)):
                await response.aread()
        except httpx2.RequestError as error:
            await response.aclose()
            return Failure(error=error, response=response)
        return response

    async def _exchange(self, call: Call) -> httpx2.Response:
        """Send a call once, and after it whatever it is redirected to."""
        client = self.pool.client
        content = call.body.async_chunks() if call.body else None
        timeout = self.pool.timeout(self.settings)
        request = build_request(client, call, content, timeout)
        response = await client.send(request, stream=True, follow_redirects=False)
        hops = 0
        while following := following_request(response, call, hops):
            await response.aclose()
            response = await client.send(following, stream=True, follow_redirects=False)
            hops += 1
        return response

    def _binary(self, response: httpx2.Response, call: Call) -> AsyncBinaryResponse:
        from .binary import AsyncBinaryResponse

        return AsyncBinaryResponse(response, call)
