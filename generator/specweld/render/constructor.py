"""The constructor of a client: its arguments, what they mean, what they are passed on as."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.code import Code, Import, code, concatenated, imports_of
from specweld.render.core import core
from specweld.render.credentials import Credential, credentials
from specweld.render.identifier import identifier
from specweld.render.layout import exploded
from specweld.render.literal import literal
from specweld.render.security import (
    any_credential,
    names_schemes,
    security,
    usual_security,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.api import Api
    from specweld.render.colour import Colour

_HTTPX = Import(module="httpx2")
_MAPPING = Import(module="collections.abc", name="Mapping")
_MORE = code(
    "**options: Unpack[ClientOptions]",
    Import(module="typing", name="Unpack"),
    core("ClientOptions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructorParameter:
    """One argument of the constructor."""

    name: str
    annotation: Code
    default: Code | None
    note: str
    """For the docstring."""

    @property
    def code(self) -> Code:
        """Write the argument."""
        text = f"{identifier(self.name)}: {self.annotation}"
        return code(text if self.default is None else f"{text} = {self.default}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientFact:
    """A class attribute of a client."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Constructor:
    """Everything about `__init__`."""

    parameters: tuple[Code, ...]
    """One a line, `self` apart."""
    settings: tuple[Code, ...]
    """The arguments of `Settings`, one per line."""
    notes: tuple[tuple[str, str], ...]
    """Argument and what it means."""
    facts: tuple[ClientFact, ...]
    """What a client says of itself that has the constructor of all clients with one key; else none."""
    running: frozenset[Import]
    typing: frozenset[Import]


def constructor(api: Api, name: str, colour: Colour) -> Constructor:
    """Decide everything about the constructor of a client."""
    ways = credentials(api.auth, by_scheme=names_schemes(api))
    secrets = [
        _secret(*pair, may_change=len(way.arguments) == 1)
        for way in ways
        for pair in _pairs(way)
    ]
    options = [*_aliases(ways), *_grants(ways), *_options(api, colour)]
    settings = _settings(api, name, ways)
    given = [*secrets, *options]
    facts = tuple(_facts(api, ways))
    return Constructor(
        parameters=(
            *(each.code for each in secrets),
            code("*"),
            *(each.code for each in options),
            _MORE,
        ),
        settings=settings,
        notes=(
            *((each.name, each.note) for each in given),
            ("options", "What else `ClientOptions` lists: limits, retries, hooks."),
        ),
        facts=facts,
        running=imports_of(
            [each.value for each in facts]
            or [*settings, *(x.default for x in given if x.default is not None)]
        ),
        typing=imports_of(
            () if facts else (*(each.annotation for each in given), _MORE)
        ),
    )


def _facts(api: Api, ways: tuple[Credential, ...]) -> Iterator[ClientFact]:
    """Say what is particular to a client with one key and one place."""
    match ways:
        case (Credential(arguments=("api_key",), fact=Code() as key, grants=()),):
            if len(api.servers) != 1:
                return
        case _:
            return
    yield ClientFact(name=code("_server"), value=literal(api.servers[0].url))
    yield ClientFact(name=code("_key"), value=key)
    usual = usual_security(api)
    if usual != any_credential(api):
        yield ClientFact(name=code("_security"), value=security(usual))


def _pairs(way: Credential) -> list[tuple[str, str]]:
    return list(zip(way.arguments, way.notes, strict=True))


def _secret(name: str, note: str, *, may_change: bool) -> ConstructorParameter:
    """Take a text, and for a key that may change also a function that returns the present one."""
    kind = code("Secret | None", core("Secret")) if may_change else code("str | None")
    return ConstructorParameter(
        name=name, annotation=kind, default=code("None"), note=note
    )


def _aliases(ways: tuple[Credential, ...]) -> list[ConstructorParameter]:
    return [
        _secret(
            way.alias,
            f"Another name for `{way.arguments[0]}`; give one of them.",
            may_change=True,
        )
        for way in ways
        if way.alias
    ]


def _grants(ways: tuple[Credential, ...]) -> Iterator[ConstructorParameter]:
    """Take what gets tokens: an id and a secret, and what the tokens are for."""
    for grant in (each for way in ways for each in way.grants):
        for name, variable in (
            (grant.client_id, grant.declared.id_env_var),
            (grant.client_secret, grant.declared.secret_env_var),
        ):
            note = f"Gets tokens (OAuth2); taken from `{variable}` when not given."
            yield _secret(name, note, may_change=False)
        yield ConstructorParameter(
            name=grant.scopes,
            annotation=code("str"),
            default=grant.default_scopes,
            note="What such tokens are for, separated by spaces.",
        )


def _options(api: Api, colour: Colour) -> list[ConstructorParameter]:
    client = f"httpx2.{colour.own('Client')}"
    return [
        *_environment(api),
        _base_url(api),
        ConstructorParameter(
            name="timeout",
            annotation=code("float | httpx2.Timeout | None", _HTTPX),
            default=code("DEFAULT_TIMEOUT", core("DEFAULT_TIMEOUT")),
            note="Seconds for each step of a request; None waits for ever.",
        ),
        ConstructorParameter(
            name="max_retries",
            annotation=code("int"),
            default=code("DEFAULT_MAX_RETRIES", core("DEFAULT_MAX_RETRIES")),
            note="Further attempts after the first.",
        ),
        ConstructorParameter(
            name="headers",
            annotation=code("Mapping[str, str] | None", _MAPPING),
            default=code("None"),
            note="Sent with every request.",
        ),
        ConstructorParameter(
            name="http_client",
            annotation=code(f"{client} | None", _HTTPX),
            default=code("None"),
            note=f"Your own `{client}`, which stays yours to close.",
        ),
        ConstructorParameter(
            name="on_drift",
            annotation=code("OnDrift", core("OnDrift")),
            default=code('"log"'),
            note='What to do about answers that do not match the docs: "log", "raise", '
            '"ignore" or a function.',
        ),
    ]


def environment_name(api: Api) -> str:
    """Name the enum of the servers; empty when there is nothing to choose from."""
    return f"{api.client_name}Environment" if len(api.servers) > 1 else ""


def _environment(api: Api) -> list[ConstructorParameter]:
    name = environment_name(api)
    if not name:
        return []
    imported = Import(module=".environment", name=name)
    first = identifier(api.servers[0].name)
    return [
        ConstructorParameter(
            name="environment",
            annotation=code(name, imported),
            default=code(f"{name}.{first}", imported),
            note="Which server to talk to.",
        )
    ]


def _base_url(api: Api) -> ConstructorParameter:
    if not api.servers:
        note = "Where the API answers; the docs do not say."
        return ConstructorParameter(
            name="base_url", annotation=code("str"), default=None, note=note
        )
    return ConstructorParameter(
        name="base_url",
        annotation=code("str | None"),
        default=code("None"),
        note="Another place where the API answers: a proxy, a test server.",
    )


def _settings(api: Api, name: str, ways: tuple[Credential, ...]) -> tuple[Code, ...]:
    return (
        concatenated(code("client=", core("Settings")), literal(name)),
        code("base_url=base_url"),
        *_server(api),
        *_auth(ways),
        *_security(api),
        code("timeout=timeout"),
        code("max_retries=max_retries"),
        code("headers=headers"),
        code("on_drift=on_drift"),
        code("**options"),
    )


def _server(api: Api) -> tuple[Code, ...]:
    """Name the documented place, if there is one."""
    if environment_name(api):
        return (code("server=environment.value"),)
    if api.servers:
        return (concatenated("server=", literal(api.servers[0].url)),)
    return ()


def _security(api: Api) -> tuple[Code, ...]:
    """Say what operations take that do not say it themselves; any one credential where nothing is said."""
    usual = usual_security(api)
    return (
        ()
        if usual == any_credential(api)
        else (concatenated("security=", security(usual)),)
    )


def _auth(ways: tuple[Credential, ...]) -> tuple[Code, ...]:
    if not ways:
        return ()
    items = [way.code for way in ways]
    return (exploded("auth=(", items, ")"),)
