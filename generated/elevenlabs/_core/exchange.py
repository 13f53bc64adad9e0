"""One call from the first attempt to the last: credentials, redirects, retries, hooks.

Nothing here touches the network: each generator yields what is to be done, and is told what came of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx2
from msgspec import Struct

from .answer import Answer, is_success, request_id_of
from .call import Call, proven
from .failures import (
    connection_error,
    leaves_request_unsent,
    pause_after_failure,
    pause_after_status,
    status_error,
)
from .proof import NOTHING, prove
from .replies import never
from .settings import PlannedRetry, ReceivedAnswer, SentRequest, logger
from .steps import Ask, Discard, Receive, Send, Sleep

if TYPE_CHECKING:
    from .settings import Settings
    from .steps import Steps

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


class Failure(Struct, frozen=True):
    """An attempt without a whole answer."""

    error: httpx2.RequestError
    response: httpx2.Response | None = None
    """Set when the answer had begun."""


class Terms(Struct, frozen=True):
    """What a call is sent under."""

    settings: Settings
    timeout: float | httpx2.Timeout | None
    """Of each step: the settings' own, or that of the caller's HTTP client."""
    keep: Callable[[httpx2.Response], bool]
    """Whether to leave the body of a successful answer to be streamed."""
    until: float | None
    """When the whole call has to be over, by `time.monotonic`."""


def exchange(
    call: Call,
    settings: Settings,
    *,
    timeout: float | httpx2.Timeout | None = 60.0,
    keep: Callable[[httpx2.Response], bool] = never,
) -> Steps[Answer]:
    """Send a call until it succeeds or further attempts are no use.

    Raises:
        ApiError: The last attempt failed, or there is no credential to make one with.
    """
    limit = settings.deadline
    until = None if limit is None else time.monotonic() + limit
    terms = Terms(settings, timeout, keep, until)
    attempt, is_renewed = 0, False
    while True:
        proof = NOTHING if call.wanted is None else (yield from prove(call.wanted))
        more = yield from _announced(call, settings, attempt)
        outcome = yield from _attempt(proven(call, proof, more), terms, attempt)
        if proof.renew and not is_renewed and _is_refused(outcome, call):
            is_renewed = True
            for renew in proof.renew:
                renew()
            continue
        pause = pause_before_retry(outcome, call, attempt, settings.max_retries)
        if pause is None or _is_over(terms, pause):
            return conclude(outcome, call)
        yield from _planned(outcome, call, settings, attempt, pause)
        yield Sleep(pause)
        attempt += 1


def _attempt(call: Call, terms: Terms, attempt: int) -> Steps[Answer | Failure]:
    begun = time.monotonic()
    outcome = yield from _sent(call, terms)
    if isinstance(outcome, Failure):
        reason = type(outcome.error).__name__
        logger.debug("%s %s: %s", call.method, call.template, reason)
    else:
        yield from _received(outcome, terms, attempt, time.monotonic() - begun)
    return outcome


def _sent(call: Call, terms: Terms) -> Steps[Answer | Failure]:
    """Send a call once, and after it whatever it is redirected to; read the answer."""
    following: httpx2.Request | None = None
    hops = 0
    while True:
        response = yield Send(call, _step_timeout(terms), following)
        if isinstance(response, httpx2.RequestError):
            return Failure(response)
        following = following_request(response, call, hops)
        if following is None:
            break
        hops += 1
        yield Discard(response)
    most = terms.settings.max_answer_bytes
    if is_success(response) and terms.keep(response):
        return Answer(call, response, most=most)
    content = yield Receive(response, most, terms.until)
    if isinstance(content, httpx2.RequestError):
        return Failure(content, response)
    return Answer(call, response, content)


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
    outcome: Answer | Failure, call: Call, attempt: int, max_retries: int
) -> float | None:
    """Decide whether to try again: seconds to wait; None when the outcome is final."""
    if attempt >= max_retries:
        return None
    may_replay = call.body is None or call.body.is_replayable
    is_idempotent = call.is_idempotent
    if isinstance(outcome, Failure):
        if not may_replay and not leaves_request_unsent(outcome.error):
            return None
        return pause_after_failure(outcome.error, attempt, is_idempotent=is_idempotent)
    if not may_replay:
        return None
    return pause_after_status(
        outcome.status_code,
        outcome.response.headers,
        attempt,
        is_idempotent=is_idempotent,
    )


def conclude(outcome: Answer | Failure, call: Call) -> Answer:
    """Return a successful answer.

    Raises:
        ApiError: It is none.
    """
    if isinstance(outcome, Failure):
        error = connection_error(outcome.error, call, outcome.response)
        raise error from outcome.error
    if not outcome.is_success:
        raise status_error(outcome)
    return outcome


def _announced(call: Call, settings: Settings, attempt: int) -> Steps[dict[str, str]]:
    """Tell that a request is about to be sent; return the headers that are to go along."""
    if settings.on_request is None:
        return {}
    request = SentRequest(method=call.method, path=call.template, attempt=attempt + 1)
    return (yield Ask(settings.on_request, (request,))) or {}


def _received(
    answer: Answer, terms: Terms, attempt: int, seconds: float
) -> Steps[None]:
    """Tell that an answer has come; one whose body is open is closed if that goes wrong."""
    call = answer.call
    logger.debug(
        "%s %s: %d in %.3f s", call.method, call.template, answer.status_code, seconds
    )
    if terms.settings.on_response is None:
        return
    received = ReceivedAnswer(
        method=call.method,
        path=call.template,
        attempt=attempt + 1,
        status_code=answer.status_code,
        headers=answer.response.headers,
        request_id=request_id_of(answer.response),
        seconds=seconds,
    )
    try:
        yield Ask(terms.settings.on_response, (received,))
    except BaseException:
        yield Discard(answer.response)
        raise


def _planned(
    outcome: Answer | Failure,
    call: Call,
    settings: Settings,
    attempt: int,
    pause: float,
) -> Steps[None]:
    """Tell that an attempt is made again."""
    reason = (
        type(outcome.error).__name__
        if isinstance(outcome, Failure)
        else str(outcome.status_code)
    )
    logger.debug(
        "%s %s: again in %.1f s after %s", call.method, call.template, pause, reason
    )
    if settings.on_retry is not None:
        planned = PlannedRetry(
            method=call.method,
            path=call.template,
            attempt=attempt + 1,
            pause=pause,
            reason=reason,
        )
        yield Ask(settings.on_retry, (planned,))


def _is_refused(outcome: Answer | Failure, call: Call) -> bool:
    """Return whether a server that did nothing wants another credential, and may have the body again."""
    is_unauthorised = isinstance(outcome, Answer) and outcome.status_code == 401
    return is_unauthorised and (call.body is None or call.body.is_replayable)


def _is_over(terms: Terms, pause: float) -> bool:
    return terms.until is not None and time.monotonic() + pause >= terms.until


def _step_timeout(terms: Terms) -> float | httpx2.Timeout | None:
    """Let no step last longer than the whole call may."""
    if terms.until is None:
        return terms.timeout
    left = max(terms.until - time.monotonic(), 0.001)
    if terms.timeout is None:
        return left
    if not isinstance(terms.timeout, httpx2.Timeout):
        return min(terms.timeout, left)
    steps = terms.timeout.as_dict()
    if all(each is not None and each <= left for each in steps.values()):
        return terms.timeout
    return httpx2.Timeout(
        **{
            name: left if each is None else min(each, left)
            for name, each in steps.items()
        }
    )


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
