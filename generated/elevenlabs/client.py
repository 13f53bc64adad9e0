"""The synchronous client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ._core.auth import HeaderKey
from ._core.client import SyncClient
from ._core.lazy import lazy_names
from ._core.settings import (
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT,
    Settings,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    import httpx2

    from ._core.auth import Secret
    from ._core.drift import OnDrift
    from ._core.settings import ClientOptions
    from .aio import AsyncElevenLabs as AsyncElevenLabs
    from .resources.forced_alignment import ForcedAlignment
    from .resources.history import History
    from .resources.voices import Voices

__getattr__ = lazy_names(__name__, {"AsyncElevenLabs": "..aio"})


class ElevenLabs(SyncClient):
    """The client of ElevenLabs API.

    Args:
        api_key: Taken from `ELEVENLABS_API_KEY` when not given.
        base_url: Another place where the API answers: a proxy, a test server.
        timeout: Seconds for each step of a request; None waits for ever.
        max_retries: Further attempts after the first.
        headers: Sent with every request.
        http_client: Your own `httpx2.Client`, which stays yours to close.
        on_drift: What to do about answers that do not match the docs: "log", "raise",
            "ignore" or a function.
        options: What else `ClientOptions` lists: limits, retries, hooks.
    """

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
        super().__init__(
            Settings(
                client="ElevenLabs",
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
        from .resources.forced_alignment import ForcedAlignment

        return ForcedAlignment(self._transport)

    @cached_property
    def history(self) -> History:
        from .resources.history import History

        return History(self._transport)

    @cached_property
    def voices(self) -> Voices:
        from .resources.voices import Voices

        return Voices(self._transport)
