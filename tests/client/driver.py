"""A client of either colour, driven in the same words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

from sample import AsyncSample, Sample
from server import ScriptedServer

Use: TypeAlias = Callable[[Any], Any]
"""Something done with a client; what it returns is awaited if it must be."""


class Driver:
    """Does the same with a sync or an async client, so that each test is written once."""

    def __init__(self, server: ScriptedServer, *, is_async: bool) -> None:
        self.server = server
        self.is_async = is_async
        self._runner = asyncio.Runner()
        self._opened: list[Any] = []

    def client(self, **options: Any) -> Any:
        """Make a client of the server; it is closed at the end of the test."""
        make = AsyncSample if self.is_async else Sample
        options = {"api_key": "key", "base_url": self.server.url, **options}
        client = make(**options)
        self._opened.append(client)
        return client

    def call(self, use: Use, client: Any = None, **options: Any) -> Any:
        """Use a client, by default a new one, and wait for the result."""
        return self.wait(use(client or self.client(**options)))

    def items(self, use: Use, client: Any = None, **options: Any) -> list[Any]:
        """Use a client and gather what the result yields."""
        return self.wait(self._gathered(use(client or self.client(**options))))

    def gather(self, found: Any) -> list[Any]:
        """Gather what an iterable or async iterable yields."""
        return self.wait(self._listed(found))

    def wait(self, value: Any) -> Any:
        """Wait for a value if it is awaitable."""
        return self._runner.run(_awaited(value))

    def close(self) -> None:
        """Close the clients."""
        for client in self._opened:
            self.wait(client.close())
        self._runner.close()

    async def _gathered(self, value: Any) -> list[Any]:
        return await self._listed(await _awaited(value))

    async def _listed(self, found: Any) -> list[Any]:
        if isinstance(found, AsyncIterator) or hasattr(found, "__aiter__"):
            return [item async for item in found]
        return list(found)


async def _awaited(value: Any) -> Any:
    return await value if isinstance(value, Awaitable) else value
