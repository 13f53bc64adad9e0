"""What every async client can do."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Self

import httpx2

from .async_transport import AsyncTransport
from .drift import DriftReporter
from .pool import Pool
from .settings import with_place
from .unset import UNSET, UnsetType

if TYPE_CHECKING:
    from types import TracebackType

    from .drift import OnDrift
    from .raw_response import AsyncRawCalls
    from .settings import Settings


class AsyncClient:
    """A client whose methods are coroutines; its resources are attributes.

    Connections are opened at the first call and kept for the next ones.
    """

    def __init__(
        self, settings: Settings, *, http_client: httpx2.AsyncClient | None = None
    ) -> None:
        pool = Pool(httpx2.AsyncClient, http_client)
        settings = with_place(settings, pool.base_url())
        self._transport = AsyncTransport(
            settings, pool, DriftReporter(settings.on_drift)
        )

    def with_options(
        self,
        *,
        timeout: float | httpx2.Timeout | UnsetType | None = UNSET,
        max_retries: int | UnsetType = UNSET,
        headers: Mapping[str, str] | UnsetType = UNSET,
        base_url: str | UnsetType = UNSET,
        on_drift: OnDrift | UnsetType = UNSET,
    ) -> Self:
        """Return a client with other options that shares the connections of this one.

        Args:
            timeout: Seconds for each step of a request; None waits for ever.
            max_retries: Further attempts after the first.
            headers: Sent with every request, beside those of this client.
            base_url: Where the API is.
            on_drift: What to do about answers that do not match the documentation.
        """
        from .options import changed, reporter_for

        old = self._transport
        settings = changed(
            old.settings,
            timeout=timeout,
            max_retries=max_retries,
            headers=headers,
            base_url=base_url,
            on_drift=on_drift,
        )
        reporter = reporter_for(settings, old.settings, old.reporter)
        return self._on(AsyncTransport(settings, old.pool, reporter))

    @cached_property
    def with_raw_response(self) -> AsyncRawCalls:
        """The same resources and methods; each returns a `RawResponse`."""
        from .raw_response import AsyncRawCalls, AsyncRawTransport

        old = self._transport
        return AsyncRawCalls(
            self._on(AsyncRawTransport(old.settings, old.pool, old.reporter))
        )

    async def close(self) -> None:
        """Close the connections, also for clients made by `with_options`.

        An HTTP client that the caller brought stays open.
        """
        if http_client := self._transport.pool.closable:
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

    def __repr__(self) -> str:
        settings = self._transport.settings
        return f"<{type(self).__name__} {settings.base_url or settings.server}>"

    def _on(self, transport: AsyncTransport) -> Self:
        """Copy the client without the resources that it has made."""
        other = copy(self)
        other.__dict__.clear()
        other._transport = transport
        return other
