"""What an answer means: a value, nothing, text, a stream of bytes, or an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .decoding import As, convert_value, decode_any_json, decode_json
from .drift import DriftReporter, drifts_of
from .errors import (
    ApiConnectionError,
    ApiError,
    ApiStatusError,
    ApiTimeoutError,
    DecodeError,
    status_error_class,
)
from .json_shape import is_list, is_object
from .retries import requested_pause

if TYPE_CHECKING:
    import httpx2

    from .call import Call

_T = TypeVar("_T")

_MOST_SHOWN = 200
"""Characters of a body that a message shows."""


def content_type_of(response: httpx2.Response) -> str:
    """Return the media type, lower-case, without its parameters; empty when there is none."""
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip().lower()


def request_id_of(response: httpx2.Response) -> str | None:
    """Find the id under which the server's operators find the request."""
    for name in ("request-id", "x-request-id", "x-trace-id", "x-amzn-requestid"):
        found: str | None = response.headers.get(name)
        if found:
            return found
    return None


def is_json_type(content_type: str) -> bool:
    """Tell whether a media type is JSON: `application/json`, `application/problem+json`."""
    return content_type.endswith(("/json", "+json"))


def is_success(response: httpx2.Response) -> bool:
    """Tell whether the status is 2xx."""
    return 200 <= response.status_code < 300


def is_binary(response: httpx2.Response) -> bool:
    """Tell whether an undocumented answer is to be streamed: neither empty nor JSON nor text."""
    if response.status_code == 204 or response.headers.get("content-length") == "0":
        return False
    content_type = content_type_of(response)
    return not (is_json_type(content_type) or content_type.startswith("text/"))


def read_value(
    response: httpx2.Response,
    call: Call,
    into: type[_T] | type[As[_T]],
    reporter: DriftReporter,
) -> _T:
    """Decode a JSON body.

    Raises:
        DecodeError: It is no JSON.
        SchemaDriftError: It does not match, and the caller wants to know it this way.
    """
    content = response.content
    try:
        if content:
            value, mismatches = decode_json(content, into)
        else:
            value, mismatches = convert_value(None, into)
    except DecodeError as error:
        if not _is_plain_text(response, into):
            raise decode_error(response, call, str(error)) from error
        value, mismatches = convert_value(response.text, into)
    if mismatches:
        reporter.report(
            drifts_of(mismatches, method=call.method, template=call.template)
        )
    return value


def _is_plain_text(response: httpx2.Response, into: object) -> bool:
    """Tell whether a string came without its quotes."""
    return into is str and content_type_of(response).startswith("text/")


def read_nothing(response: httpx2.Response) -> None:
    """Return None, whatever the body holds."""


def read_text(response: httpx2.Response) -> str:
    """Return the body as text, in the character set that it declares, else UTF-8."""
    return response.text


def decide(response: httpx2.Response, call: Call) -> object:
    """Decode an undocumented answer that was read: None when empty, JSON where it is, else text."""
    if response.status_code == 204 or not response.content:
        return None
    try:
        return decode_any_json(response.content)
    except DecodeError as error:
        if is_json_type(content_type_of(response)):
            raise decode_error(response, call, str(error)) from error
        return response.text


def decode_error(response: httpx2.Response, call: Call, reason: str) -> DecodeError:
    """Say what arrived instead of JSON."""
    content_type = response.headers.get("content-type") or "no content type"
    start = response.content[:_MOST_SHOWN]
    return DecodeError(
        f"{call.method} {call.template} answered {response.status_code} with a body that is"
        f" no JSON ({reason}); {content_type}, {len(response.content)} bytes: {start!r}"
    )


def status_error(response: httpx2.Response, call: Call) -> ApiStatusError:
    """Make the error of an answer that is no success; its body must have been read."""
    body = _error_body(response)
    request_id = request_id_of(response)
    words = [f"{call.method} {call.template} answered {response.status_code}"]
    if response.reason_phrase:
        words.append(f" {response.reason_phrase}")
    if message := _server_message(body) or _redirect_advice(response):
        words.append(f": {_shortened(message)}")
    if request_id:
        words.append(f" (request {request_id})")
    return status_error_class(response.status_code)(
        "".join(words),
        status_code=response.status_code,
        headers=response.headers,
        body=body,
        request_id=request_id,
        method=call.method,
        path=call.template,
        retry_after=requested_pause(response.headers),
    )


def connection_error(
    error: httpx2.RequestError, call: Call, response: httpx2.Response | None
) -> ApiError:
    """Make the error of a call that got no answer, or only the beginning of one."""
    if response is None:
        return _broken(error, call, "got no answer")
    broken = _broken(error, call, f"answered {response.status_code}, but broke off")
    if isinstance(broken, ApiTimeoutError):
        return broken
    content_type = response.headers.get("content-type") or "no content type"
    return DecodeError(f"{broken}; {content_type}")


def stream_error(error: httpx2.RequestError, call: Call) -> ApiConnectionError:
    """Make the error of a stream that broke while it was read."""
    return _broken(error, call, "broke off")


def _broken(error: httpx2.RequestError, call: Call, event: str) -> ApiConnectionError:
    import httpx2

    reason = str(error) or type(error).__name__
    kind = ApiConnectionError
    if isinstance(error, httpx2.TimeoutException):
        kind = ApiTimeoutError
        event = "timed out"
        reason = type(error).__name__.removesuffix("Timeout").lower()
    message = f"{call.method} {call.template} {event}: {reason}"
    return kind(message, method=call.method, path=call.template)


def _error_body(response: httpx2.Response) -> object:
    if not response.content:
        return None
    try:
        return decode_any_json(response.content)
    except DecodeError:
        return response.text


def _server_message(body: object) -> str:
    """Find the server's own words; a body may be nested more deeply than we can walk."""
    try:
        return _message_in(body)
    except RecursionError:
        return ""


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
    return f"redirected to {target}" if target else ""


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}..."
