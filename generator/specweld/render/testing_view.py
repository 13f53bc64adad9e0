"""`testing.py` and `testing.json`: fakes of the clients, and what they answer by themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.operations import ResponseKind
from specweld.render.client_view import client_module
from specweld.render.code import Code, Import
from specweld.render.colour import Colour
from specweld.render.core import core
from specweld.render.docstring import Docs, written
from specweld.render.file import File
from specweld.render.identifier import identifier
from specweld.render.imports import Imports, imports
from specweld.render.resource_view import in_order

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Method, Response
    from specweld.json_types import JsonObject

_JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FakeView:
    """The fake of one client."""

    name: Code
    bases: tuple[Code, ...]
    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class TestingView:
    """`testing.py`"""

    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    fakes: tuple[FakeView, ...]


def testing_view(api: Api) -> TestingView:
    """Make a fake of each client."""
    needed = [each for colour in Colour for each in _bases(api, colour)]
    return TestingView(
        docs=written("Clients that answer by themselves, for tests without a network."),
        imports=imports(".testing", needed),
        fakes=tuple(_fake(api, colour) for colour in Colour),
    )


def fake_name(api: Api, colour: Colour) -> str:
    """Name the fake of a client: `AsyncFakeElevenLabs`."""
    return colour.own(f"Fake{api.client_name}")


def _bases(api: Api, colour: Colour) -> tuple[Import, Import]:
    """Import what a fake is made of; the runtime's class by another name where a client is called so."""
    clients = {each.own(api.client_name) for each in Colour}
    base, client = colour.own("Fake"), colour.own(api.client_name)
    alias = f"{base}_" if base in clients else ""
    return core(base, alias=alias), Import(module=client_module(colour), name=client)


def _fake(api: Api, colour: Colour) -> FakeView:
    bases = _bases(api, colour)
    client = bases[-1].name
    return FakeView(
        name=identifier(fake_name(api, colour)),
        bases=tuple(identifier(each.alias or each.name) for each in bases),
        docs=written(f"`{client}` for tests: it answers by itself.", indent=4),
    )


def testing_file(api: Api) -> File:
    """Write what the documentation says of each operation, one per line."""
    lines = [
        f"{_text(each.qualified_name)}: {_text(_entry(each))}"
        for resource in api.resources
        for each in in_order(resource.operations)
    ]
    text = ",\n".join(lines)
    return File(path="testing.json", text=f"{{\n{text}\n}}\n" if lines else "{}\n")


def _entry(operation: Method) -> JsonObject:
    response, example = operation.response, operation.example
    entry: JsonObject = {"call": f"{operation.method} {operation.path}"}
    if (status := _status(response)) != 200:
        entry["status"] = status
    if response.content_type not in ("", _JSON) and "*" not in response.content_type:
        entry["type"] = response.content_type
    if example is not None:
        entry["example" if example.is_whole else "parts"] = json.loads(example.text)
    return entry


def _status(response: Response) -> int:
    """Choose the status of success: the first that is one and no range."""
    exact = [int(each) for each in response.statuses if each.isdecimal()]
    usual = 204 if response.kind is ResponseKind.NOTHING else 200
    return exact[0] if exact else usual


def _text(value: str | JsonObject) -> str:
    return json.dumps(value, ensure_ascii=True)
