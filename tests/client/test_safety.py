"""Secrets that stay where they belong, and answers that are not what they seem."""

from __future__ import annotations

import datetime
import gzip
import logging
import os
import stat
import threading
import time
import zlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from driver import Driver
from sample import Sample
from sample._core.call import build_call
from sample._core.client import AsyncClient, SyncClient
from sample._core.credentials import QueryKey
from sample._core.errors import (
    AnswerTooLargeError,
    ApiConnectionError,
    ApiStatusError,
    ApiTimeoutError,
)
from sample._core.replies import Json
from sample._core.settings import Settings
from sample.models import Voice
from server import ScriptedServer

VOICE = {"voice_id": "v1", "name": "Rachel"}
SECRET = "s3cr3t"


def with_query_key(driver: Driver) -> Any:
    """Make a client whose key goes into the query."""
    kind: Any = AsyncClient if driver.is_async else SyncClient
    key = QueryKey(parameter="api_key", value=SECRET)
    place = driver.server.url.replace("//", f"//user:{SECRET}@")
    client = kind(Settings(client="Sample", base_url=place, auth=(key,)))
    driver._opened.append(client)
    return client


def test_secrets_stay_out_of_logs(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = with_query_key(driver)
    driver.server.answer(status=429)
    driver.server.answer(json=VOICE)
    call = client.request("GET", "/v1/{x}", path={"x": "y"}, query={"q": 1})
    assert driver.wait(call) == VOICE
    assert driver.server.requests[0].query == {"q": ["1"], "api_key": [SECRET]}
    ours = [record.message for record in caplog.records if record.name == "sample"]
    assert [line.partition(" in ")[0] for line in ours] == [
        *("GET /v1/{x}: 429", "GET /v1/{x}: again", "GET /v1/{x}: 200"),
    ]
    lines = [record.getMessage() for record in caplog.records]
    assert any("HTTP Request: GET http://" in line for line in lines)
    assert [line for line in lines if SECRET in line] == []


def test_secrets_stay_out_of_representations(driver: Driver) -> None:
    client = with_query_key(driver)
    settings = client._transport.settings
    call = build_call("GET", "/x", {}, settings, ())
    shown = [
        repr(each) for each in (client, settings, call, settings.auth, call.wanted)
    ]
    assert [text for text in shown if SECRET in text] == []
    assert repr(client) == f"<{type(client).__name__} {driver.server.url}>"


def test_secrets_stay_out_of_messages(driver: Driver) -> None:
    client = with_query_key(driver)
    target = f"https://me:{SECRET}@elsewhere.invalid/path?api_key={SECRET}"
    driver.server.answer(status=307, headers={"location": target})
    driver.server.answer(is_reset=True)
    for _ in range(2):
        with pytest.raises((ApiStatusError, ApiConnectionError)) as caught:
            driver.wait(client.request("POST", "/x"))
        assert SECRET not in str(caught.value)
    assert len(driver.server.requests) == 2


def test_text_of_a_server_does_not_steer_a_terminal(driver: Driver) -> None:
    words = "\x1b[2Jgone\u202e\x07"
    driver.server.answer(status=400, json={"message": words})
    with pytest.raises(ApiStatusError) as caught:
        driver.call(lambda client: client.voices.get("v1"))
    assert str(caught.value).isprintable()
    assert str(caught.value).endswith(r": \x1b[2Jgone\u202e\x07")
    assert caught.value.body == {"message": words}


TEXT = b'{"voice_id": "v1", "name": "' + b"x" * 5000 + b'"}'
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
ENCODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]),
    "deflate": zlib.compress(TEXT),
    "Deflate": BARE.compress(TEXT) + BARE.flush(),
}


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("size", [1, 1000])
def test_compressed_answers(driver: Driver, encoding: str, size: int) -> None:
    content = ENCODED[encoding]
    chunks = [content[at : at + size] for at in range(0, len(content), size)]
    headers = {"content-encoding": encoding, "content-type": "application/json"}
    driver.server.answer(chunks=chunks, headers=headers)
    voice = driver.call(lambda client: client.voices.get("v1"))
    assert voice == Voice(voice_id="v1", name="x" * 5000)
    driver.server.answer(chunks=chunks, headers=headers)
    client = driver.client()
    audio = driver.call(lambda c: c.voices.audio("v1"), client)
    assert driver.wait(audio.read()) == TEXT


@pytest.mark.parametrize("encoding", ENCODED)
def test_compressed_answers_that_end_early(
    driver: Driver, encoding: str, tmp_path: Path
) -> None:
    half = ENCODED[encoding][:-12]
    headers = {"content-encoding": encoding}
    for _ in range(2):
        driver.server.answer(content=half, headers=headers)
    client = driver.client(max_retries=1)
    with pytest.raises(ApiConnectionError, match=r"the compressed body ended early$"):
        driver.call(lambda c: c.voices.get("v1"), client)
    assert len(driver.server.requests) == 2
    driver.server.answer(content=half, headers=headers)
    audio = driver.call(lambda c: c.voices.audio("v1"), client)
    with pytest.raises(ApiConnectionError, match=r"the compressed body ended early$"):
        driver.wait(audio.save(tmp_path / "a.mp3"))
    assert list(tmp_path.iterdir()) == []


def test_compressed_answers_that_are_not(driver: Driver) -> None:
    headers = {"content-encoding": "gzip"}
    driver.server.answer(content=b"not at all", headers=headers)
    with pytest.raises(ApiConnectionError, match="answered 200, but broke off"):
        driver.call(lambda client: client.voices.get("v1"))
    assert len(driver.server.requests) == 1


def test_answers_have_a_limit(driver: Driver) -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    headers = {"content-encoding": "gzip"}
    client = driver.client(max_answer_bytes=1_000_000)
    driver.server.answer(content=bomb, headers=headers)
    with pytest.raises(AnswerTooLargeError, match="the answer exceeds 1000000 bytes"):
        driver.call(lambda c: c.voices.get("v1"), client)
    driver.server.answer(chunks=[b"data: " + b"x" * 600_000] * 3)
    with pytest.raises(AnswerTooLargeError, match="one event exceeds 1000000 bytes"):
        driver.items(lambda c: c.voices.watch(), client)
    driver.server.answer(content=b"x" * 2_000_000)
    audio = driver.call(lambda c: c.voices.audio("v1"), client)
    assert len(driver.wait(audio.read())) == 2_000_000


def test_calls_have_a_deadline(driver: Driver) -> None:
    driver.server.answer(chunks=[b" "] * 50, pause=0.05)
    begun = time.perf_counter()
    with pytest.raises(ApiTimeoutError, match=r"timed out: read$"):
        driver.call(lambda client: client.voices.get("v1"), deadline=0.3)
    assert time.perf_counter() - begun < 1.5
    for _ in range(9):
        driver.server.answer(status=503, headers={"retry-after-ms": "100"})
    before = len(driver.server.requests)
    with pytest.raises(ApiStatusError):
        driver.call(lambda c: c.voices.get("v1"), deadline=0.25, max_retries=9)
    assert len(driver.server.requests) - before in (1, 2, 3)


@pytest.mark.parametrize("charset", ["hex", "idna", "rot13", "no-such", "undefined"])
def test_made_up_charsets(driver: Driver, charset: str) -> None:
    kind = f"text/plain; charset={charset}"
    driver.server.answer(content="grün".encode(), headers={"content-type": kind})
    assert driver.call(lambda client: client.voices.transcript()) == "grün"
    driver.server.answer(
        status=400, content="grün".encode(), headers={"content-type": kind}
    )
    with pytest.raises(ApiStatusError, match=r": grün$"):
        driver.call(lambda client: client.voices.transcript())


def test_json_in_latin_1(driver: Driver) -> None:
    content = '{"voice_id": "v1", "name": "grün"}'.encode("latin-1")
    kind = 'application/json; charset="ISO-8859-1"'
    driver.server.answer(content=content, headers={"content-type": kind})
    voice = driver.call(lambda client: client.voices.get("v1"), on_drift="raise")
    assert voice.name == "grün"
    driver.server.answer(status=400, content=content, headers={"content-type": kind})
    with pytest.raises(ApiStatusError) as caught:
        driver.call(lambda client: client.voices.get("v1"))
    assert caught.value.body == {"voice_id": "v1", "name": "grün"}


@pytest.mark.parametrize(
    ("base", "target"),
    [
        ("/v1?tenant=a#top", "/v1/x?tenant=a&q=1"),
        ("/?tenant=a", "/x?tenant=a&q=1"),
        ("?tenant=a", "/x?tenant=a&q=1"),
        ("/v1/#", "/v1/x?q=1"),
    ],
)
def test_base_urls_with_a_query(server: ScriptedServer, base: str, target: str) -> None:
    server.answer(json=1)
    with Sample("k", base_url=server.url + base) as client:
        client.request("GET", "/x", query={"q": 1})
    assert server.requests[0].target == target


def test_decimals_are_numbers(driver: Driver) -> None:
    driver.server.answer(status=204)
    value = {"price": Decimal("1.10"), "more": [Decimal(3)]}
    driver.call(lambda client: client.voices.replace(request=value))
    assert driver.server.requests[0].body == b'{"price":1.10,"more":[3]}'
    with pytest.raises(ValueError, match=r"^JSON has no word for a number that"):
        driver.call(lambda client: client.voices.replace(request=[Decimal("NaN")]))


NOON = datetime.datetime(2024, 2, 29, 12)
ZONE = datetime.timezone(datetime.timedelta(hours=2))


def test_times_without_an_offset_are_refused(driver: Driver) -> None:
    for use in (
        lambda client: client.voices.replace(request={"at": [NOON]}),
        lambda client: client.voices.find(where={"at": NOON}),
        lambda client: client.voices.find(x_trace=[NOON]),
        lambda client: client.voices.edit(NOON),
    ):
        with pytest.raises(ValueError, match="2024-02-29T12:00:00 has no offset"):
            driver.call(use)
    assert driver.server.requests == []
    driver.server.answer(status=204)
    fine = {"at": NOON.replace(tzinfo=ZONE), "text": "2024-02-29T12:00:00"}
    driver.call(lambda client: client.voices.replace(request=fine))
    assert driver.server.requests[0].body == (
        b'{"at":"2024-02-29T12:00:00+02:00","text":"2024-02-29T12:00:00"}'
    )


def save(driver: Driver, path: Path) -> None:
    driver.server.answer(content=b"sound")
    client = driver.client()
    audio = driver.call(lambda c: c.voices.audio("v1"), client)
    driver.wait(audio.save(path))


def test_saving_keeps_mode_and_link(driver: Driver, tmp_path: Path) -> None:
    real, link = tmp_path / "real.mp3", tmp_path / "link.mp3"
    real.write_bytes(b"old")
    real.chmod(0o600)
    link.symlink_to(real)
    save(driver, link)
    assert link.is_symlink()
    assert real.read_bytes() == b"sound"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600


def test_saving_into_a_pipe(driver: Driver, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    save(driver, pipe)
    reader.join()
    assert read == [b"sound"]


def test_other_parts_of_a_body_are_refused_where_there_is_no_object(
    driver: Driver,
) -> None:
    driver.server.answer(status=204)
    extra = {"extra": 1}
    more = driver.client().with_options(
        extra_body=extra, extra_query={"q": [1, 2]}, extra_headers={"X-More": "1"}
    )
    driver.call(lambda c: c.voices.replace(request={"a": 1}), more)
    request = driver.server.requests[0]
    assert (request.json, request.target) == ({"a": 1, **extra}, "/v1/voices?q=1&q=2")
    assert request.headers["x-more"] == "1"
    with pytest.raises(TypeError, match="`extra_body` goes into JSON bodies"):
        driver.call(lambda c: c.voices.upload(request=b"x"), more)


def test_calls_without_a_method(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(json=VOICE)
    found = driver.wait(client.request("get", "/new/{id}", path={"id": "a/b"}))
    assert found == VOICE
    driver.server.answer(json=VOICE)
    typed = driver.wait(client.request("POST", "/new", json=VOICE, reply=Json(Voice)))
    assert typed == Voice(voice_id="v1", name="Rachel")
    assert [(r.method, r.target) for r in driver.server.requests] == [
        ("GET", "/new/a%2Fb"),
        ("POST", "/new"),
    ]


def test_answers_of_a_transport_without_a_network(driver: Driver) -> None:
    def answer(_: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, content=ENCODED["gzip"], headers={"content-encoding": "gzip"}
        )

    make: Any = httpx2.AsyncClient if driver.is_async else httpx2.Client
    http = make(transport=httpx2.MockTransport(answer))
    voice = driver.call(lambda c: c.voices.get("v1"), http_client=http)
    assert voice.name == "x" * 5000
