"""Calls that must not happen twice."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from driver import Driver
from sample._core.errors import ApiConnectionError, ApiStatusError, RateLimitError
from sample._core.replies import Json
from sample.models import Voice
from server import Answer

VOICE = {"voice_id": "v1", "name": None}
FAILURES: dict[str, dict[str, Any]] = {
    "500": {"status": 500},
    "502 with a pause": {"status": 502, "headers": {"retry-after-ms": "1"}},
    "503": {"status": 503},
    "408": {"status": 408},
    "409": {"status": 409},
    "reset": {"is_reset": True},
    "status line only": {"is_cut_in_head": True},
    "broken body": {"json": VOICE, "cut_at": 3},
}
UNDONE: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "503 with a pause": {"status": 503, "headers": {"retry-after-ms": "1"}},
}


def pay(client: Any) -> Any:
    return client.voices.edit("v1", name="x")


def read(client: Any) -> Any:
    return client.voices.get("v1")


@pytest.mark.parametrize("failure", FAILURES)
def test_what_the_server_may_have_done_is_not_repeated(
    driver: Driver, failure: str
) -> None:
    driver.server.answer(**FAILURES[failure])
    driver.server.answer(json=VOICE)
    with pytest.raises((ApiConnectionError, ApiStatusError)):
        driver.call(pay)
    assert len(driver.server.requests) == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_a_connection_that_was_used_before_makes_no_difference(
    driver: Driver, failure: str
) -> None:
    client = driver.client()
    driver.server.answer(json=VOICE)
    driver.call(pay, client)
    driver.server.answer(**FAILURES[failure])
    driver.server.answer(json=VOICE)
    with pytest.raises((ApiConnectionError, ApiStatusError)):
        driver.call(pay, client)
    assert len(driver.server.requests) == 2


@pytest.mark.parametrize("failure", [*FAILURES, *UNDONE])
def test_reading_is_repeated(driver: Driver, failure: str) -> None:
    driver.server.answer(**{**FAILURES, **UNDONE}[failure])
    driver.server.answer(json=VOICE)
    assert driver.call(read).voice_id == "v1"
    assert len(driver.server.requests) == 2


@pytest.mark.parametrize("failure", UNDONE)
def test_what_the_server_did_not_do_is_repeated(driver: Driver, failure: str) -> None:
    driver.server.answer(**UNDONE[failure])
    driver.server.answer(json=VOICE)
    assert driver.call(pay).voice_id == "v1"
    assert len(driver.server.requests) == 2


def test_nothing_was_sent_where_nobody_listens(driver: Driver) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    seen: list[Any] = []
    options = {"base_url": f"http://127.0.0.1:{port}", "on_retry": seen.append}
    with pytest.raises(ApiConnectionError, match=r"got no answer"):
        driver.call(pay, **options)
    assert [(each.attempt, each.reason) for each in seen] == [
        (1, "ConnectError"),
        (2, "ConnectError"),
    ]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_key_makes_it_safe(driver: Driver, failure: str) -> None:
    driver.server.answer(**FAILURES[failure])
    driver.server.answer(json=VOICE)
    driver.call(pay, idempotency_header="X-Idempotency")
    first, second = driver.server.requests
    assert first.headers["x-idempotency"] == second.headers["x-idempotency"]
    assert len(first.headers["x-idempotency"]) == 32
    driver.server.answer(json=VOICE)
    driver.call(pay, idempotency_header="X-Idempotency")
    third = driver.server.requests[2]
    assert third.headers["x-idempotency"] != first.headers["x-idempotency"]


@pytest.mark.parametrize("given", [None, "mine"])
def test_a_documented_key_is_made_unless_it_is_given(
    driver: Driver, given: str | None
) -> None:
    driver.server.answer(is_reset=True)
    driver.server.answer(json=VOICE)
    call = driver.client()._transport.request(
        "POST",
        "/v1/pay",
        headers={"Idempotency-Key": given},
        json={},
        reply=Json(Voice),
    )
    assert driver.wait(call) == Voice(voice_id="v1", name=None)
    sent = [request.headers["idempotency-key"] for request in driver.server.requests]
    assert sent[0] == sent[1]
    assert (sent[0] == "mine") == (given == "mine")


def test_the_caller_may_take_the_risk(driver: Driver) -> None:
    driver.server.answer(status=500)
    driver.server.answer(json=VOICE)
    driver.call(lambda client: pay(client.with_options(retry_unsafe=True)))
    assert len(driver.server.requests) == 2


def test_rate_limits_can_be_read(driver: Driver) -> None:
    headers = {"X-RateLimit-Remaining": "0", "RateLimit-Reset": "7"}
    driver.server.answer(status=429, headers=headers)
    with pytest.raises(RateLimitError) as caught:
        driver.call(read, max_retries=0)
    assert caught.value.rate_limit == {
        "x-ratelimit-remaining": "0",
        "ratelimit-reset": "7",
    }


def test_hooks_see_each_attempt(driver: Driver) -> None:
    seen: list[str] = []

    def on_request(request: Any) -> dict[str, str]:
        seen.append(f"{request.attempt} {request.method} {request.path}")
        return {"traceparent": f"00-{request.attempt}"}

    async def async_on_request(request: Any) -> dict[str, str]:
        return on_request(request)

    driver.server.answer(status=503, headers={"request-id": "r"})
    driver.server.answer(json=VOICE)
    driver.call(
        read,
        on_request=async_on_request if driver.is_async else on_request,
        on_response=lambda got: seen.append(f"{got.status_code} {got.request_id}"),
        on_retry=lambda retry: seen.append(f"again after {retry.reason}"),
    )
    path = "/v1/voices/{voice_id}"
    assert seen == [
        *(f"1 GET {path}", "503 r", "again after 503"),
        *(f"2 GET {path}", "200 None"),
    ]
    sent = [request.headers["traceparent"] for request in driver.server.requests]
    assert sent == ["00-1", "00-2"]


def test_an_async_hook_of_a_sync_client_is_refused(driver: Driver) -> None:
    async def hook(_: Any) -> None: ...

    driver.server.otherwise = lambda _: Answer(
        body=b'{"voice_id": "v", "name": null}',
        headers={"content-type": "application/json"},
    )
    if driver.is_async:
        assert driver.call(read, on_response=hook).voice_id == "v"
    else:
        with pytest.raises(TypeError, match="is async, and this client is not"):
            driver.call(read, on_response=hook)
