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

    def client_base(self, *, has_key: bool) -> str:
        """Name the runtime class that the client derives from: that of clients with one key, or of all."""
        if has_key:
            return self.own("KeyClient")
        return "SyncClient" if self is Colour.SYNC else "AsyncClient"

    def own(self, stem: str) -> str:
        """Name the runtime's counterpart of this colour: `Transport`, `AsyncTransport`."""
        return f"{self.value}{stem}"
