"""The HTTP client below: made at the first request, shared by all that derive from one client."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, MutableMapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import WeakKeyDictionary

import httpx2

from .errors import ClosedClientError
from .settings import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from .settings import Settings

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
