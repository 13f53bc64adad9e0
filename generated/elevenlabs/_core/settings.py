"""What a client was constructed with, what `with_options` changes of it, and what its hooks are told."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict
from urllib.parse import urlsplit

import httpx2
from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from .credentials import Credential, Secret, Security
    from .drift import OnDrift


LOGGER_NAME = (__package__ or "").rpartition(".")[0]
"""The name of the client's package: what to configure in `logging`."""


DEFAULT_TIMEOUT = 120.0
"""Seconds to wait for a connection, for the next bytes of an answer, or to send the next bytes."""

DEFAULT_MAX_RETRIES = 2
"""Further attempts after the first."""

DEFAULT_DEADLINE = 3600.0
"""Seconds for a whole call: all its attempts, and the answer unless that is streamed."""

DEFAULT_MOST_BYTES = 1 << 30
"""Bytes of an answer that is read at once, or of one event of a stream."""


class Settings(Struct, frozen=True, kw_only=True):
    """The options of one client."""

    client: str
    """Its class name, for messages."""
    base_url: str | None = None
    """What the caller asks for; goes before every other place."""
    server: str = ""
    """The documented place of the API, used when nothing else is asked for."""
    auth: tuple[Credential, ...] = ()
    """What the client may prove itself with."""
    security: Security | None = None
    """Which of them an operation takes that does not say so itself; None for any one."""
    timeout: float | httpx2.Timeout | None = DEFAULT_TIMEOUT
    """Seconds for each step of a request; None waits for ever."""
    deadline: float | None = DEFAULT_DEADLINE
    max_retries: int = DEFAULT_MAX_RETRIES
    retry_unsafe: bool = False
    """Repeat what is not idempotent as well."""
    idempotency_header: str = ""
    """Carries a key by which the server knows that a call was repeated; empty where it knows none."""
    headers: Mapping[str, str] | None = None
    """Sent with every request."""
    query: Mapping[str, object] | None = None
    """The same."""
    body: Mapping[str, object] | None = None
    """Properties that every JSON body gets."""
    max_answer_bytes: int | None = DEFAULT_MOST_BYTES
    resume_streams: int = 0
    """How often a stream of events that breaks off is asked for again."""
    on_drift: OnDrift = "log"
    on_request: OnRequest | None = None
    on_response: OnResponse | None = None
    on_retry: OnRetry | None = None

    def __post_init__(self) -> None:
        """Refuse at once what would fail in the middle of a call."""
        _check(self)

    def __repr__(self) -> str:
        return f"<Settings of {self.client}>"


class ClientOptions(TypedDict, total=False):
    """What clients can be told besides the arguments that each constructor shows."""

    deadline: float | None
    """Seconds for a whole call with all its attempts; None for no limit."""
    retry_unsafe: bool
    """Whether to repeat POST and PATCH as well when the server may have acted already."""
    idempotency_header: str
    """The header by which the API recognises repeated calls; makes POST and PATCH safe to repeat."""
    query: Mapping[str, object] | None
    """Parameters that are sent with every request."""
    max_answer_bytes: int | None
    """Bytes of an answer that is read at once, or of one event; None for no limit."""
    resume_streams: int
    """How often a stream of events that breaks off is asked for again, after the last event that came
    (`Last-Event-ID`): for servers that give their events ids. Its request is sent as often."""
    on_request: OnRequest | None
    """Called before each attempt; the headers that it returns are sent along."""
    on_response: OnResponse | None
    """Called with each answer."""
    on_retry: OnRetry | None
    """Called before each further attempt."""


class CallOptions(ClientOptions, total=False):
    """What `with_options` takes."""

    base_url: str | None
    """Another place where the API answers: a proxy, a test server."""
    timeout: float | httpx2.Timeout | None
    """Seconds for each step of a request; None waits for ever."""
    max_retries: int
    """Further attempts after the first."""
    on_drift: OnDrift
    """What to do about answers that do not match the docs: "log", "raise", "ignore" or a function."""
    api_key: Secret
    """Another key."""
    transport: httpx2.BaseTransport | httpx2.AsyncBaseTransport
    """What carries the requests: to record and replay them, or to answer them in a test."""
    headers: Mapping[str, str]
    """Sent with every request, beside those of this client."""
    extra_headers: Mapping[str, str]
    """The same."""
    extra_query: Mapping[str, object]
    """Parameters that the docs do not know."""
    extra_body: Mapping[str, object]
    """Properties of JSON bodies that the docs do not know."""


def changed(settings: Settings, options: CallOptions) -> Settings:
    """Replace what is given; headers, query and body are added to those that are there."""
    changes: dict[str, Any] = dict(options)
    headers = {**changes.pop("headers", {}), **changes.pop("extra_headers", {})}
    if headers:
        changes["headers"] = {**(settings.headers or {}), **headers}
    if query := changes.pop("extra_query", None):
        changes["query"] = {**(settings.query or {}), **query}
    if body := changes.pop("extra_body", None):
        changes["body"] = {**(settings.body or {}), **body}
    if "api_key" in changes:
        from .credentials import with_key

        changes["auth"] = with_key(settings.auth, changes.pop("api_key"))
    return replace(settings, **changes)


def user_agent() -> str:
    """Name the client and the version of the API that it was made for; a caller's HTTP client names itself."""
    package = __name__.rpartition("._core.")[0] or "specweld"
    version = getattr(import_module(package), "__version__", "") or "0"
    product = re.sub(r"[^A-Za-z0-9.+_-]+", "-", f"{package.rpartition('.')[2]}-python")
    return f"{product}/{re.sub(r'[^A-Za-z0-9.+_-]+', '-', version)} specweld"


def with_place(settings: Settings, base_url: str) -> Settings:
    """Let the base URL of the caller's HTTP client, if any, go before the documented place.

    Where no documented place is told apart from what the caller asks for, the HTTP client's wins.
    """
    if not base_url or (settings.base_url and settings.server):
        return settings
    return replace(settings, base_url=base_url)


def shown_place(url: str) -> str:
    """Write a URL without what may be secret in it: user, password, query."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else parts.path


def _check(settings: Settings) -> None:
    words = ("log", "raise", "ignore")
    if settings.on_drift not in words and not callable(settings.on_drift):
        raise ValueError(
            f'`on_drift` is "log", "raise", "ignore" or a function, not {settings.on_drift!r}'
        )
    for name in ("max_retries", "resume_streams"):
        times: object = getattr(settings, name)
        if type(times) is not int or times < 0:
            raise ValueError(f"`{name}` is a number from 0 on, not {times!r}")
    for name in ("deadline", "max_answer_bytes", "timeout"):
        limit: object = getattr(settings, name)
        if isinstance(limit, int | float) and not limit > 0:
            raise ValueError(f"`{name}` is positive or None, not {limit!r}")
        if isinstance(limit, str | bytes | bool):
            raise TypeError(f"`{name}` is a number or None, not {limit!r}")
    for name in ("on_request", "on_response", "on_retry"):
        hook: object = getattr(settings, name)
        if hook is not None and not callable(hook):
            raise TypeError(f"`{name}` is a function, not {hook!r}")


class SentRequest(Struct, frozen=True, kw_only=True):
    """One attempt that is about to be sent."""

    method: str
    path: str
    """The path template of the operation."""
    attempt: int
    """1 for the first one."""


class ReceivedAnswer(Struct, frozen=True, kw_only=True):
    """The answer to one attempt, whatever its status."""

    method: str
    path: str
    attempt: int
    status_code: int
    headers: Mapping[str, str]
    request_id: str | None
    seconds: float
    """From sending the request to the head of the answer, or to the end of one that is read at once."""


class PlannedRetry(Struct, frozen=True, kw_only=True):
    """An attempt that failed and is made again."""

    method: str
    path: str
    attempt: int
    """The one that failed."""
    pause: float
    """Seconds until the next one."""
    reason: str
    """Such as `503` or `ConnectError`."""


OnRequest: TypeAlias = Callable[
    [SentRequest], Mapping[str, str] | Awaitable[Mapping[str, str] | None] | None
]
"""Called before each attempt; the headers that it returns, if any, are sent along."""
OnResponse: TypeAlias = Callable[[ReceivedAnswer], Awaitable[None] | None]
OnRetry: TypeAlias = Callable[[PlannedRetry], Awaitable[None] | None]


logger = logging.getLogger(LOGGER_NAME)


_secret_parameters: set[str] = set()


class _Redaction(logging.Filter):
    """Takes secrets out of the line that httpx2 logs for each request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(_without_secrets, record.args))
        return True


def _without_secrets(argument: object) -> object:
    if not isinstance(argument, httpx2.URL):
        return argument
    for name in _secret_parameters.intersection(argument.params):
        argument = argument.copy_set_param(name, "...")
    return argument.copy_with(userinfo=b"") if argument.userinfo else argument


_redaction = _Redaction()


def redact_http_log(parameters: Iterable[str]) -> None:
    """Keep these parameters of queries, and passwords in URLs, out of the log of httpx2 from now on."""
    _secret_parameters.update(parameters)
    logging.getLogger("httpx2").addFilter(_redaction)
