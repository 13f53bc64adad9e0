"""The view of `client.py`: both clients, their constructors and what the root offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.code import Code, Import
from specweld.render.colour import Colour
from specweld.render.constructor import Constructor, constructor, environment_name
from specweld.render.core import core
from specweld.render.docstring import docstring, docstring_of
from specweld.render.identifier import identifier
from specweld.render.import_block import import_block
from specweld.render.prose import one_line, wrapped
from specweld.render.resource_view import MembersView, members_view
from specweld.render.width import LINE_LENGTH

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.render.scope import Scope
    from specweld.render.tree import Tree

_MODULE = ".client"
_INDENT = 4
_OWN_NAMES = frozenset(
    {
        "BasicCredentials",
        "HeaderKey",
        "OnDrift",
        "QueryKey",
        "Settings",
    }
)
"""What the constructors use; `api.names` does not keep models from having these names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """One client class."""

    name: Code
    base: Code
    docs: Code
    constructor: Constructor
    members: MembersView


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsView:
    """`client.py`"""

    docs: Code
    imports: Code
    clients: tuple[ClientView, ...]


def clients_view(api: Api, tree: Tree, scope: Scope) -> ClientsView:
    """Decide everything about `client.py`."""
    taken = frozenset(colour.own(api.client_name) for colour in Colour)
    taken |= tree.classes_in(()) | _OWN_NAMES | {environment_name(api)}
    inner = scope.entering(_MODULE, taken=taken)
    clients = tuple(_client(api, tree, colour, inner) for colour in Colour)
    running: set[Import] = set()
    typing: set[Import] = set()
    for colour, client in zip(Colour, clients, strict=True):
        running |= {core(colour.client_base)}
        running |= client.constructor.running | client.members.running
        typing |= client.constructor.typing | client.members.typing
    return ClientsView(
        docs=docstring("The clients, one for each colour."),
        imports=import_block(_MODULE, running, typing),
        clients=clients,
    )


def _client(api: Api, tree: Tree, colour: Colour, scope: Scope) -> ClientView:
    name = colour.own(api.client_name)
    made = constructor(api, name, colour)
    return ClientView(
        name=identifier(name),
        base=identifier(colour.client_base),
        docs=_docs(api, made, colour),
        constructor=made,
        members=members_view(api.resources[0], tree, colour, scope),
    )


def _docs(api: Api, made: Constructor, colour: Colour) -> Code:
    title = one_line(api.title) or api.client_name
    if colour is Colour.ASYNC:
        text = (
            f"The asynchronous client of {title}; takes what `{api.client_name}` does."
        )
        return docstring(text, indent=_INDENT)
    lines = wrapped(
        f"The client of {title}.\n\n{api.description}",
        LINE_LENGTH - _INDENT,
        reserved=3,
    )
    lines += ["", "Args:"]
    for argument, note in made.notes:
        first, *others = wrapped(
            f"{argument}: {note}", LINE_LENGTH - 12, reserved=-_INDENT
        )
        lines += [f"    {first}", *(f"        {line}" for line in others)]
    return docstring_of(lines, indent=_INDENT)
