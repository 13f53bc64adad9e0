"""What generated methods return for bodies that are empty, over a real transport of httpx2."""

from __future__ import annotations

import asyncio
import importlib
import sys
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import httpx2
import pytest

from specweld.render.package import render
from stages.render import api_of

CASES = Path(__file__).parents[2] / "cases"


@pytest.fixture
def package(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """Import the package of a case."""
    for file in render(api_of((CASES / request.param).read_text(encoding="utf-8"))):
        path = tmp_path / "acme" / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("acme")
    for name in [name for name in sys.modules if name.split(".")[0] == "acme"]:
        del sys.modules[name]


def call(package: Any, method: str, status: int, body: bytes = b"") -> list[Any]:
    """Call a method of both clients and let it be answered so."""

    def answer(_request: httpx2.Request) -> httpx2.Response:
        kind = {"content-type": "application/json"}
        return httpx2.Response(status, content=body, headers=kind)

    options = {"base_url": "https://x", "api_key": "k", "on_drift": "raise"}
    transport = httpx2.MockTransport(answer)
    with httpx2.Client(transport=transport) as http:
        found = attrgetter(method)(package.Acme(http_client=http, **options))()

    async def wait() -> Any:
        async with httpx2.AsyncClient(transport=transport) as http:
            client = package.AsyncAcme(http_client=http, **options)
            return await attrgetter(method)(client)()

    return [found, asyncio.run(wait())]


@pytest.mark.parametrize("package", ["api/answer-or-nothing.yaml"], indirect=True)
@pytest.mark.parametrize("method", ["get_voice", "list_voices"])
@pytest.mark.parametrize("status", [200, 204])
def test_an_empty_body_is_none(package: Any, method: str, status: int) -> None:
    assert call(package, method, status) == [None, None]


@pytest.mark.parametrize("package", ["api/answer-or-nothing.yaml"], indirect=True)
def test_a_body_is_a_model(package: Any) -> None:
    voice = importlib.import_module("acme.models").Voice(id="v")
    assert call(package, "get_voice", 200, b'{"id": "v"}') == [voice, voice]


@pytest.mark.parametrize("package", ["render/pages-by-number.yaml"], indirect=True)
@pytest.mark.parametrize(
    ("method", "path", "second"), [("from_zero", "zero", 1), ("from_one", "one", 2)]
)
def test_the_page_after_the_first(
    package: Any, method: str, path: str, second: int
) -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(str(request.url))
        body = {"items": [{"id": str(len(asked))}], "has_more": len(asked) < 2}
        return httpx2.Response(200, json=body)

    with httpx2.Client(transport=httpx2.MockTransport(answer)) as http:
        client = package.Acme(base_url="https://x", api_key="k", http_client=http)
        items = [each.id for each in getattr(client, method)()]
    assert items == ["1", "2"]
    assert asked == [
        f"https://x/from-{path}",
        f"https://x/from-{path}?page={second}",
    ]
