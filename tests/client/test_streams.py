"""Answers that arrive bit by bit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from sample import Sample
from sample._core.errors import ApiConnectionError, DecodeError
from sample.models import ImageContent, TextContent
from server import ScriptedServer

AUDIO = {"content-type": "Audio/MPEG; rate=1", "x-request-id": "r"}


def test_bytes_are_iterated_over(driver: Driver) -> None:
    driver.server.answer(chunks=[b"one", b"two"], pause=0.05, headers=AUDIO)
    client = driver.client()
    audio = driver.call(lambda client: client.voices.audio("v1"), client)
    assert (audio.content_type, audio.status_code) == ("audio/mpeg", 200)
    assert (audio.headers["X-Request-Id"], audio.request_id) == ("r", "r")
    assert not audio.is_closed
    assert driver.gather(audio) == [b"one", b"two"]
    assert audio.is_closed
    with pytest.raises(RuntimeError, match=r"already iterated over"):
        driver.wait(audio.read())


def test_bytes_are_read(driver: Driver) -> None:
    driver.server.answer(content=b"x" * 100_000)
    client = driver.client()
    audio = driver.call(lambda client: client.voices.audio("v1"), client)
    for _ in range(2):
        assert driver.wait(audio.read()) == b"x" * 100_000
    assert driver.gather(audio) == [b"x" * 100_000]
    assert audio.is_closed


def test_bytes_are_saved(driver: Driver, tmp_path: Path) -> None:
    driver.server.answer(content=b"sound")
    client = driver.client()
    audio = driver.call(lambda client: client.voices.audio("v1"), client)
    driver.wait(audio.save(tmp_path / "a.mp3"))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("a.mp3", b"sound")
    ]


def test_a_broken_download_leaves_the_old_file(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"old")
    driver.server.answer(content=b"sound", cut_at=2)
    client = driver.client()
    audio = driver.call(lambda client: client.voices.audio("v1"), client)
    with pytest.raises(
        ApiConnectionError, match=r"^(GET|POST) .* broke off: peer closed"
    ):
        driver.wait(audio.save(tmp_path / "a.mp3"))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.mp3", b"old")]
    with pytest.raises(RuntimeError, match="already iterated over"):
        driver.wait(audio.read())


def test_bytes_may_be_left(driver: Driver) -> None:
    driver.server.answer(chunks=[b"one", b"two"])
    client = driver.client()
    audio = driver.call(lambda client: client.voices.audio("v1"), client)
    driver.wait(audio.close())
    assert audio.is_closed


def test_a_second_loop_goes_on(server: ScriptedServer) -> None:
    server.answer(chunks=[b"one", b"two", b"three"], pause=0.02)
    with Sample("k", base_url=server.url) as client:
        audio = client.voices.audio("v1")
        assert next(iter(audio)) == b"one"
        assert list(audio) == [b"two", b"three"]


def test_an_answer_that_nobody_reads_gives_its_connection_back(
    server: ScriptedServer,
) -> None:
    import httpx2

    http_client = httpx2.Client(limits=httpx2.Limits(max_connections=1))
    with (
        http_client,
        Sample("k", base_url=server.url, http_client=http_client) as client,
    ):
        for use in (lambda: client.voices.audio("v1"), client.voices.watch) * 2:
            server.answer(chunks=[b"one", b"two"])
            with pytest.warns(ResourceWarning, match="neither read to its end nor"):
                use()
    assert len(server.requests) == 4


TEXT = '{"type": "text", "text": "grüße"}'
IMAGE = '{"type": "image", "url": "u"}'
BOTH = [TextContent(text="grüße"), ImageContent(url="u")]


@pytest.mark.parametrize(
    "body",
    [
        f"data: {TEXT}\n\ndata: {IMAGE}\n\ndata: [DONE]\n\ndata: never\n\n",
        f"\ufeffevent: a\r\ndata:{TEXT}\r\n\r\n: ping\r\n\r\nid: 1\r\ndata: {IMAGE}\r\n\r\n",
        f": hello\rretry: 10\rdata: {TEXT}\r\rdata: {IMAGE}\r\r",
        f'data: {{"type": "text",\ndata: "text": "grüße"}}\n\ndata: {IMAGE}',
        f"{TEXT}\n\n{IMAGE}\n",
        f"{TEXT}\r\n{IMAGE}",
        f'{{\n  "type": "text",\n  "text": "grüße"\n}}\n{IMAGE}\n[DONE]\nnever',
    ],
)
@pytest.mark.parametrize("size", [1, 2, 7, 10_000])
def test_events_and_lines(driver: Driver, body: str, size: int) -> None:
    content = body.encode()
    driver.server.answer(
        chunks=[content[i : i + size] for i in range(0, len(content), size)],
        headers={"content-type": "text/event-stream"},
    )
    client = driver.client(on_drift="raise")
    events = driver.call(lambda client: client.voices.watch(), client)
    assert driver.gather(events) == BOTH
    assert events.is_closed


@pytest.mark.parametrize("body", ["", "\n\n", "data: [DONE]\n\n", ": ping\n\n"])
def test_no_events(driver: Driver, body: str) -> None:
    driver.server.answer(text=body)
    assert driver.items(lambda client: client.voices.watch()) == []


@pytest.mark.parametrize("body", ["data: {oops\n\n", "<html>\n", '{"type": '])
def test_events_that_are_no_json(driver: Driver, body: str) -> None:
    driver.server.answer(text=body)
    with pytest.raises(DecodeError, match=r"^POST /v1/watch sent an event that is not"):
        driver.items(lambda client: client.voices.watch())


def test_events_that_drift(driver: Driver) -> None:
    seen: list[Any] = []
    driver.server.answer(text='data: {"type": "new"}\n\n')
    events = driver.items(lambda client: client.voices.watch(), on_drift=seen.append)
    assert events == [{"type": "new"}]
    assert [drift.path for drift in seen] == ["$.type"]


def test_a_stream_that_breaks(driver: Driver) -> None:
    driver.server.answer(chunks=[b"data: [", b"1]\n\n"], cut_at=1)
    with pytest.raises(
        ApiConnectionError, match=r"^(GET|POST) .* broke off: peer closed"
    ):
        driver.items(lambda client: client.voices.watch())
