"""The HTTP client below: made at the first request, shared by all that derive from one client."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

import httpx2

from .settings import DEFAULT_TIMEOUT

if TYPE_CHECKING:
    from .settings import Settings

_ClientT = TypeVar("_ClientT", bound="httpx2.Client | httpx2.AsyncClient")


class Pool(Generic[_ClientT]):
    """Holds one HTTP client; making one costs an SSL context, so that waits for the first call."""

    def __init__(self, make: Callable[[], _ClientT], given: _ClientT | None) -> None:
        self._make = make
        self._client = given
        self._lock = threading.Lock()
        self.is_own = given is None
        """Whether closing it is ours to do."""

    @property
    def client(self) -> _ClientT:
        """The HTTP client, made if need be."""
        with self._lock:
            if self._client is None:
                self._client = self._make()
            return self._client

    @property
    def closable(self) -> _ClientT | None:
        """The HTTP client if there is one yet and it is ours."""
        return self._client if self.is_own else None

    def given_headers(self) -> set[str]:
        """Name the headers that the caller's HTTP client adds by itself, lower-case."""
        if self.is_own or self._client is None:
            return set()
        names = {name.lower() for name in self._client.headers}
        return names | ({"authorization"} if self._client.auth is not None else set())

    def base_url(self) -> str:
        """Return the base URL of the caller's HTTP client; empty when it has none."""
        given = None if self.is_own else self._client
        return "" if given is None else str(given.base_url)

    def timeout(self, settings: Settings) -> float | httpx2.Timeout | None:
        """Choose the timeout: what the caller's HTTP client has, unless ours was set."""
        given = None if self.is_own else self._client
        if given is not None and settings.timeout == DEFAULT_TIMEOUT:
            return given.timeout
        return settings.timeout
