"""The generated client of either colour, driven in the same words."""

from __future__ import annotations

from typing import Any

from driver import Driver
from server import ScriptedServer

from elevenlabs import AsyncElevenLabs, ElevenLabs


class ElevenLabsDriver(Driver):
    """Drives clients that share the connections of one, whose default is to raise on any drift."""

    def __init__(self, server: ScriptedServer, *, is_async: bool) -> None:
        super().__init__(server, is_async=is_async)
        self._shared = self.new_client("key", on_drift="raise")

    @property
    def colour(self) -> str:
        """The package of the resources."""
        return "aio" if self.is_async else "resources"

    def client(self, **options: Any) -> Any:
        """Derive a client; `options` are those of `with_options`."""
        return self._shared.with_options(**options)

    def new_client(self, *arguments: Any, **options: Any) -> Any:
        """Construct a client with connections of its own; it is closed at the end of the session."""
        make = AsyncElevenLabs if self.is_async else ElevenLabs
        client = make(*arguments, **{"base_url": self.server.url, **options})
        self._opened.append(client)
        return client
