"""Credentials: where their values come from and where they are sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import msgspec
from msgspec import Struct
from msgspec.structs import replace

_EARLY = 0.1
"""The part of a token's life that is not used, lest it ends on the way; at most a minute."""

Secret: TypeAlias = (
    "str | Callable[[], str | Awaitable[str]] | ClientCredentials"  # noqa: S105 - a type
)
"""A value, a function that is asked for the present one before each attempt, or what fetches tokens."""

Security: TypeAlias = tuple[tuple[str, ...], ...]
"""Alternatives, each of them the schemes that are sent together; an empty one asks for nothing."""


class _Key(Struct, frozen=True, kw_only=True):
    """One secret."""

    value: Secret | None = None
    env_var: str | None = None
    """Read at the time of the call when there is no value."""
    argument: str = "api_key"
    """The client's argument, for the message when it is missing."""
    scheme: str = ""
    """The document's name of it, by which operations ask for it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} `{self.argument}`>"


class HeaderKey(_Key, frozen=True, kw_only=True):
    """A key or token in a header."""

    header: str
    prefix: str = ""
    """What stands before the value, its space included: `Bearer `."""
    grant: ClientCredentials | None = None
    """Fetches tokens where no value is given."""


class QueryKey(_Key, frozen=True, kw_only=True):
    """A key in the query string."""

    parameter: str


class CookieKey(_Key, frozen=True, kw_only=True):
    """A key in a cookie."""

    cookie: str


class BasicCredentials(Struct, frozen=True, kw_only=True):
    """A user name and a password (RFC 7617)."""

    username: str | None = None
    password: str | None = None
    username_env_var: str | None = None
    password_env_var: str | None = None
    scheme: str = ""

    def __repr__(self) -> str:
        return "<BasicCredentials>"


class AllOf(Struct, frozen=True, kw_only=True):
    """Several credentials that are sent together."""

    credentials: tuple[Credential, ...]
    scheme: str = ""


class TokenStore:
    """The present token; one for all clients that derive from one, whatever thread or task asks."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._token = ""
        self._ends = 0.0

    def fresh(self) -> str:
        """Return the token; empty when there is none, or none for much longer."""
        return self._token if time.monotonic() < self._ends else ""

    def keep(self, token: str, expires_in: float | None) -> str:
        """Keep a token for as long as it lives."""
        life = 3600.0 if expires_in is None else expires_in
        self._ends = time.monotonic() + life - min(life * _EARLY, 60.0)
        self._token = token
        return token

    def forget(self, token: str) -> None:
        """Drop a token that the server refused, unless another one has come meanwhile."""
        if self._token == token:
            self._ends = 0.0


class ClientCredentials(Struct, frozen=True, kw_only=True):
    """An id and a secret for which a token endpoint gives tokens."""

    token_url: str
    scopes: str | Sequence[str] = ()
    """What tokens are for; separated by spaces where they are one text."""
    client_id: str | None = None
    client_secret: str | None = None
    id_env_var: str | None = None
    secret_env_var: str | None = None
    scheme: str = ""
    store: TokenStore = msgspec.field(default_factory=TokenStore)

    def __repr__(self) -> str:
        return "<ClientCredentials>"

    def forgetting(self, token: str | None) -> Callable[[], None]:
        """Return what drops a token that the server refused."""
        return lambda: self.store.forget(token or "")


Credential: TypeAlias = (
    "HeaderKey | QueryKey | CookieKey | BasicCredentials | AllOf | ClientCredentials"
)


def either(**values: Secret | None) -> Secret | None:
    """Take the one of several arguments that was given: names for the same thing.

    Raises:
        TypeError: More than one was.
    """
    given = [name for name, value in values.items() if value is not None]
    if len(given) > 1:
        names = " and ".join(f"`{name}`" for name in given)
        raise TypeError(f"{names} are the same credential; expected one of them")
    return values[given[0]] if given else None


def with_key(
    credentials: tuple[Credential, ...], value: Secret
) -> tuple[Credential, ...]:
    """Give another value to the credential that goes by `api_key`.

    Raises:
        TypeError: There is none.
    """
    if not any(map(_is_api_key, credentials)):
        raise TypeError("no credential of this client is called `api_key`")
    return tuple(
        replace(each, value=value) if _is_api_key(each) else each
        for each in credentials
    )


def _is_api_key(credential: Credential) -> bool:
    return isinstance(credential, _Key) and credential.argument == "api_key"
