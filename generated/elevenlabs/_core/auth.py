"""Credentials: where their values come from and where they are sent."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Collection
from typing import TypeAlias, assert_never

from msgspec import Struct

from .errors import MissingCredentialsError


class _Key(Struct, frozen=True, kw_only=True):
    """One secret."""

    value: str | None = None
    env_var: str | None = None
    """Read at the time of the call when there is no value."""
    argument: str = "api_key"
    """The client's argument, for the message when it is missing."""

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

    def __repr__(self) -> str:
        return "<BasicCredentials>"


class AllOf(Struct, frozen=True, kw_only=True):
    """Several credentials that are sent together."""

    credentials: tuple[Credential, ...]


Credential: TypeAlias = HeaderKey | QueryKey | CookieKey | BasicCredentials | AllOf


class Proof(Struct, frozen=True, kw_only=True):
    """What a credential adds to a request."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    cookies: tuple[tuple[str, str], ...] = ()


def either(**values: str | None) -> str | None:
    """Take the one of several arguments that was given: names for the same thing.

    Raises:
        TypeError: More than one was.
    """
    given = [name for name, value in values.items() if value is not None]
    if len(given) > 1:
        names = " and ".join(f"`{name}`" for name in given)
        raise TypeError(f"{names} are the same credential; expected one of them")
    return values[given[0]] if given else None


def prove(
    credentials: tuple[Credential, ...],
    *,
    client: str,
    given_headers: Collection[str],
    is_demanded: bool = True,
) -> Proof:
    """Choose the first credential that has a value.

    Args:
        credentials: Alternatives; none at all means that the API wants none.
        client: Class name, for the message.
        given_headers: Lower-case names of headers that the caller sets: a credential of their own.
        is_demanded: Whether the operation cannot be called without one.

    Raises:
        MissingCredentialsError: None has a value. Nothing was sent.
    """
    for credential in credentials:
        proof = _proof_of(credential, given_headers)
        if proof is not None:
            return proof
    if is_demanded and credentials and "authorization" not in given_headers:
        raise MissingCredentialsError(_advice(credentials, client))
    return Proof()


def _proof_of(credential: Credential, given_headers: Collection[str]) -> Proof | None:
    match credential:
        case HeaderKey():
            if credential.header.lower() in given_headers:
                return Proof()
            value = _value_of(credential.value, credential.env_var)
            if value is None:
                return None
            return Proof(headers=((credential.header, credential.prefix + value),))
        case QueryKey():
            value = _value_of(credential.value, credential.env_var)
            return Proof(query=((credential.parameter, value),)) if value else None
        case CookieKey():
            value = _value_of(credential.value, credential.env_var)
            return Proof(cookies=((credential.cookie, value),)) if value else None
        case BasicCredentials():
            if "authorization" in given_headers:
                return Proof()
            return _basic_proof(credential)
        case AllOf():
            return _joint_proof(credential, given_headers)
        case _:
            assert_never(credential)


def _basic_proof(credential: BasicCredentials) -> Proof | None:
    username = _value_of(credential.username, credential.username_env_var)
    password = _value_of(credential.password, credential.password_env_var)
    if username is None and password is None:
        return None
    pair = f"{username or ''}:{password or ''}".encode()
    return Proof(headers=(("Authorization", "Basic " + b64encode(pair).decode()),))


def _joint_proof(credential: AllOf, given_headers: Collection[str]) -> Proof | None:
    proofs = [_proof_of(part, given_headers) for part in credential.credentials]
    complete = [proof for proof in proofs if proof is not None]
    if len(complete) < len(proofs):
        return None
    return Proof(
        headers=tuple(header for proof in complete for header in proof.headers),
        query=tuple(pair for proof in complete for pair in proof.query),
        cookies=tuple(pair for proof in complete for pair in proof.cookies),
    )


def _value_of(value: str | None, env_var: str | None) -> str | None:
    """Take the value, else the environment's; the line end of a file that was sourced is dropped."""
    found = value if value is not None else os.environ.get(env_var or "")
    return found.strip() or None if found is not None else None


def _advice(credentials: tuple[Credential, ...], client: str) -> str:
    ways = [way for credential in credentials for way in _ways(credential)]
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
            assert_never(credential)
