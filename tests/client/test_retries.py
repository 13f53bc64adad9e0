"""What happens when a call fails."""

from __future__ import annotations

import io
import pickle
import time
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from driver import Driver
from sample._core.errors import (
    ApiConnectionError,
    ApiStatusError,
    ApiTimeoutError,
    InternalServerError,
    NotFoundError,
    RateLimitError,
)
from test_requests import VOICE, Unseekable

SOON = {"retry-after-ms": "1"}


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, 599])
def test_statuses_that_are_tried_again(driver: Driver, status: int) -> None:
    driver.server.answer(status=status, headers=SOON)
    driver.server.answer(json=VOICE)
    assert driver.call(lambda client: client.voices.get("v1")).voice_id == "v1"
    assert len(driver.server.requests) == 2


@pytest.mark.parametrize("status", [304, 400, 401, 404, 422])
def test_statuses_that_are_final(driver: Driver, status: int) -> None:
    driver.server.answer(status=status)
    with pytest.raises(ApiStatusError):
        driver.call(lambda client: client.voices.get("v1"))
    assert len(driver.server.requests) == 1


def test_retries_end(driver: Driver) -> None:
    for number in range(3):
        driver.server.answer(status=503, headers=SOON, json={"error": number})
    with pytest.raises(InternalServerError) as caught:
        driver.call(lambda client: client.voices.get("v1"))
    assert caught.value.body == {"error": 2}
    assert len(driver.server.requests) == 3


def test_an_upload_is_sent_again_byte_by_byte(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"a" * 100_000)
    stream = io.BytesIO(b"skipped" + b"b" * 100_000)
    stream.seek(7)
    driver.server.answer(status=503, headers=SOON)
    driver.server.answer(status=429)
    driver.server.answer(json=VOICE)
    driver.call(
        lambda client: client.voices.add(
            name="x", labels={"a": "b"}, files=[path, stream]
        )
    )
    first, second, third = driver.server.requests
    assert first.body == second.body == third.body
    assert [part.content for part in first.parts] == [
        b"x",
        b'{"a":"b"}',
        b"a" * 100_000,
        b"b" * 100_000,
    ]


def test_a_pipe_is_not_sent_twice(driver: Driver) -> None:
    driver.server.answer(status=503, headers=SOON)
    with pytest.raises(InternalServerError):
        driver.call(lambda client: client.voices.upload(request=Unseekable(b"once")))
    assert len(driver.server.requests) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "150"}, 0.15),
        ({"retry-after": "0.15"}, 0.15),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "soon"}, 0),
        ({"retry-after": formatdate(0, usegmt=True)}, 0),
    ],
)
def test_the_server_may_say_when(
    driver: Driver, headers: dict[str, str], seconds: float
) -> None:
    driver.server.answer(status=429, headers=headers)
    driver.server.answer(json=VOICE)
    begun = time.perf_counter()
    driver.call(lambda client: client.voices.get("v1"))
    assert seconds <= time.perf_counter() - begun < seconds + 1.5


def test_a_server_that_wants_long_peace_gets_it(driver: Driver) -> None:
    driver.server.answer(status=429, headers={"retry-after": "3600"})
    with pytest.raises(RateLimitError) as caught:
        driver.call(lambda client: client.voices.get("v1"))
    assert caught.value.retry_after == 3600.0
    assert len(driver.server.requests) == 1


def test_a_reset_is_tried_again(driver: Driver) -> None:
    driver.server.answer(is_reset=True)
    driver.server.answer(json=VOICE)
    assert driver.call(lambda client: client.voices.get("v1")).voice_id == "v1"


def test_no_server(driver: Driver) -> None:
    options: dict[str, Any] = {"base_url": "http://127.0.0.1:9", "max_retries": 1}
    with pytest.raises(ApiConnectionError, match=r"^GET /v1/voices/{voice_id} got no"):
        driver.call(lambda client: client.voices.get("v1"), **options)


def test_a_slow_answer_times_out(driver: Driver) -> None:
    for _ in range(2):
        driver.server.answer(json=VOICE, delay=0.5)
    with pytest.raises(ApiTimeoutError, match=r"timed out: read$"):
        driver.call(lambda client: client.voices.get("v1"), timeout=0.1, max_retries=1)
    assert len(driver.server.requests) == 2


def test_a_slow_answer_to_a_post_is_not_asked_for_twice(driver: Driver) -> None:
    driver.server.answer(json=VOICE, delay=0.5)
    with pytest.raises(ApiTimeoutError):
        driver.call(lambda client: client.voices.mystery(), timeout=0.1)
    assert len(driver.server.requests) == 1


def test_a_slow_body_is_read(driver: Driver) -> None:
    driver.server.answer(chunks=[b'{"voice_id": "v1",', b' "name": null}'], pause=0.1)
    assert driver.call(lambda client: client.voices.get("v1"), timeout=2).name is None


def test_a_body_that_ends_early(driver: Driver) -> None:
    driver.server.answer(json=VOICE, cut_at=10)
    driver.server.answer(json=VOICE)
    assert driver.call(lambda client: client.voices.get("v1")).voice_id == "v1"
    driver.server.answer(json=VOICE, cut_at=10, headers={"request-id": "r"})
    with pytest.raises(
        ApiConnectionError,
        match=r"^PATCH /v1/voices/{voice_id} answered 200, but broke off: .*\(request r\)$",
    ) as caught:
        driver.call(lambda client: client.voices.edit("v1"))
    assert (caught.value.status_code, caught.value.request_id) == (200, "r")
    assert len(driver.server.requests) == 3


def test_status_errors_tell_everything(driver: Driver) -> None:
    body = {
        "detail": [
            {"loc": ["body", "name"], "msg": "field required", "type": "missing"},
            {"loc": ["query", "x", 0], "msg": "too\nlong", "type": "long"},
        ]
    }
    driver.server.answer(status=404, json=body, headers={"request-id": "r-1"})
    with pytest.raises(NotFoundError) as caught:
        driver.call(lambda client: client.voices.edit("v1", name="x"))
    error = caught.value
    assert str(error) == (
        "PATCH /v1/voices/{voice_id} answered 404 Not Found:"
        " body.name: field required; query.x.0: too long (request r-1)"
    )
    assert error.body == body
    assert (error.status_code, error.request_id) == (404, "r-1")
    assert (error.method, error.path) == ("PATCH", "/v1/voices/{voice_id}")
    assert error.headers["Request-Id"] == "r-1"
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), copy.body) == (type(error), str(error), body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"text": "plain  words"}, ": plain words"),
        ({"json": {"error": {"message": "deep"}}}, ": deep"),
        ({"json": {"detail": {"status": "no_key", "message": "Bad key"}}}, ": Bad key"),
        ({"json": {"errors": ["a", {"title": "b"}]}}, ": a; b"),
        ({"json": ["x" * 300]}, ": " + "x" * 200 + "..."),
        ({"json": 7}, ""),
        ({}, ""),
    ],
)
def test_the_servers_own_words(driver: Driver, body: Any, words: str) -> None:
    driver.server.answer(status=400, **body)
    with pytest.raises(ApiStatusError) as caught:
        driver.call(lambda client: client.voices.get("v1"))
    assert str(caught.value) == (
        f"GET /v1/voices/{{voice_id}} answered 400 Bad Request{words}"
    )
