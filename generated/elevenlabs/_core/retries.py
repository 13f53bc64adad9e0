"""Whether to try again, and when."""

from __future__ import annotations

import time
from collections.abc import Mapping

import httpx2

_RETRIED_STATUSES = (408, 409, 429)

FIRST_PAUSE = 0.5
"""Seconds before the second attempt; each further pause is twice as long."""
LONGEST_PAUSE = 8.0
LONGEST_WISH = 60.0
"""Seconds that a server may ask for; if it asks for more, the error is raised at once."""


def pause_after_status(
    status_code: int, headers: Mapping[str, str], attempt: int, *, is_idempotent: bool
) -> float | None:
    """Decide on an answer: seconds to wait before the next attempt; None to give up.

    Args:
        status_code: Of the answer.
        headers: Of the answer.
        attempt: 0 for the first one.
        is_idempotent: Whether the server would do nothing twice; if not, the answer must say that it did nothing.
    """
    if status_code not in _RETRIED_STATUSES and status_code < 500:
        return None
    wish = requested_pause(headers)
    did_nothing = status_code == 429 or (status_code == 503 and wish is not None)
    if not is_idempotent and not did_nothing:
        return None
    if wish is None:
        return _backoff(attempt)
    return wish if wish <= LONGEST_WISH else None


def pause_after_failure(
    error: httpx2.RequestError, attempt: int, *, is_idempotent: bool
) -> float | None:
    """Decide on a failed connection: seconds to wait before the next attempt; None to give up.

    Once anything was sent the server may be at work, and only what is idempotent is repeated.
    """
    if leaves_request_unsent(error):
        return _backoff(attempt)
    is_passing = isinstance(
        error,
        httpx2.TimeoutException | httpx2.NetworkError | httpx2.RemoteProtocolError,
    )
    return _backoff(attempt) if is_passing and is_idempotent else None


def leaves_request_unsent(error: httpx2.RequestError) -> bool:
    """Return whether the server cannot have seen anything of the request."""
    return isinstance(
        error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout
    )


def requested_pause(headers: Mapping[str, str]) -> float | None:
    """Read `retry-after-ms` and `Retry-After` (RFC 9110 §10.2.3): seconds, never negative."""
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        seconds = _number(headers.get(name, ""))
        if seconds is not None:
            return max(seconds / unit, 0.0)
    return _until(headers.get("retry-after", ""))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number else None  # not NaN


def _until(text: str) -> float | None:
    """Read an HTTP date."""
    if not text:
        return None
    from email.utils import mktime_tz, parsedate_tz

    date = parsedate_tz(text)
    try:
        return None if date is None else max(mktime_tz(date) - time.time(), 0.0)
    except (ValueError, OverflowError):  # a year that no calendar has
        return None


def _backoff(attempt: int) -> float:
    """Double the pause each time, less up to a quarter, so that clients do not come back in step."""
    import random

    pause = min(FIRST_PAUSE * 2.0 ** min(attempt, 10), LONGEST_PAUSE)
    jitter = random.uniform(0.75, 1.0)  # noqa: S311 - spreads load, keeps no secret
    return pause * jitter
