"""The two colours of a client: what differs between the synchronous and the asynchronous half."""

from __future__ import annotations

import enum


class Colour(enum.Enum):
    """A half of the client; `_core` has the names of both."""

    SYNC = ""
    ASYNC = "Async"

    @property
    def waiting(self) -> tuple[str, ...]:
        """None, or the one word that makes a method asynchronous."""
        return () if self is Colour.SYNC else ("async",)

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
