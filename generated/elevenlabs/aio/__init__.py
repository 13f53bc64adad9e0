"""The asynchronous client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .._core.auth import HeaderKey
from .._core.client import AsyncClient
from .._core.settings import (
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    import httpx2

    from .._core.auth import Secret
    from .._core.drift import OnDrift
    from .._core.settings import ClientOptions
    from .forced_alignment import ForcedAlignment
    from .history import History
    from .voices import Voices


class AsyncElevenLabs(AsyncClient):
    """The asynchronous client of ElevenLabs API; takes what `ElevenLabs` does."""

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
        super().__init__(
            Settings(
                client="AsyncElevenLabs",
                base_url=base_url,
                server="https://api.elevenlabs.io",
                auth=(
                    HeaderKey(
                        header="xi-api-key",
                        prefix="",
                        value=api_key,
                        env_var="ELEVENLABS_API_KEY",
                    ),
                ),
                timeout=timeout,
                max_retries=max_retries,
                headers=headers,
                on_drift=on_drift,
                **options,
            ),
            http_client=http_client,
        )

    @cached_property
    def forced_alignment(self) -> ForcedAlignment:
        from .forced_alignment import ForcedAlignment

        return ForcedAlignment(self._transport)

    @cached_property
    def history(self) -> History:
        from .history import History

        return History(self._transport)

    @cached_property
    def voices(self) -> Voices:
        from .voices import Voices

        return Voices(self._transport)
