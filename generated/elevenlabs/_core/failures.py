"""What becomes of an attempt that failed: another one, or an error."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx2

from .answer import MOST_SHOWN, Answer, request_id_of, visible
from .codec import convert_value
from .errors import (
    ApiConnectionError,
    ApiStatusError,
    ApiTimeoutError,
    DecodeError,
    status_error_class,
)
from .settings import shown_place
from .values import is_list, is_object

if TYPE_CHECKING:
    from .call import Call


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


def status_error(answer: Answer) -> ApiStatusError:
    """Make the error of an answer that is no success."""
    call, response = answer.call, answer.response
    body = error_body(answer)
    place = f"{call.method} {call.template} answered {answer.status_code}"
    reason = visible(response.reason_phrase)
    words = shortened(server_message(body) or _redirect_advice(response))
    request_id = answer.request_id
    return status_error_class(answer.status_code)(
        f"{place} {reason}".rstrip()
        + (f": {words}" if words else "")
        + (f" (request {request_id})" if request_id else ""),
        status_code=answer.status_code,
        headers=response.headers,
        body=body,
        request_id=request_id,
        method=call.method,
        path=call.template,
        retry_after=requested_pause(response.headers),
        read=partial(_details, body, call.errors, answer.status_code),
    )


def _details(body: object, types: Mapping[int | str, Any], status: int) -> object:
    """Decode the body of an error as far as it is what the docs say of its status."""
    for key in (status, f"{status // 100}XX", "default"):
        if key in types:
            with suppress(DecodeError):
                return convert_value(body, types[key])[0]
            break
    return body


def connection_error(
    error: httpx2.RequestError, call: Call, response: httpx2.Response | None
) -> ApiConnectionError:
    """Make the error of a call that got no answer, or only the beginning of one."""
    event = "got no answer"
    if response is not None:
        event = f"answered {response.status_code}, but broke off"
    return _broken(error, call, response, event)


def stream_error(error: httpx2.RequestError, answer: Answer) -> ApiConnectionError:
    """Make the error of a stream that broke while it was read."""
    return _broken(error, answer.call, answer.response, "broke off")


def _broken(
    error: httpx2.RequestError,
    call: Call,
    response: httpx2.Response | None,
    event: str,
) -> ApiConnectionError:
    reason = visible(str(error)) or type(error).__name__
    kind = ApiConnectionError
    if isinstance(error, httpx2.TimeoutException):
        kind = ApiTimeoutError
        event = "timed out"
        reason = type(error).__name__.removesuffix("Timeout").lower()
    request_id = None if response is None else request_id_of(response)
    return kind(
        f"{call.method} {call.template} {event}: {reason}"
        + (f" (request {request_id})" if request_id else ""),
        method=call.method,
        path=call.template,
        status_code=None if response is None else response.status_code,
        request_id=request_id,
    )


def error_body(answer: Answer) -> object:
    """Decode the body of an error: JSON where it is JSON, else text; None when empty."""
    if not answer.content:
        return None
    try:
        return answer.json()
    except DecodeError:
        return answer.text


def server_message(body: object) -> str:
    """Find the server's own words; a body may be nested more deeply than we can walk."""
    try:
        return _message_in(body)
    except RecursionError:
        return ""


def shortened(text: str) -> str:
    """Fit the server's words into one line of a message."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}..."


def _message_in(body: object) -> str:
    """Look in the usual places of an error body."""
    if isinstance(body, str):
        return body
    if is_list(body):
        return "; ".join(filter(None, map(_message_in, body)))
    if not is_object(body):
        return ""
    if "msg" in body and is_list(body.get("loc")):  # FastAPI's validation errors
        place = ".".join(map(str, body["loc"]))
        return f"{place}: {body['msg']}"
    for name in ("message", "msg", "detail", "error", "errors", "title", "status"):
        if found := _message_in(body.get(name)):
            return found
    return ""


def _redirect_advice(response: httpx2.Response) -> str:
    target = response.headers.get("location", "")
    return f"redirected to {shown_place(target)}" if target else ""
