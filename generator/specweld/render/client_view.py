"""Views of the clients, a module each: their constructors and what the root offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.names import USED_BY_CLIENTS
from specweld.render.code import Code, Import
from specweld.render.colour import Colour
from specweld.render.constructor import (
    ClientFact,
    Constructor,
    constructor,
    environment_name,
)
from specweld.render.core import core
from specweld.render.docstring import Docs, written
from specweld.render.identifier import identifier
from specweld.render.imports import Imports, imports
from specweld.render.literal import literal
from specweld.render.prose import one_line
from specweld.render.resource_view import MembersView, members_view

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.render.scope import Scope
    from specweld.render.tree import Tree

_MODULES = {Colour.SYNC: ".client", Colour.ASYNC: ".aio"}
_POSITIONS = {Colour.SYNC: ".client", Colour.ASYNC: ".aio.__init__"}
"""Where relative imports start: `aio/__init__.py` imports as its neighbours do."""
_PATHS = {Colour.SYNC: "client.py", Colour.ASYNC: "aio/__init__.py"}
_ADJECTIVES = {Colour.SYNC: "synchronous", Colour.ASYNC: "asynchronous"}
_INDENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherColour:
    """The client of the other colour, offered beside this one and loaded when first used."""

    name: Code
    """As a string."""
    module: Code
    """As a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientView:
    """A client class and its module: `client.py` or `aio/__init__.py`."""

    path: str
    module_docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    others: tuple[OtherColour, ...]
    """None or one."""
    name: Code
    base: Code
    docs: Docs
    facts: tuple[ClientFact, ...]
    """Class attributes; none where the client has a constructor of its own."""
    constructors: tuple[Constructor, ...]
    """None or one."""
    members: MembersView


def client_module(colour: Colour) -> str:
    """Name the module that defines the client of a colour, as seen from the package."""
    return _MODULES[colour]


def client_view(api: Api, tree: Tree, colour: Colour, scope: Scope) -> ClientView:
    """Decide everything about the module of one client."""
    module = _POSITIONS[colour]
    name = colour.own(api.client_name)
    taken = tree.classes_in(()) | USED_BY_CLIENTS | {environment_name(api)}
    made = constructor(api, name, colour)
    base = _base(colour, name, has_key=bool(made.facts))
    taken |= {each.own(api.client_name) for each in Colour} | {base.name}
    if colour is Colour.ASYNC:
        # Its module is a package: importing a resource sets a name in it.
        taken |= frozenset(tree.modules.values())
    inner = scope.entering(module, taken=taken)
    members = members_view(api.resources[0], tree, colour, inner)
    running = {base, *made.running, *members.running}
    typing = {*made.typing, *members.typing}
    others: tuple[OtherColour, ...] = ()
    if colour is Colour.SYNC:
        other = Colour.ASYNC.own(api.client_name)
        place = client_module(Colour.ASYNC)
        others = (OtherColour(name=literal(other), module=literal(f".{place}")),)
        running.add(core("lazy_names"))
        typing.add(Import(module=place, name=other, alias=other))
    return ClientView(
        path=_PATHS[colour],
        module_docs=written(f"The {_ADJECTIVES[colour]} client."),
        imports=imports(module, running, typing),
        others=others,
        name=identifier(name),
        base=identifier(base.alias or base.name),
        docs=_docs(api, made, colour),
        facts=made.facts,
        constructors=() if made.facts else (made,),
        members=members,
    )


def _base(colour: Colour, name: str, *, has_key: bool) -> Import:
    """Import the runtime's class, by another name where the client itself is called so."""
    base = colour.client_base(has_key=has_key)
    return core(base, alias=f"{base}_" if base == name else "")


def _docs(api: Api, made: Constructor, colour: Colour) -> Docs:
    title = one_line(api.title) or api.client_name
    if colour is Colour.ASYNC:
        text = (
            f"The asynchronous client of {title}; takes what `{api.client_name}` does."
        )
        return written(text, indent=_INDENT)
    text = f"The client of {title}.\n\n{api.description}"
    return written(text, indent=_INDENT, arguments=made.notes)
