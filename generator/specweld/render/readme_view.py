"""`README.md` of the package: how to install it, the first call, and what to know after that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.api import BasicAuth
from specweld.api.graph import followed
from specweld.api.types import FileType, ListType, LiteralType, Scalar, ScalarKind
from specweld.render.code import Code, code
from specweld.render.colour import Colour
from specweld.render.identifier import identifier
from specweld.render.literal import literal
from specweld.render.reference import escaped
from specweld.render.resource_view import in_order
from specweld.render.testing_view import fake_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.api import Api
    from specweld.api.operations import Argument, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenView:
    """An argument of a sample, by keyword, and a value for it."""

    name: Code
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleView:
    """A call of a method."""

    path: Code
    """`client.voices.get`"""
    given: tuple[GivenView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadmeView:
    """`README.md`"""

    title: Code
    package: Code
    client: Code
    async_client: Code
    fake: Code
    async_fake: Code
    given: tuple[GivenView, ...]
    """What the client has to be told."""
    variables: tuple[Code, ...]
    """The environment variables that credentials are taken from."""
    first: tuple[SampleView, ...]
    """None or one: a call that needs little."""
    pages: tuple[SampleView, ...]
    """None or one: a call whose answer comes in pages."""


def readme_view(api: Api) -> ReadmeView:
    """Choose what the README shows."""
    operations = [
        each for resource in api.resources for each in in_order(resource.operations)
    ]
    plain = sorted(operations, key=lambda x: (x.method != "GET", len(_needed(x))))
    paged = [each for each in operations if each.paging is not None]
    place = GivenView(name=code("base_url"), value=literal("https://api.example.com"))
    return ReadmeView(
        title=code(escaped(api.title) or api.client_name),
        package=identifier(api.package),
        client=identifier(api.client_name),
        async_client=identifier(Colour.ASYNC.own(api.client_name)),
        fake=identifier(fake_name(api, Colour.SYNC)),
        async_fake=identifier(fake_name(api, Colour.ASYNC)),
        given=() if api.servers else (place,),
        variables=tuple(_variables(api)),
        first=tuple(_sample(each, api) for each in plain[:1]),
        pages=tuple(_sample(each, api) for each in paged[:1]),
    )


def _variables(api: Api) -> Iterator[Code]:
    for each in api.auth[:1]:
        if isinstance(each, BasicAuth):
            yield identifier(each.username_env_var)
            yield identifier(each.password_env_var)
        else:
            yield identifier(each.env_var)


def _needed(operation: Method) -> list[Argument]:
    return [each for each in operation.inputs if each.is_required]


def _sample(operation: Method, api: Api) -> SampleView:
    given = (
        GivenView(name=identifier(each.name), value=_value(each, api))
        for each in _needed(operation)
    )
    path = ("client", *operation.resource, operation.name)
    return SampleView(
        path=code(".".join(identifier(each).text for each in path)), given=tuple(given)
    )


_VALUES = {
    ScalarKind.BOOLEAN: literal(True),
    ScalarKind.BYTES: code('b"..."'),
    ScalarKind.INTEGER: literal(1),
    ScalarKind.NUMBER: literal(0.5),
}
"""What stands for a value; text for whatever else is a scalar."""


def _value(argument: Argument, api: Api) -> Code:
    match followed(argument.type, api.models):
        case Scalar(kind=kind):
            return _VALUES.get(kind, literal("..."))
        case LiteralType(values=(first, *_)):
            return literal(first)
        case FileType():
            return _VALUES[ScalarKind.BYTES]
        case ListType():
            return literal([])
        case _:
            return literal({})
