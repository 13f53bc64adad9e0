"""Clients of both colours against a real server."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from sample_client import make_sample

sys.path.insert(0, str(make_sample()))

from driver import Driver
from sample._core import failures
from server import ScriptedServer


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def driver(server: ScriptedServer, request: pytest.FixtureRequest) -> Iterator[Driver]:
    driver = Driver(server, is_async=request.param == "async")
    yield driver
    driver.close()


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries come soon, and keep the developer's own key out."""
    monkeypatch.setattr(failures, "FIRST_PAUSE", 0.001)
    monkeypatch.delenv("SAMPLE_API_KEY", raising=False)
