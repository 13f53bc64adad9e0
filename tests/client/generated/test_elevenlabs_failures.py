"""Calls of the generated client that fail, and those that succeed in the end."""

from __future__ import annotations

import time
from email.utils import formatdate
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from elevenlabs_driver import ElevenLabsDriver

import elevenlabs
from elevenlabs import (
    ApiConnectionError,
    ApiError,
    ApiStatusError,
    ApiTimeoutError,
    BadRequestError,
    DecodeError,
    NotFoundError,
    RateLimitError,
    SchemaDriftError,
)

SETTINGS = {"stability": 0.5}
DONE = {"status": "ok"}
SOON = {"retry-after-ms": "1"}


def get_settings(client: Any) -> Any:
    return client.voices.settings.get("v1")


def edit_settings(client: Any) -> Any:
    return client.voices.settings.update("v1", speed=1)


def edit_voice(client: Any) -> Any:
    return client.voices.update("v1", name="n")


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "PaymentRequiredError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (405, "ApiStatusError"),
        (408, "RequestTimeoutError"),
        (409, "ConflictError"),
        (413, "PayloadTooLargeError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
    ],
)
def test_each_status_has_its_error(
    driver: ElevenLabsDriver, status: int, name: str
) -> None:
    driver.server.answer(status=status, text="no")
    with pytest.raises(ApiStatusError) as caught:
        driver.call(get_settings, max_retries=0)
    assert type(caught.value) is getattr(elevenlabs, name)
    assert (caught.value.status_code, caught.value.body) == (status, "no")


def test_an_error_tells_everything(driver: ElevenLabsDriver) -> None:
    body = {"detail": {"status": "voice_not_found", "message": "There is no voice."}}
    driver.server.answer(status=404, json=body, headers={"request-id": "r-7"})
    with pytest.raises(NotFoundError) as caught:
        driver.call(lambda client: client.voices.samples.audio.get("v1", "s1"))
    error = caught.value
    template = "/v1/voices/{voice_id}/samples/{sample_id}/audio"
    assert str(error) == (
        f"GET {template} answered 404 Not Found: There is no voice. (request r-7)"
    )
    assert (error.body, error.request_id) == (body, "r-7")
    assert (error.method, error.path) == ("GET", template)
    assert error.headers["Request-Id"] == "r-7"


def test_validation_errors_name_the_argument(driver: ElevenLabsDriver) -> None:
    place = ["body", "speed"]
    body = {"detail": [{"loc": place, "msg": "must be less than 2", "type": "lt"}]}
    driver.server.answer(status=422, json=body)
    with pytest.raises(ApiError) as caught:
        driver.call(edit_settings)
    phrase = HTTPStatus.UNPROCESSABLE_ENTITY.phrase  # Python 3.13 has another one
    assert str(caught.value) == (
        "POST /v1/voices/{voice_id}/settings/edit answered"
        f" 422 {phrase}: body.speed: must be less than 2"
    )


@pytest.mark.parametrize("depth", [400, 5000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"error":', "}")])
def test_errors_of_any_depth(
    driver: ElevenLabsDriver, depth: int, opening: str, closing: str
) -> None:
    body = opening * depth + '"deep"' + closing * depth
    driver.server.answer(
        status=400, text=body, headers={"content-type": "application/json"}
    )
    with pytest.raises(BadRequestError, match=r" answered 400 Bad Request"):
        driver.call(get_settings)


@pytest.mark.parametrize("use", [edit_settings, edit_voice])
def test_bodies_are_the_same_at_every_attempt(
    driver: ElevenLabsDriver, use: Any
) -> None:
    driver.server.answer(status=429, headers=SOON)
    driver.server.answer(status=503, headers=SOON)
    driver.server.answer(json=DONE)
    assert driver.call(use).status == "ok"
    first, *others = driver.server.requests
    assert [(each.target, each.headers, each.body) for each in others] == [
        (first.target, first.headers, first.body)
    ] * 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "0.2"}, 0.2),
        ({"retry-after": "9", "retry-after-ms": "100"}, 0.1),
        ({"retry-after": formatdate(1_700_000_001, usegmt=True)}, 0.25),
        ({"retry-after": formatdate(1_600_000_000, usegmt=True)}, 0.0),
        ({"retry-after": "Wed, 21 Oct 99999 07:28:00 GMT"}, 0.0),
    ],
)
def test_the_server_may_say_when(
    driver: ElevenLabsDriver,
    monkeypatch: pytest.MonkeyPatch,
    headers: dict[str, str],
    seconds: float,
) -> None:
    from elevenlabs._core import failures

    now = SimpleNamespace(time=lambda: 1_700_000_000.75)
    monkeypatch.setattr(failures, "time", now)
    driver.server.answer(status=429, headers=headers)
    driver.server.answer(json=SETTINGS)
    begun = time.perf_counter()
    driver.call(get_settings)
    assert seconds <= time.perf_counter() - begun < seconds + 1.0


def test_a_long_wish_is_left_to_the_caller(driver: ElevenLabsDriver) -> None:
    driver.server.answer(status=429, headers={"retry-after": "600"})
    with pytest.raises(RateLimitError) as caught:
        driver.call(get_settings)
    assert caught.value.retry_after == 600.0


def test_a_reset_is_tried_again(driver: ElevenLabsDriver) -> None:
    for _ in range(2):
        driver.server.answer(is_reset=True)
    driver.server.answer(json=SETTINGS)
    driver.call(get_settings)
    assert len(driver.server.requests) == 3


def test_a_reset_of_what_must_not_happen_twice(driver: ElevenLabsDriver) -> None:
    driver.server.answer(is_reset=True)
    with pytest.raises(ApiConnectionError) as caught:
        driver.call(edit_voice)
    assert str(caught.value).startswith("POST /v1/voices/{voice_id}/edit got no answer")
    assert caught.value.__cause__ is not None


def test_a_truncated_body(driver: ElevenLabsDriver) -> None:
    driver.server.answer(json=SETTINGS, cut_at=5)
    driver.server.answer(json=SETTINGS)
    assert driver.call(get_settings).stability == 0.5
    driver.server.answer(json=DONE, cut_at=5)
    with pytest.raises(ApiConnectionError, match=r"answered 200, but broke off: "):
        driver.call(edit_voice)


def test_a_slow_answer(driver: ElevenLabsDriver) -> None:
    driver.server.answer(json=SETTINGS, delay=0.4)
    driver.server.answer(json=SETTINGS)
    assert driver.call(get_settings, timeout=0.1).stability == 0.5
    driver.server.answer(json=DONE, delay=0.4)
    with pytest.raises(ApiTimeoutError) as caught:
        driver.call(edit_settings, timeout=0.1)
    assert str(caught.value) == (
        "POST /v1/voices/{voice_id}/settings/edit timed out: read"
    )


def test_a_slow_body(driver: ElevenLabsDriver) -> None:
    chunks = [b'{"stability":', b" 0.5", b"}"]
    driver.server.answer(chunks=chunks, pause=0.06)
    assert driver.call(get_settings, timeout=2).stability == 0.5
    driver.server.answer(chunks=chunks, pause=0.4)
    with pytest.raises(ApiTimeoutError, match=r"timed out: read$"):
        driver.call(get_settings, timeout=0.1, max_retries=0)


def test_nothing_at_all(driver: ElevenLabsDriver) -> None:
    driver.server.answer(status=204)
    with pytest.raises(SchemaDriftError) as caught:
        driver.call(get_settings)
    assert str(caught.value) == (
        "GET /v1/voices/{voice_id}/settings: `$` should be"
        " `VoiceSettingsResponseModel`, but is null"
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"text": "<p>proxy</p>", "headers": {"content-type": "text/html"}},
            r" answered 200 with a body that is not valid JSON \(.*\); text/html,"
            r" 12 bytes: b'<p>proxy</p>'$",
        ),
        ({"content": b"\x89PNG"}, r"; application/octet-stream, 4 bytes: b'\\x89PNG'$"),
    ],
)
def test_a_wrong_content_type(
    driver: ElevenLabsDriver, answer: Any, message: str
) -> None:
    driver.server.answer(**answer)
    with pytest.raises(DecodeError, match=message):
        driver.call(get_settings)


def test_json_under_a_wrong_content_type(driver: ElevenLabsDriver) -> None:
    driver.server.answer(text='{"stability": 0.5}')
    assert driver.call(get_settings).stability == 0.5


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_does_not_know(
    driver: ElevenLabsDriver, number: float
) -> None:
    with pytest.raises(ValueError, match=r"^JSON has no word for a number that"):
        driver.call(
            lambda client: client.voices.settings.update("v1", style=None, speed=number)
        )
    assert driver.server.requests == []
