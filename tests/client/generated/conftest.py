"""The generated ElevenLabs client against a real server.

One server and one client of each colour serve all tests; a test that needs a client of its own makes it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from folders import GENERATED, SPECS

sys.path.insert(0, str(GENERATED))

from elevenlabs_driver import ElevenLabsDriver
from openapi_document import Document
from server import ScriptedServer


@pytest.fixture(scope="session")
def drivers() -> Iterator[dict[str, ElevenLabsDriver]]:
    with ScriptedServer() as server:
        opened = {
            "sync": ElevenLabsDriver(server, is_async=False),
            "async": ElevenLabsDriver(server, is_async=True),
        }
        yield opened
        for driver in opened.values():
            driver.close()


@pytest.fixture(params=["sync", "async"])
def driver(
    drivers: dict[str, ElevenLabsDriver], request: pytest.FixtureRequest
) -> Iterator[ElevenLabsDriver]:
    """Drive a client of either colour; every answer that a test scripts must be used."""
    driver = drivers[request.param]
    driver.server.requests.clear()
    driver.server.answers.clear()
    yield driver
    assert len(driver.server.answers) == 0


@pytest.fixture(params=["sync", "async"])
def lone_driver(request: pytest.FixtureRequest) -> Iterator[ElevenLabsDriver]:
    """Drive a server of the test's own: a request that breaks off may reach it late."""
    with ScriptedServer() as server:
        driver = ElevenLabsDriver(server, is_async=request.param == "async")
        yield driver
        driver.close()


@pytest.fixture(autouse=True)
def generated_impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let retries come soon, and keep the developer's own key out."""
    from elevenlabs._core import failures

    monkeypatch.setattr(failures, "FIRST_PAUSE", 0.001)
    monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)


@pytest.fixture(scope="session")
def specs() -> dict[str, dict[str, Any]]:
    """The committed specs, by file name without its ending."""
    return {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(SPECS.glob("*.yaml"))
    }


@pytest.fixture(scope="session")
def document() -> Document:
    """What `specweld merge` makes of the committed specs."""
    specweld = Path(sys.executable).with_name("specweld")
    merged = subprocess.run(
        [specweld, "merge", SPECS], check=True, capture_output=True, text=True
    )
    return Document(yaml.safe_load(merged.stdout))
