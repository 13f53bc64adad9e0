"""From what a person asks about, in whatever spelling, to what it stands for."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.api import Resource
from specweld.api.models import AliasModel, Field, ObjectModel, UnionModel
from specweld.api.operations import Argument, Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.api import Api
    from specweld.api.models import Model

_REQUEST = re.compile(r"([A-Za-z]+)\s+(/\S*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArgument:
    """One argument of a method."""

    operation: Method
    argument: Argument


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedField:
    """One attribute of a model."""

    model: ObjectModel
    field: Field


Named: TypeAlias = (
    Method
    | Resource
    | ObjectModel
    | UnionModel
    | AliasModel
    | NamedArgument
    | NamedField
)
"""What a person can ask about."""


def find_named(api: Api, name: str) -> tuple[Named, ...]:
    """Find what a name stands for: more than one thing where operations share a path.

    Args:
        api: Where to look.
        name: A method, a resource or a model (`client.voices.get`, `elevenlabs.models.Voice`), an argument
            of a method or an attribute of a model (`voices.get.voice_id`, `Voice.name`), a request or a
            path (`GET /v1/voices`), or a pointer (`#/components/schemas/Voice`).
    """
    request = _REQUEST.fullmatch(name.strip())
    if request or name.startswith("/"):
        method, path = request.groups() if request else ("", name.strip())
        return tuple(
            each
            for each in api.operations
            if each.path == path and method.upper() in ("", each.method)
        )
    if name.startswith("#/"):
        return tuple(each for each in api.models.values() if each.id == name)
    found = _find_dotted(api, name)
    return () if found is None else (found,)


def _find_dotted(api: Api, name: str) -> Named | None:
    prefixes = {"client", "models", api.package}
    first, rest = "", name.replace("()", "")
    while rest and (not first or first in prefixes):
        found = _find_plain(api, rest)
        if found is not None:
            return found
        first, _, rest = rest.partition(".")
    return None


def _find_plain(api: Api, name: str) -> Named | None:
    known = _named(api)
    if name in known:
        return known[name]
    owner, _, member = name.rpartition(".")
    return next(
        (each for each in _members(known.get(owner)) if _of(each) == member), None
    )


def _members(named: Named | None) -> Iterator[NamedArgument | NamedField]:
    """Yield the arguments of a method, or the attributes of a model."""
    if isinstance(named, Method):
        for argument in arguments_of(named):
            yield NamedArgument(operation=named, argument=argument)
    elif isinstance(named, ObjectModel):
        for field in named.fields:
            yield NamedField(model=named, field=field)


def arguments_of(operation: Method) -> tuple[Argument, ...]:
    """List everything that a method takes: parameters, then the parts of the body."""
    body = operation.body
    if body is None:
        return operation.arguments
    whole = (body.argument,) if body.argument else ()
    return (*operation.arguments, *body.arguments, *whole)


def _of(member: NamedArgument | NamedField) -> str:
    if isinstance(member, NamedArgument):
        return member.argument.name
    return member.field.name


def near_names(api: Api, name: str) -> list[str]:
    """Find names that a person may have meant, the nearest first."""
    known: dict[str, None] = dict.fromkeys(_named(api))
    if " " in name or name.startswith("/"):
        known = dict.fromkeys(f"{each.method} {each.path}" for each in api.operations)
    owner = name.rpartition(".")[0].removeprefix("client.")
    members = _members(_named(api).get(owner))
    known |= dict.fromkeys(f"{owner}.{_of(each)}" for each in members)
    return difflib.get_close_matches(name.removeprefix("client."), list(known), n=3)


def _named(api: Api) -> dict[str, Named]:
    resources: dict[str, Named] = {
        ".".join(each.path): each for each in api.resources if each.path
    }
    operations: dict[str, Named] = {
        each.qualified_name: each for each in api.operations
    }
    models: dict[str, Named] = {each.name: each for each in _models(api)}
    return {**models, **resources, **operations}


def _models(api: Api) -> Iterator[Model]:
    yield from api.models.values()
