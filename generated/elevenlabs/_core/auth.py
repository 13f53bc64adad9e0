"""Credentials: where their values come from and where they are sent."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from .errors import MissingCredentialsError
from .steps import Ask

if TYPE_CHECKING:
    from .steps import Steps
    from .tokens import ClientCredentials

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


Credential: TypeAlias = (
    "HeaderKey | QueryKey | CookieKey | BasicCredentials | AllOf | ClientCredentials"
)


class Proof(Struct, frozen=True, kw_only=True):
    """What credentials add to a request."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()
    renew: tuple[Callable[[], None], ...] = ()
    """Called when the server refuses what can be had anew."""

    def __repr__(self) -> str:
        return "<Proof>"


NOTHING = Proof()


class Wanted(Struct, frozen=True, kw_only=True):
    """What a call has to prove, and with what."""

    credentials: tuple[Credential, ...]
    security: Security | None
    """None for any one of them."""
    client: str
    """Class name, for the message."""
    given_headers: Collection[str] = ()
    """Lower-case names of headers that the caller sets: a credential of their own."""

    def alternatives(self) -> list[tuple[Credential, ...]]:
        """List what may be sent, the documented order first."""
        if self.security is None:
            return [(each,) for each in self.credentials]
        by_scheme = {each.scheme: each for each in self.credentials}
        return [
            tuple(by_scheme[name] for name in names)
            for names in self.security
            if names and by_scheme.keys() >= set(names)
        ]


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


def prove(wanted: Wanted) -> Steps[Proof]:
    """Choose the first alternative all of whose credentials have a value.

    Raises:
        MissingCredentialsError: None has, and one is demanded. Nothing was sent.
    """
    alternatives = wanted.alternatives()
    for alternative in alternatives:
        proofs: list[Proof] = []
        for credential in alternative:
            proof = yield from _proof_of(credential, wanted.given_headers)
            if proof is None:
                break
            proofs.append(proof)
        else:
            return proofs[0] if len(proofs) == 1 else _joined(proofs)
    is_demanded = wanted.security is None or () not in wanted.security
    if alternatives and is_demanded and "authorization" not in wanted.given_headers:
        raise MissingCredentialsError(_advice(alternatives, wanted.client))
    return NOTHING


def _proof_of(
    credential: Credential, given_headers: Collection[str]
) -> Steps[Proof | None]:
    match credential:
        case HeaderKey() | QueryKey() | CookieKey():
            if isinstance(credential, HeaderKey) and _is_given(
                credential.header, given_headers
            ):
                return NOTHING
            return (yield from _key_proof(credential))
        case BasicCredentials():
            if "authorization" in given_headers:
                return NOTHING
            return _basic_proof(credential)
        case AllOf():
            proofs: list[Proof] = []
            for part in credential.credentials:
                proof = yield from _proof_of(part, given_headers)
                if proof is None:
                    return None
                proofs.append(proof)
            return _joined(proofs)
        case _:
            if "authorization" in given_headers:
                return NOTHING
            return (yield from credential.proof())


def _is_given(header: str, given_headers: Collection[str]) -> bool:
    return header.lower() in given_headers


def _key_proof(credential: HeaderKey | QueryKey | CookieKey) -> Steps[Proof | None]:
    source = credential.value
    renew: tuple[Callable[[], None], ...] = ()
    if source is None or isinstance(source, str):
        value = value_of(source, credential.env_var)
    elif callable(source):
        value = _cleaned((yield Ask(source)))
        renew = (_nothing,)
    else:
        value = yield from source.token()
        renew = (source.forgetting(value),)
    return None if value is None else _placed(credential, value, renew)


def _placed(
    credential: HeaderKey | QueryKey | CookieKey,
    value: str,
    renew: tuple[Callable[[], None], ...],
) -> Proof:
    match credential:
        case HeaderKey():
            header = (credential.header, credential.prefix + value)
            return Proof(headers=(header,), renew=renew)
        case QueryKey():
            return Proof(query=((credential.parameter, value),), renew=renew)
        case CookieKey():
            return Proof(cookies=((credential.cookie, value),), renew=renew)
        case _:
            assert_never(credential)


def _nothing() -> None:
    """Renew nothing: the function is asked again before each attempt."""


def value_of(value: str | None, env_var: str | None) -> str | None:
    """Take the value, else the environment's; the line end of a file that was sourced is dropped."""
    return _cleaned(value if value is not None else os.environ.get(env_var or ""))


def _cleaned(value: str | None) -> str | None:
    return value.strip() or None if value is not None else None


def _basic_proof(credential: BasicCredentials) -> Proof | None:
    username = value_of(credential.username, credential.username_env_var)
    password = value_of(credential.password, credential.password_env_var)
    if username is None and password is None:
        return None
    return Proof(headers=(basic(username or "", password or ""),))


def basic(username: str, password: str) -> tuple[str, str]:
    """Write the header of a user name and a password."""
    pair = f"{username}:{password}".encode()
    return "Authorization", "Basic " + b64encode(pair).decode()


def _joined(proofs: list[Proof]) -> Proof:
    return Proof(
        headers=tuple(header for proof in proofs for header in proof.headers),
        query=tuple(pair for proof in proofs for pair in proof.query),
        cookies=tuple(pair for proof in proofs for pair in proof.cookies),
        renew=tuple(each for proof in proofs for each in proof.renew),
    )


def _advice(alternatives: list[tuple[Credential, ...]], client: str) -> str:
    ways = [way for each in alternatives for part in each for way in _ways(part)]
    ways = list(dict.fromkeys(ways))
    arguments = " and ".join(f"`{argument}`" for argument, _ in ways)
    variables = " and ".join(f"`{variable}`" for _, variable in ways if variable)
    environment = f", or set the environment variable {variables}" if variables else ""
    return f"no credential: pass {arguments} to `{client}(...)`{environment}"


def _ways(credential: Credential) -> list[tuple[str, str | None]]:
    """List the arguments and environment variables that a credential is made of."""
    match credential:
        case HeaderKey() | QueryKey() | CookieKey():
            return [(credential.argument, credential.env_var)]
        case BasicCredentials():
            return [
                ("username", credential.username_env_var),
                ("password", credential.password_env_var),
            ]
        case AllOf():
            return [way for part in credential.credentials for way in _ways(part)]
        case _:
            return [
                ("client_id", credential.id_env_var),
                ("client_secret", credential.secret_env_var),
            ]
