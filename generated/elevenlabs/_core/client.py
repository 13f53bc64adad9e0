"""What every client can do."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, Unpack, overload

import httpx2
from msgspec.structs import replace

from .drift import DriftReporter
from .replies import Undocumented
from .settings import (
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
    CallOptions,
    Settings,
    changed,
    shown_place,
    user_agent,
    with_place,
)
from .transport import AsyncTransport, Pool, Transport, no_cookies, running_loop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from .call import RequestParts
    from .credentials import CookieKey, HeaderKey, QueryKey, Secret, Security
    from .drift import OnDrift
    from .raw_response import AsyncRawCalls, RawCalls
    from .replies import Reply
    from .settings import ClientOptions

_T = TypeVar("_T")


class _AnyClient:
    """What both colours share."""

    _transport: Any

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a client with other options that shares the connections of this one.

        Args:
            options: `timeout`, `deadline`, `max_retries`, `retry_unsafe`, `headers`, `api_key`, `base_url`,
                `extra_query`, `extra_body`, `on_drift` and whatever else `CallOptions` lists. With a
                `transport` it has connections of its own, and is closed by itself.
        """
        transport = options.pop("transport", None)
        other = self._on(self._kind, changed(self._settings, options))
        if transport is not None:
            other._transport.pool = self._pool(transport)
        return other

    def _pool(self, transport: Any) -> Pool[Any]:
        """Make connections that go through a transport of the caller's."""
        raise NotImplementedError

    @property
    def _kind(self) -> Any:
        transport: object = self._transport
        return type(transport)

    @property
    def _settings(self) -> Settings:
        settings: Settings = self._transport.settings
        return settings

    def _on(self, kind: Any, settings: Settings) -> Self:
        """Copy the client without the resources that it has made."""
        old = self._transport
        reporter = old.reporter
        if settings.on_drift != old.settings.on_drift:
            reporter = DriftReporter(settings.on_drift)
        other = copy(self)
        other.__dict__.clear()
        other._transport = kind(settings, old.pool, reporter)
        return other

    def __repr__(self) -> str:
        place = self._settings.base_url or self._settings.server
        return f"<{type(self).__name__} {shown_place(place)}>"


class SyncClient(_AnyClient):
    """A client; its resources are attributes.

    Safe to share between threads and to inherit by forked processes. Connections are opened at the first
    call and kept for the next ones.
    """

    _transport: Transport

    def __init__(
        self, settings: Settings, *, http_client: httpx2.Client | None = None
    ) -> None:
        pool = self._pool(None, http_client)
        settings = with_place(settings, pool.base_url())
        self._transport = Transport(settings, pool, DriftReporter(settings.on_drift))

    def _pool(
        self, transport: Any, given: httpx2.Client | None = None
    ) -> Pool[httpx2.Client]:
        def make() -> httpx2.Client:
            headers = {"User-Agent": user_agent()}
            return httpx2.Client(
                transport=transport, cookies=no_cookies(), headers=headers
            )

        return Pool(make, given)

    @overload
    def request(
        self, method: str, path: str, /, **parts: Unpack[RequestParts]
    ) -> Any: ...

    @overload
    def request(
        self,
        method: str,
        path: str,
        /,
        *,
        reply: Reply[_T, object],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    def request(
        self,
        method: str,
        path: str,
        /,
        *,
        reply: Reply[Any, Any] | None = None,
        **parts: Unpack[RequestParts],
    ) -> Any:
        """Send a call that has no method of its own yet.

        Args:
            method: Such as `GET`.
            path: Behind the base URL; placeholders are filled in from `path=`.
            reply: What comes back, such as `Json(Voice)` or `Bytes()`; decided by the answer when not given.
            parts: `query`, `headers`, `json`, `files` and whatever else `RequestParts` lists.
        """
        return self._transport.request(
            method.upper(), path, reply=reply or Undocumented(), **parts
        )

    @cached_property
    def with_raw_response(self) -> RawCalls:
        """The same resources and methods; each returns a `RawResponse`."""
        from .raw_response import RawCalls, RawTransport

        return RawCalls(self._on(RawTransport, self._settings))

    def close(self) -> None:
        """Close the connections, also for clients made by `with_options`.

        An HTTP client that the caller brought stays open.
        """
        for http_client in self._transport.pool.close():
            http_client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class KeyClient(SyncClient):
    """A client that needs one key; which one, and where the API answers, is said by each."""

    _server: ClassVar[str]
    """The documented place of the API."""
    _key: ClassVar[HeaderKey | QueryKey | CookieKey]
    _security: ClassVar[Security | None] = None
    """Which credentials operations take that do not say so themselves; None for any one."""

    def __init__(
        self,
        api_key: Secret | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.Client | None = None,
        on_drift: OnDrift = "log",
        **options: Unpack[ClientOptions],
    ) -> None:
        settings = Settings(
            client=type(self).__name__,
            base_url=base_url,
            server=self._server,
            auth=(replace(self._key, value=api_key),),
            security=self._security,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            on_drift=on_drift,
            **options,
        )
        super().__init__(settings, http_client=http_client)


class AsyncClient(_AnyClient):
    """A client whose methods are coroutines; its resources are attributes.

    Connections are opened at the first call in an event loop and kept for the next ones in it.
    """

    _transport: AsyncTransport

    def __init__(
        self, settings: Settings, *, http_client: httpx2.AsyncClient | None = None
    ) -> None:
        pool = self._pool(None, http_client)
        settings = with_place(settings, pool.base_url())
        self._transport = AsyncTransport(
            settings, pool, DriftReporter(settings.on_drift)
        )

    def _pool(
        self, transport: Any, given: httpx2.AsyncClient | None = None
    ) -> Pool[httpx2.AsyncClient]:
        def make() -> httpx2.AsyncClient:
            headers = {"User-Agent": user_agent()}
            return httpx2.AsyncClient(
                transport=transport, cookies=no_cookies(), headers=headers
            )

        return Pool(make, given, running_loop)

    @overload
    async def request(
        self, method: str, path: str, /, **parts: Unpack[RequestParts]
    ) -> Any: ...

    @overload
    async def request(
        self,
        method: str,
        path: str,
        /,
        *,
        reply: Reply[object, _T],
        **parts: Unpack[RequestParts],
    ) -> _T: ...

    async def request(
        self,
        method: str,
        path: str,
        /,
        *,
        reply: Reply[Any, Any] | None = None,
        **parts: Unpack[RequestParts],
    ) -> Any:
        """Send a call that has no method of its own yet.

        Args:
            method: Such as `GET`.
            path: Behind the base URL; placeholders are filled in from `path=`.
            reply: What comes back, such as `Json(Voice)` or `Bytes()`; decided by the answer when not given.
            parts: `query`, `headers`, `json`, `files` and whatever else `RequestParts` lists.
        """
        return await self._transport.request(
            method.upper(), path, reply=reply or Undocumented(), **parts
        )

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """The same resources and methods; each returns a `RawResponse`."""
        from .raw_response import AsyncRawCalls, AsyncRawTransport

        return AsyncRawCalls(self._on(AsyncRawTransport, self._settings))

    async def close(self) -> None:
        """Close the connections, also for clients made by `with_options`.

        An HTTP client that the caller brought stays open.
        """
        for http_client in self._transport.pool.close():
            await http_client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


class AsyncKeyClient(AsyncClient):
    """A client that needs one key; which one, and where the API answers, is said by each."""

    _server: ClassVar[str]
    """The documented place of the API."""
    _key: ClassVar[HeaderKey | QueryKey | CookieKey]
    _security: ClassVar[Security | None] = None
    """Which credentials operations take that do not say so themselves; None for any one."""

    def __init__(
        self,
        api_key: Secret | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.AsyncClient | None = None,
        on_drift: OnDrift = "log",
        **options: Unpack[ClientOptions],
    ) -> None:
        settings = Settings(
            client=type(self).__name__,
            base_url=base_url,
            server=self._server,
            auth=(replace(self._key, value=api_key),),
            security=self._security,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            on_drift=on_drift,
            **options,
        )
        super().__init__(settings, http_client=http_client)
