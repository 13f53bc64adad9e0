"""The errors that answers and broken connections become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answer import MOST_SHOWN, Answer, request_id_of, visible
from .errors import (
    ApiConnectionError,
    ApiStatusError,
    ApiTimeoutError,
    DecodeError,
    status_error_class,
)
from .json_shape import is_list, is_object
from .retries import requested_pause
from .settings import shown_place

if TYPE_CHECKING:
    import httpx2

    from .call import Call


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
    )


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
    import httpx2

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
