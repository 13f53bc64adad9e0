"""The clients."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ._core.async_client import AsyncClient
from ._core.auth import HeaderKey
from ._core.client import SyncClient
from ._core.settings import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT, Settings

if TYPE_CHECKING:
    import httpx2

    from ._core.drift import OnDrift
    from .aio.voices import Voices as AsyncVoices
    from .resources.voices import Voices


class Sample(SyncClient):
    """The client."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.Client | None = None,
        on_drift: OnDrift = "log",
    ) -> None:
        super().__init__(
            Settings(
                client="Sample",
                base_url=base_url,
                server="https://api.sample.invalid",
                auth=(
                    HeaderKey(
                        header="xi-api-key",
                        prefix="",
                        value=api_key,
                        env_var="SAMPLE_API_KEY",
                    ),
                ),
                timeout=timeout,
                max_retries=max_retries,
                headers=headers,
                on_drift=on_drift,
            ),
            http_client=http_client,
        )

    @cached_property
    def voices(self) -> Voices:
        """The voices."""
        from .resources.voices import Voices

        return Voices(self._transport)


class AsyncSample(AsyncClient):
    """The client."""

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT,
        max_retries: int = DEFAULT_MAX_RETRIES,
        headers: Mapping[str, str] | None = None,
        http_client: httpx2.AsyncClient | None = None,
        on_drift: OnDrift = "log",
    ) -> None:
        super().__init__(
            Settings(
                client="AsyncSample",
                base_url=base_url,
                server="https://api.sample.invalid",
                auth=(
                    HeaderKey(
                        header="xi-api-key",
                        prefix="",
                        value=api_key,
                        env_var="SAMPLE_API_KEY",
                    ),
                ),
                timeout=timeout,
                max_retries=max_retries,
                headers=headers,
                on_drift=on_drift,
            ),
            http_client=http_client,
        )

    @cached_property
    def voices(self) -> AsyncVoices:
        """The voices."""
        from .aio.voices import Voices as AsyncVoices

        return AsyncVoices(self._transport)
