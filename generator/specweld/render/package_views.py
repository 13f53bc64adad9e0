"""Views of the small files: the package itself, errors, environments, the index of methods."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.client_view import client_module
from specweld.render.code import Code, Import, code, concatenated
from specweld.render.colour import Colour
from specweld.render.constructor import environment_name
from specweld.render.docstring import docstring, docstring_of
from specweld.render.identifier import identifier
from specweld.render.import_block import (
    from_import,
    import_block,
    import_order,
    listing_order,
    natural,
)
from specweld.render.literal import literal
from specweld.render.prose import one_line, wrapped
from specweld.render.width import LINE_LENGTH

if TYPE_CHECKING:
    from specweld.api.api import Api

_LAZY = Import(module="._core.lazy", name="lazy_names")
_CHECKING = Import(module="typing", name="TYPE_CHECKING")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicName:
    """A name of a package that is imported when first used."""

    text: Code
    """As a string."""
    place: Code
    """The module as a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """An `__init__.py` whose names are imported when first used."""

    docs: Code
    imports: Code
    reexports: tuple[Code, ...]
    """`from .module import Name as Name`, by module, then by name."""
    names: tuple[PublicName, ...]
    """By name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """`errors.py`"""

    docs: Code
    imports: Code
    names: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentView:
    """`environment.py`"""

    docs: Code
    name: Code
    class_docs: Code
    members: tuple[Code, ...]


def index_view(docs: Code, places: Mapping[str, str], *, package: str) -> IndexView:
    """Make the index of a package.

    Args:
        docs: The module's docstring.
        places: Public name to the module that defines it, as the package sees it.
        package: Module of the index, as an import from the root: `.__init__`.
    """
    by_module = sorted(places, key=lambda x: (natural(places[x]), import_order(x)))
    return IndexView(
        docs=docs,
        imports=import_block(package, (_LAZY, _CHECKING)),
        reexports=tuple(_reexport(name, places[name]) for name in by_module),
        names=tuple(
            PublicName(text=literal(name), place=literal(places[name]))
            for name in sorted(places, key=listing_order)
        ),
    )


def _reexport(name: str, place: str) -> Code:
    text = identifier(name).text
    return code(from_import(place, [f"{text} as {text}"], indent=4))


def root_index(api: Api, errors: Iterable[str]) -> IndexView:
    """Make the index of the client package: the clients, the errors, the environments."""
    places = {colour.own(api.client_name): client_module(colour) for colour in Colour}
    places.update(dict.fromkeys(errors, ".errors"))
    if environment := environment_name(api):
        places[environment] = ".environment"
    docs = docstring(f"A typed client for {_title(api)}.")
    return index_view(docs, places, package=".__init__")


def error_tree(runtime: str) -> list[tuple[int, str, str]]:
    """Read the tree of errors from the source of the runtime: depth, name, first line of doc."""
    classes = [
        node
        for node in ast.parse(runtime).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    ]
    depths = {"Exception": -1}
    found: list[tuple[int, str, str]] = []
    children: dict[str, list[ast.ClassDef]] = {}
    for node in classes:
        children.setdefault(ast.unparse(node.bases[0]), []).append(node)
    waiting = list(reversed(children.get("Exception", [])))
    while waiting:
        node = waiting.pop()
        depths[node.name] = depths[ast.unparse(node.bases[0])] + 1
        doc = (ast.get_docstring(node) or "").partition("\n")[0]
        found.append((depths[node.name], node.name, doc))
        waiting += reversed(children.get(node.name, []))
    return found


def errors_view(tree: Sequence[tuple[int, str, str]]) -> ErrorsView:
    """Make `errors.py`, whose docstring shows the tree."""
    column = max(2 * depth + len(name) for depth, name, _doc in tree) + 2
    lines = ["What a call may raise.", ""]
    for depth, name, doc in tree:
        first, *others = wrapped(doc.rstrip("."), LINE_LENGTH - column)
        lines.append(f"{'  ' * depth + name:<{column}}{first}")
        lines += [" " * column + line for line in others]
    names = [name for _depth, name, _doc in tree]
    imported = [Import(module="._core.errors", name=name) for name in names]
    return ErrorsView(
        docs=docstring_of(lines, indent=0),
        imports=import_block(".errors", imported),
        names=tuple(literal(name) for name in sorted(names, key=listing_order)),
    )


def environment_view(api: Api) -> EnvironmentView:
    """Make the enum of the servers."""
    members = [
        concatenated(identifier(each.name), " = ", literal(each.url))
        for each in api.servers
    ]
    return EnvironmentView(
        docs=docstring("The servers of the API."),
        name=identifier(environment_name(api)),
        class_docs=docstring(f"Where {_title(api)} answers.", indent=4),
        members=tuple(members),
    )


def _title(api: Api) -> str:
    return one_line(api.title) or api.client_name
