"""What a client was constructed with, and what `with_options` changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    import httpx2

    from .auth import Credential, Secret, Security
    from .drift import OnDrift
    from .hooks import OnRequest, OnResponse, OnRetry

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
        from .auth import with_key

        changes["auth"] = with_key(settings.auth, changes.pop("api_key"))
    return replace(settings, **changes)


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
    retries: object = settings.max_retries
    if type(retries) is not int or retries < 0:
        raise ValueError(f"`max_retries` is a number from 0 on, not {retries!r}")
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
