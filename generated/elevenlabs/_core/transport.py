"""Sends calls and hands back what they return."""

from __future__ import annotations

import time
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

if TYPE_CHECKING:
    from .binary import BinaryResponse
    from .events import EventStream
    from .paging import Page, Walk

_T = TypeVar("_T")
_PageT = TypeVar("_PageT", bound="Page[object]")


def never(_response: httpx2.Response) -> bool:
    """Read every answer at once."""
    return False


def always(_response: httpx2.Response) -> bool:
    """Leave the answer to be streamed."""
    return True


class Transport:
    """What resources call; knows the settings, the credentials and the connections."""

    def __init__(
        self, settings: Settings, pool: Pool[httpx2.Client], reporter: DriftReporter
    ) -> None:
        self.settings = settings
        self.pool = pool
        self.reporter = reporter

    @overload
    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: None = None,
        **parts: Unpack[RequestParts],
    ) -> None: ...

    @overload
    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[As[_T]],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    @overload
    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[_T],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    def request(
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
            return self.perform(call, read_nothing)
        return self.perform(
            call, lambda response: read_value(response, call, into, self.reporter)
        )

    def decide(
        self, method: str, template: str, /, **parts: Unpack[RequestParts]
    ) -> Any:
        """Send a call whose answer is not documented.

        Returns:
            None when it is empty, decoded JSON, text, or a `BinaryResponse`.
        """
        parts.setdefault("accept", "*/*")
        call = self.call(method, template, parts)

        def interpret(response: httpx2.Response) -> object:
            if is_binary(response):
                return self._binary(response, call)
            return decide(response, call)

        return self.perform(call, interpret, streams=is_binary)

    def stream(
        self, method: str, template: str, /, **parts: Unpack[RequestParts]
    ) -> BinaryResponse:
        """Send a call whose answer is bytes, and leave them to be read."""
        parts.setdefault("accept", "*/*")
        call = self.call(method, template, parts)
        return self.perform(
            call, lambda response: self._binary(response, call), streams=always
        )

    def text(self, method: str, template: str, /, **parts: Unpack[RequestParts]) -> str:
        """Send a call whose answer is text."""
        parts.setdefault("accept", "text/plain, */*;q=0.5")
        return self.perform(self.call(method, template, parts), read_text)

    @overload
    def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[As[_T]],
        **parts: Unpack[RequestParts],
    ) -> EventStream[_T]: ...

    @overload
    def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[_T],
        **parts: Unpack[RequestParts],
    ) -> EventStream[_T]: ...

    def events(
        self,
        method: str,
        template: str,
        /,
        *,
        into: type[Any],
        **parts: Unpack[RequestParts],
    ) -> EventStream[Any]:
        """Send a call whose answer is a stream of JSON values: server-sent events or JSON lines."""
        from .events import EventStream, event_decoder

        parts.setdefault("accept", "text/event-stream, application/x-ndjson, */*;q=0.5")
        call = self.call(method, template, parts)
        decode = event_decoder(call, into, self.reporter)
        return self.perform(
            call,
            lambda response: EventStream(response, call, decode),
            streams=always,
        )

    def page(
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

        return self.walk(method, template, into, first_walk(parts, into.paging))

    def walk(
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

        return self.perform(call, interpret)

    def plain(self) -> Transport:
        """Return the transport whose calls return values."""
        return self

    def call(self, method: str, template: str, parts: RequestParts) -> Call:
        """Encode a call with the settings of this client."""
        given_headers = self.pool.given_headers()
        return build_call(method, template, parts, self.settings, given_headers)

    def perform(
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
        return interpret(self.send(call, streams))

    def send(
        self, call: Call, streams: Callable[[httpx2.Response], bool]
    ) -> httpx2.Response:
        """Send a call with its retries and return the successful answer.

        Raises:
            ApiError: The last attempt failed.
        """
        attempt = 0
        while True:
            outcome = self._attempt(call, streams)
            pause = pause_before_retry(
                outcome, call, attempt, self.settings.max_retries
            )
            if pause is None:
                return conclude(outcome, call)
            time.sleep(pause)
            attempt += 1

    def _attempt(
        self, call: Call, streams: Callable[[httpx2.Response], bool]
    ) -> Outcome:
        try:
            response = self._exchange(call)
        except httpx2.RequestError as error:
            return Failure(error=error, response=None)
        try:
            if not (is_success(response) and streams(response)):
                response.read()
        except httpx2.RequestError as error:
            response.close()
            return Failure(error=error, response=response)
        return response

    def _exchange(self, call: Call) -> httpx2.Response:
        """Send a call once, and after it whatever it is redirected to."""
        client = self.pool.client
        content = call.body.chunks() if call.body else None
        timeout = self.pool.timeout(self.settings)
        request = build_request(client, call, content, timeout)
        response = client.send(request, stream=True, follow_redirects=False)
        hops = 0
        while following := following_request(response, call, hops):
            response.close()
            response = client.send(following, stream=True, follow_redirects=False)
            hops += 1
        return response

    def _binary(self, response: httpx2.Response, call: Call) -> BinaryResponse:
        from .binary import BinaryResponse

        return BinaryResponse(response, call)
