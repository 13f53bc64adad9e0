"""What the sync and the async loop share: everything about an attempt except waiting for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TypeAlias

import httpx2
from msgspec import Struct

from .call import Call
from .responses import connection_error, is_success, status_error
from .retries import leaves_body_unread, pause_after_failure, pause_after_status

MOST_REDIRECTS = 10

_SHARED_HEADERS = {
    "accept",
    "accept-encoding",
    "connection",
    "host",
    "range",
    "user-agent",
}
"""What another host may see after a redirect. Everything else may be a credential."""


class Failure(Struct, frozen=True, kw_only=True):
    """An attempt without a whole answer."""

    error: httpx2.RequestError
    response: httpx2.Response | None
    """Set when the answer had begun."""


Outcome: TypeAlias = httpx2.Response | Failure


def build_request(
    client: httpx2.Client | httpx2.AsyncClient,
    call: Call,
    content: bytes | Iterator[bytes] | AsyncIterator[bytes] | None,
    timeout: float | httpx2.Timeout | None,
) -> httpx2.Request:
    """Make the request of one attempt."""
    request = client.build_request(
        call.method,
        call.url,
        content=content,
        headers=list(call.headers),
        timeout=timeout,
    )
    if client.params:  # the caller's own: httpx2 puts them in the place of ours
        separator = "&" if "?" in call.url else "?"
        request.url = httpx2.URL(f"{call.url}{separator}{client.params}")
    return request


def following_request(
    response: httpx2.Response, call: Call, hops: int
) -> httpx2.Request | None:
    """Return the request that follows a redirect; None where it is not followed.

    Only GET and HEAD are. httpx2 would take nothing but `Authorization` away from a request to
    another host; we take everything that is not plain HTTP.
    """
    request = response.next_request
    if request is None or call.method not in ("GET", "HEAD") or hops >= MOST_REDIRECTS:
        return None
    if _origin(request.url) != _origin(response.request.url):
        for name in set(request.headers) - _SHARED_HEADERS:
            del request.headers[name]
    return request


def pause_before_retry(
    outcome: Outcome, call: Call, attempt: int, max_retries: int
) -> float | None:
    """Decide whether to try again: seconds to wait; None when the outcome is final."""
    if attempt >= max_retries:
        return None
    may_replay = call.body is None or call.body.is_replayable
    if isinstance(outcome, Failure):
        if not may_replay and not leaves_body_unread(outcome.error):
            return None
        return pause_after_failure(
            outcome.error,
            call.method,
            attempt,
            has_answer=outcome.response is not None,
        )
    if not may_replay:
        return None
    return pause_after_status(outcome.status_code, outcome.headers, attempt)


def conclude(outcome: Outcome, call: Call) -> httpx2.Response:
    """Return a successful answer.

    Raises:
        ApiError: It is none.
    """
    if isinstance(outcome, Failure):
        error = connection_error(outcome.error, call, outcome.response)
        raise error from outcome.error
    if not is_success(outcome):
        raise status_error(outcome, call)
    return outcome


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
