"""What a client was constructed with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    import httpx2

    from .auth import Credential
    from .drift import OnDrift

DEFAULT_TIMEOUT = 120.0
"""Seconds to wait for a connection, for the next bytes of an answer, or to send the next bytes."""

DEFAULT_MAX_RETRIES = 2
"""Further attempts after the first."""


class Settings(Struct, frozen=True, kw_only=True):
    """The options of one client."""

    client: str
    """Its class name, for messages."""
    base_url: str | None
    """What the caller asks for; goes before every other place."""
    server: str = ""
    """The documented place of the API, used when nothing else is asked for."""
    auth: tuple[Credential, ...] = ()
    """Alternatives: the first one that has a value is used."""
    demands_credential: bool = True
    """Whether a call without any is refused before it is sent."""
    timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT
    """Seconds for each step of a request; None waits for ever."""
    max_retries: int = DEFAULT_MAX_RETRIES
    headers: Mapping[str, str] | None = None
    """Sent with every request."""
    on_drift: OnDrift = "log"


def with_place(settings: Settings, base_url: str) -> Settings:
    """Let the base URL of the caller's HTTP client, if any, go before the documented place.

    Where no documented place is told apart from what the caller asks for, the HTTP client's wins.
    """
    if not base_url or (settings.base_url and settings.server):
        return settings
    return replace(settings, base_url=base_url)
