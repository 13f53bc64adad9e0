"""The two colours of a client: what differs between the synchronous and the asynchronous half."""

from __future__ import annotations

import enum


class Colour(enum.Enum):
    """A half of the client; `_core` has the names of both."""

    SYNC = ""
    ASYNC = "Async"

    @property
    def keyword(self) -> str:
        """How a method begins."""
        return "def" if self is Colour.SYNC else "async def"

    @property
    def waiting(self) -> str:
        """What stands before a call."""
        return "" if self is Colour.SYNC else "await "

    @property
    def folder(self) -> str:
        """Where the resources are."""
        return "resources" if self is Colour.SYNC else "aio"

    @property
    def client_base(self) -> str:
        """The runtime class that the client derives from."""
        return "SyncClient" if self is Colour.SYNC else "AsyncClient"

    def own(self, stem: str) -> str:
        """Name the runtime's counterpart of this colour: `Transport`, `AsyncTransport`."""
        return f"{self.value}{stem}"
