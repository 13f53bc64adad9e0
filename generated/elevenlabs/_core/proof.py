"""What a call proves, and how it gets hold of that: by keys, passwords, tokens (RFC 6749 §4.4)."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, assert_never

import msgspec
from msgspec import Struct

from .credentials import (
    AllOf,
    BasicCredentials,
    ClientCredentials,
    CookieKey,
    HeaderKey,
    QueryKey,
)
from .errors import DecodeError, MissingCredentialsError
from .steps import Ask, Sleep

if TYPE_CHECKING:
    from .credentials import Credential, Security
    from .steps import Steps

_POLL = 0.01
"""Seconds between two looks at a token that somebody else is fetching."""


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
            return (yield from _token_proof(credential))


def _is_given(header: str, given_headers: Collection[str]) -> bool:
    return header.lower() in given_headers


def _key_proof(credential: HeaderKey | QueryKey | CookieKey) -> Steps[Proof | None]:
    source = credential.value
    grant = credential.grant if isinstance(credential, HeaderKey) else None
    if source is None and grant is not None:
        is_chosen = grant.client_id is not None
        source = None if not is_chosen and value_of(None, credential.env_var) else grant
    renew: tuple[Callable[[], None], ...] = ()
    if source is None or isinstance(source, str):
        value = value_of(source, credential.env_var)
    elif callable(source):
        value = _cleaned((yield Ask(source)))
        renew = (_nothing,)
    else:
        value = yield from _token(source)
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


def _basic_proof(credential: BasicCredentials) -> Proof | None:
    username = value_of(credential.username, credential.username_env_var)
    password = value_of(credential.password, credential.password_env_var)
    if username is None and password is None:
        return None
    return Proof(headers=(_basic(username or "", password or ""),))


def _joined(proofs: list[Proof]) -> Proof:
    return Proof(
        headers=tuple(header for proof in proofs for header in proof.headers),
        query=tuple(pair for proof in proofs for pair in proof.query),
        cookies=tuple(pair for proof in proofs for pair in proof.cookies),
        renew=tuple(each for proof in proofs for each in proof.renew),
    )


def value_of(value: str | None, env_var: str | None) -> str | None:
    """Take the value, else the environment's; the line end of a file that was sourced is dropped."""
    return _cleaned(value if value is not None else os.environ.get(env_var or ""))


def _cleaned(value: str | None) -> str | None:
    return value.strip() or None if value is not None else None


def _basic(username: str, password: str) -> tuple[str, str]:
    """Write the header of a user name and a password."""
    pair = f"{username}:{password}".encode()
    return "Authorization", "Basic " + b64encode(pair).decode()


def _token_proof(credential: ClientCredentials) -> Steps[Proof | None]:
    """Return a token as the credential that it is."""
    token = yield from _token(credential)
    if token is None:
        return None
    header = ("Authorization", f"Bearer {token}")
    return Proof(headers=(header,), renew=(credential.forgetting(token),))


def _token(credential: ClientCredentials) -> Steps[str | None]:
    """Return a token, fetched if need be: by one of many that ask at once."""
    client_id = value_of(credential.client_id, credential.id_env_var)
    secret = value_of(credential.client_secret, credential.secret_env_var)
    if client_id is None or secret is None:
        return None
    return credential.store.fresh() or (
        yield from _fetched(credential, client_id, secret)
    )


def _fetched(credential: ClientCredentials, client_id: str, secret: str) -> Steps[str]:
    store = credential.store
    while not store.lock.acquire(blocking=False):
        yield Sleep(_POLL)
    try:
        if token := store.fresh():
            return token
        granted = yield from _granted(credential, client_id, secret)
        return store.keep(granted.access_token, granted.expires_in)
    finally:
        store.lock.release()


def _granted(
    credential: ClientCredentials, client_id: str, secret: str
) -> Steps[_Granted]:
    from .body import form_body
    from .call import Call
    from .exchange import exchange
    from .settings import Settings, shown_place
    from .styles import write_header

    wanted = credential.scopes
    scope = wanted if isinstance(wanted, str) else " ".join(wanted)
    fields = {"grant_type": "client_credentials", "scope": scope}
    body = form_body({name: text for name, text in fields.items() if text})
    headers = [("Accept", "application/json"), _basic(client_id, secret)]
    call = Call(
        method="POST",
        template=shown_place(credential.token_url),
        url=credential.token_url,
        headers=(*(write_header(*each) for each in headers), *body.headers),
        body=body,
    )
    # a token that nobody received is no harm, so this may be asked for again
    answer = yield from exchange(
        call, Settings(client="", deadline=60.0, retry_unsafe=True)
    )
    try:
        return msgspec.json.decode(answer.content, type=_Granted)
    except msgspec.DecodeError as error:
        raise DecodeError(f"`{call.template}` gave no token: {error}") from error


class _Granted(Struct):
    """What the token endpoint answers."""

    access_token: str
    expires_in: float | None = None


def _advice(alternatives: list[tuple[Credential, ...]], client: str) -> str:
    ways = [way for each in alternatives for part in each for way in _ways(part)]
    ways = list(dict.fromkeys(ways))
    arguments = " and ".join(f"`{argument}`" for argument, _ in ways)
    if any(_grants(part) for each in alternatives for part in each):
        arguments += ", or `client_id` and `client_secret`,"
    variables = " and ".join(f"`{variable}`" for _, variable in ways if variable)
    environment = f", or set the environment variable {variables}" if variables else ""
    return f"no credential: pass {arguments} to `{client}(...)`{environment}"


def _grants(credential: Credential) -> bool:
    """Return whether tokens can be fetched instead of given."""
    return isinstance(credential, HeaderKey) and credential.grant is not None


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
