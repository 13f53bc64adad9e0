"""How a client proves who calls: arguments of its constructor, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from specweld.api.api import (
    Auth,
    BasicAuth,
    CookieAuth,
    HeaderAuth,
    QueryAuth,
    TokenGrant,
)
from specweld.api.spelling import identifier as spelled
from specweld.render.code import Code, code, concatenated
from specweld.render.core import core
from specweld.render.identifier import identifier
from specweld.render.layout import exploded
from specweld.render.literal import literal

_TAKEN = frozenset(
    {
        *("base_url", "environment", "headers", "http_client", "self"),
        *("max_retries", "on_drift", "options", "timeout"),
        *("deadline", "idempotency_header", "max_answer_bytes", "query"),
        *("on_request", "on_response", "on_retry", "resume_streams", "retry_unsafe"),
    }
)
"""The other arguments of a constructor, and what it takes by `ClientOptions`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """The id and the secret of a program, and what they are good for; by keyword only."""

    client_id: str
    client_secret: str
    scopes: str
    declared: TokenGrant

    @property
    def arguments(self) -> tuple[str, ...]:
        """List the arguments of the constructor."""
        return self.client_id, self.client_secret, self.scopes

    @property
    def default_scopes(self) -> Code:
        """Write what tokens are for unless something else is wanted."""
        return literal(" ".join(self.declared.scopes))

    @property
    def code(self) -> Code:
        """Make what fetches the tokens."""
        return _made(
            "ClientCredentials",
            [
                concatenated("token_url=", literal(self.declared.token_url)),
                concatenated("scopes=", identifier(self.scopes)),
                concatenated("client_id=", identifier(self.client_id)),
                concatenated("client_secret=", identifier(self.client_secret)),
                concatenated("id_env_var=", literal(self.declared.id_env_var)),
                concatenated("secret_env_var=", literal(self.declared.secret_env_var)),
            ],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """One way in, of which a caller needs one."""

    arguments: tuple[str, ...]
    notes: tuple[str, ...]
    """For the docstring, one per argument."""
    code: Code
    """`HeaderKey(...)`"""
    fact: Code | None = None
    """The same without a value; None where there is more to it than one."""
    alias: str = ""
    """Another name of the argument, by keyword only; empty when there is none."""
    grants: tuple[Grant, ...] = ()
    """None or one: what gets tokens where none is given."""


def credentials(
    ways: Sequence[Auth], *, by_scheme: bool = False
) -> tuple[Credential, ...]:
    """Give each way its arguments; the first key goes by `api_key`, others by their wire name.

    What the docs' samples call the first one is an argument as well, unless another one has that name.

    Args:
        by_scheme: Whether operations refer to them.
    """
    taken = set(_TAKEN)
    found: list[Credential] = []
    for index, way in enumerate(ways):
        is_first = all(isinstance(each, BasicAuth) for each in ways[:index])
        names = [concatenated("scheme=", literal(way.scheme))] if by_scheme else []
        credential = _credential(way, taken, names, is_first=is_first)
        taken |= set(credential.arguments)
        taken |= {name for each in credential.grants for name in each.arguments}
        found.append(credential)
    match ways[:1]:
        case (HeaderAuth(alias=alias) as first,) if alias and alias not in taken:
            names = [concatenated("scheme=", literal(first.scheme))] * by_scheme
            grants = found[0].grants
            found[0] = _header_key(first, "api_key", names, grants, alias=alias)
        case _:
            pass
    return tuple(found)


def _credential(
    way: Auth, taken: set[str], names: list[Code], *, is_first: bool
) -> Credential:
    match way:
        case HeaderAuth():
            wanted = "bearer_token" if way.prefix == "Bearer " else way.header
            argument = "api_key" if is_first else _free(wanted, taken)
            grants = _grants(way, {*taken, argument})
            return _header_key(way, argument, names, grants)
        case QueryAuth():
            argument = "api_key" if is_first else _free(way.parameter, taken)
            items = [concatenated("parameter=", literal(way.parameter)), *names]
            return _key("QueryKey", items, argument, way.env_var)
        case CookieAuth():
            argument = "api_key" if is_first else _free(way.cookie, taken)
            items = [concatenated("cookie=", literal(way.cookie)), *names]
            return _key("CookieKey", items, argument, way.env_var)
        case BasicAuth():
            return _basic(way, taken, names)
        case _:
            assert_never(way)


def _grants(way: HeaderAuth, taken: set[str]) -> tuple[Grant, ...]:
    if way.grant is None:
        return ()
    names = [_free(each, taken) for each in ("client_id", "client_secret", "scopes")]
    client_id, client_secret, scopes = names
    return (
        Grant(
            client_id=client_id,
            client_secret=client_secret,
            scopes=scopes,
            declared=way.grant,
        ),
    )


def _header_key(
    way: HeaderAuth,
    argument: str,
    names: list[Code],
    grants: tuple[Grant, ...],
    *,
    alias: str = "",
) -> Credential:
    items = [
        concatenated("header=", literal(way.header)),
        *([concatenated("prefix=", literal(way.prefix))] if way.prefix else []),
        *names,
        *(concatenated("grant=", each.code) for each in grants),
    ]
    made = _key("HeaderKey", items, argument, way.env_var, alias=alias)
    return replace(made, grants=grants)


def _key(
    kind: str, items: list[Code], argument: str, env_var: str, *, alias: str = ""
) -> Credential:
    value = identifier(argument)
    if alias:
        other = identifier(alias)
        both = f"either({value}={value}, {other}={other})"
        value = code(both, core("either"))
    facts = [concatenated("env_var=", literal(env_var))]
    if argument != "api_key":
        facts.append(concatenated("argument=", literal(argument)))
    return Credential(
        arguments=(argument,),
        notes=(f"Taken from `{env_var}` when not given.",),
        code=_made(kind, [*items, concatenated("value=", value), *facts]),
        fact=None if alias else _made(kind, [*items, *facts]),
        alias=alias,
    )


def _basic(way: BasicAuth, taken: set[str], names: list[Code]) -> Credential:
    username, password = _free("username", taken), _free("password", taken)
    items = [
        *names,
        concatenated("username=", identifier(username)),
        concatenated("password=", identifier(password)),
        concatenated("username_env_var=", literal(way.username_env_var)),
        concatenated("password_env_var=", literal(way.password_env_var)),
    ]
    return Credential(
        arguments=(username, password),
        notes=(
            f"Taken from `{way.username_env_var}` when not given.",
            f"Taken from `{way.password_env_var}` when not given.",
        ),
        code=_made("BasicCredentials", items),
    )


def _made(kind: str, items: list[Code]) -> Code:
    laid = exploded(f"{kind}(", items, ")")
    return concatenated(code("", core(kind)), laid)


def _free(wanted: str, taken: set[str]) -> str:
    """Find an argument name that no other one has."""
    name = spelled(wanted, fallback="key")
    while name in taken:
        name += "_"
    return name
