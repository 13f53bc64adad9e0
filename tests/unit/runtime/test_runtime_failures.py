"""Whether to try again."""

from __future__ import annotations

import time
from email.utils import formatdate

import httpx2
import pytest

from specweld.runtime import failures


@pytest.mark.parametrize(
    ("status", "headers", "is_repeated"),
    [
        (200, {}, False),
        (400, {}, False),
        (404, {"retry-after": "1"}, False),
        (408, {}, True),
        (409, {}, True),
        (429, {}, True),
        (500, {}, True),
        (501, {}, True),
        (503, {"retry-after": "60"}, True),
        (503, {"retry-after": "61"}, False),
        (503, {"retry-after-ms": "61000"}, False),
        (503, {"retry-after-ms": "9", "retry-after": "61"}, True),
        (503, {"retry-after": "nan"}, True),
        (503, {"retry-after": "inf"}, False),
    ],
)
def test_statuses(status: int, headers: dict[str, str], is_repeated: bool) -> None:
    pause = failures.pause_after_status(status, headers, 0, is_idempotent=True)
    assert (pause is not None) == is_repeated


@pytest.mark.parametrize(
    ("status", "headers", "is_repeated"),
    [
        (408, {}, False),
        (409, {}, False),
        (429, {}, True),
        (500, {"retry-after": "1"}, False),
        (503, {}, False),
        (503, {"retry-after": "1"}, True),
        (503, {"retry-after-ms": "1"}, True),
    ],
)
def test_statuses_of_what_must_not_happen_twice(
    status: int, headers: dict[str, str], is_repeated: bool
) -> None:
    pause = failures.pause_after_status(status, headers, 0, is_idempotent=False)
    assert (pause is not None) == is_repeated


@pytest.mark.parametrize(
    ("error", "is_idempotent", "is_repeated"),
    [
        (httpx2.ConnectError, False, True),
        (httpx2.ConnectTimeout, False, True),
        (httpx2.PoolTimeout, False, True),
        (httpx2.ReadTimeout, False, False),
        (httpx2.ReadTimeout, True, True),
        (httpx2.ReadError, False, False),
        (httpx2.ReadError, True, True),
        (httpx2.WriteError, False, False),
        (httpx2.RemoteProtocolError, False, False),
        (httpx2.RemoteProtocolError, True, True),
        (httpx2.LocalProtocolError, True, False),
        (httpx2.UnsupportedProtocol, True, False),
        (httpx2.DecodingError, True, False),
    ],
)
def test_failures(
    error: type[httpx2.RequestError], is_idempotent: bool, is_repeated: bool
) -> None:
    pause = failures.pause_after_failure(error("x"), 0, is_idempotent=is_idempotent)
    assert (pause is not None) == is_repeated


@pytest.mark.parametrize(
    ("attempt", "longest"),
    [(0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (5, 8.0), (9999, 8.0)],
)
def test_pauses_grow_to_a_limit(attempt: int, longest: float) -> None:
    pauses = [
        failures.pause_after_status(500, {}, attempt, is_idempotent=True)
        for _ in range(50)
    ]
    assert all(
        pause is not None and longest * 0.75 <= pause <= longest for pause in pauses
    )
    assert len(set(pauses)) > 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "-7"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "7"}, 1.5),
        ({"retry-after-ms": "x", "retry-after": "7"}, 7.0),
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
    ],
)
def test_what_the_server_asks_for(
    headers: dict[str, str], seconds: float | None
) -> None:
    assert failures.requested_pause(headers) == seconds


def test_a_date_ahead() -> None:
    ahead = formatdate(time.time() + 30, usegmt=True)
    assert 28 < (failures.requested_pause({"retry-after": ahead}) or 0) <= 30
