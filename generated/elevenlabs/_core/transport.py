"""Sends calls and hands back what they return: twice the same, in two colours.

What only a call needs is imported by the first one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, MutableMapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any, Generic, TypeVar, Unpack
from weakref import WeakKeyDictionary

import httpx2

from .errors import ClosedClientError
from .replies import Paged
from .settings import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from .answer import Answer
    from .call import Call, RequestParts
    from .drift import DriftReporter
    from .paging import Walk
    from .replies import Reply
    from .settings import Settings
    from .steps import Steps


_ClientT = TypeVar("_ClientT", bound="httpx2.Client | httpx2.AsyncClient")


def no_cookies() -> CookieJar:
    """Make a jar that keeps nothing: a cookie of one credential must not go along with another."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=()))


def any_loop() -> Hashable:
    """Let connections serve everybody: they belong to no event loop."""
    return any_loop


def running_loop() -> Hashable:
    """Return the event loop that connections of async clients belong to."""
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # another library than asyncio runs
        from anyio.lowlevel import current_token

        return current_token()


class Pool(Generic[_ClientT]):
    """Holds one HTTP client for each process and event loop that calls.

    A socket that two processes share hands the answers of one to the other, and one of a loop that has
    ended can neither be read nor closed. Making a client costs an SSL context, so that waits for the first call.
    """

    def __init__(
        self,
        make: Callable[[], _ClientT],
        given: _ClientT | None,
        loop: Callable[[], Hashable] = any_loop,
    ) -> None:
        self._make = make
        self._loop = loop
        self.given = given
        """The caller's own, which stays theirs to close."""
        self._process: int | None = None if given is not None else os.getpid()
        self._lock = threading.Lock()
        self._clients: MutableMapping[Hashable, _ClientT] = WeakKeyDictionary()
        self._inherited: list[object] = []
        """What a parent process uses: closing it would end its connections."""
        self.is_closed = False

    def client(self) -> _ClientT:
        """Return the HTTP client of this process and loop, made if need be.

        Raises:
            ClosedClientError: The client was closed, or the caller's own was used by another process.
        """
        if self.is_closed:
            raise ClosedClientError("the client is closed")
        if self.given is not None:
            return self._checked(self.given)
        if self._process != os.getpid():
            self._leave_behind()
        loop = self._loop()
        found = self._clients.get(loop)
        return self._made(loop) if found is None else found

    def close(self) -> list[_ClientT]:
        """Refuse further calls, and return the HTTP clients that are to be closed."""
        self.is_closed = True
        if self._process != os.getpid():
            self._leave_behind()
        with self._lock:
            open_ones = list(self._clients.values())
            self._clients.clear()
        return [] if self.given is not None else open_ones

    def given_headers(self) -> set[str]:
        """Name the headers that the caller's HTTP client adds by itself, lower-case."""
        if self.given is None:
            return set()
        names = {name.lower() for name in self.given.headers}
        return names | ({"authorization"} if self.given.auth is not None else set())

    def base_url(self) -> str:
        """Return the base URL of the caller's HTTP client; empty when it has none."""
        return "" if self.given is None else str(self.given.base_url)

    def timeout(self, settings: Settings) -> float | httpx2.Timeout | None:
        """Choose the timeout: what the caller's HTTP client has, unless ours was set."""
        if self.given is not None and settings.timeout == DEFAULT_TIMEOUT:
            return self.given.timeout
        return settings.timeout

    def _checked(self, given: _ClientT) -> _ClientT:
        if given.is_closed:
            raise ClosedClientError("the HTTP client that was passed in is closed")
        if self._process is None:
            self._process = os.getpid()
        elif self._process != os.getpid():
            raise ClosedClientError(
                "the HTTP client that was passed in is used by the process that this one was"
                " forked from; make one after the fork"
            )
        return given

    def _made(self, loop: Hashable) -> _ClientT:
        with self._lock:
            if loop not in self._clients:
                self._clients[loop] = self._make()
            return self._clients[loop]

    def _leave_behind(self) -> None:
        """Begin anew after a fork; another thread of the parent may have held the lock."""
        self._lock = threading.Lock()
        self._inherited += [self._clients, *self._clients.values()]
        self._clients = WeakKeyDictionary()
        self._process = os.getpid()


_T = TypeVar("_T")


class _AnyTransport:
    """What both colours know."""

    def __init__(
        self, settings: Settings, pool: Pool[Any], reporter: DriftReporter
    ) -> None:
        self.settings = settings
        self.pool = pool
        self.reporter = reporter

    def call(
        self, method: str, template: str, parts: RequestParts, reply: Reply[Any, Any]
    ) -> Call:
        """Encode a call with the settings of this client."""
        from .call import build_call

        given = self.pool.given_headers()
        return build_call(method, template, parts, self.settings, given, reply=reply)

    def exchange(self, call: Call, reply: Reply[Any, Any]) -> Steps[Answer]:
        """Begin to send a call."""
        from .exchange import exchange

        timeout = self.pool.timeout(self.settings)
        return exchange(call, self.settings, timeout=timeout, keep=reply.keeps)

    def allow_resumption(self, answer: Answer, send: Callable[[Call], Any]) -> None:
        """Let a stream go on after it broke off, where the caller wants that."""
        if self.settings.resume_streams:
            from .answer import Resumption

            answer.resumption = Resumption(send, self.settings.resume_streams)


class Transport(_AnyTransport):
    """What resources call; knows the settings, the credentials and the connections."""

    pool: Pool[httpx2.Client]

    def request(
        self,
        method: str,
        template: str,
        /,
        *,
        reply: Reply[_T, object],
        **parts: Unpack[RequestParts],
    ) -> _T:
        """Send a call and return what it brings."""
        if isinstance(reply, Paged):
            page: _T = self._page(method, template, reply, parts)
            return page
        call = self.call(method, template, parts, reply)
        return self.perform(
            call, reply, lambda answer: reply.read(answer, self.reporter)
        )

    def _page(
        self, method: str, template: str, reply: Paged[Any], parts: RequestParts
    ) -> Any:
        from .paging import first_walk

        return self.walk(method, template, reply, first_walk(parts, reply.paging))

    def walk(self, method: str, template: str, reply: Paged[_T], walk: Walk) -> _T:
        """Fetch the page at which a walk stands."""
        from .paging import attach

        plain = self.plain()

        def fetch(further: Walk) -> _T:
            return plain.walk(method, template, reply, further)

        def interpret(answer: Answer) -> _T:
            return attach(reply.read(answer, self.reporter), walk, answer, fetch)

        return self.perform(
            self.call(method, template, walk.parts, reply), reply, interpret
        )

    def plain(self) -> Transport:
        """Return the transport whose calls return values."""
        return self

    def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and make a result of its answer."""
        return interpret(self.send(call, reply))

    def send(self, call: Call, reply: Reply[Any, Any]) -> Answer:
        """Do what an exchange asks for until it ends, and return the successful answer."""
        from .steps import drive

        answer = drive(self.exchange(call, reply), self.pool.client())
        self.allow_resumption(answer, lambda further: self.send(further, reply))
        return answer


class AsyncTransport(_AnyTransport):
    """What resources call; knows the settings, the credentials and the connections."""

    pool: Pool[httpx2.AsyncClient]

    async def request(
        self,
        method: str,
        template: str,
        /,
        *,
        reply: Reply[object, _T],
        **parts: Unpack[RequestParts],
    ) -> _T:
        """Send a call and return what it brings."""
        if isinstance(reply, Paged):
            page: _T = await self._page(method, template, reply, parts)
            return page
        call = self.call(method, template, parts, reply)
        return await self.perform(
            call, reply, lambda answer: reply.async_read(answer, self.reporter)
        )

    async def _page(
        self, method: str, template: str, reply: Paged[Any], parts: RequestParts
    ) -> Any:
        from .paging import first_walk

        return await self.walk(method, template, reply, first_walk(parts, reply.paging))

    async def walk(
        self, method: str, template: str, reply: Paged[_T], walk: Walk
    ) -> _T:
        """Fetch the page at which a walk stands."""
        from .paging import attach

        plain = self.plain()

        async def fetch(further: Walk) -> _T:
            return await plain.walk(method, template, reply, further)

        def interpret(answer: Answer) -> _T:
            return attach(reply.async_read(answer, self.reporter), walk, answer, fetch)

        return await self.perform(
            self.call(method, template, walk.parts, reply), reply, interpret
        )

    def plain(self) -> AsyncTransport:
        """Return the transport whose calls return values."""
        return self

    async def perform(
        self, call: Call, reply: Reply[Any, Any], interpret: Callable[[Answer], _T]
    ) -> _T:
        """Send a call and make a result of its answer."""
        return interpret(await self.send(call, reply))

    async def send(self, call: Call, reply: Reply[Any, Any]) -> Answer:
        """Do what an exchange asks for until it ends, and return the successful answer."""
        from .steps import async_drive

        answer = await async_drive(self.exchange(call, reply), self.pool.client())
        self.allow_resumption(answer, lambda further: self.send(further, reply))
        return answer
