"""Views of the small files: the package itself, errors, environments."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.client_view import client_module
from specweld.render.code import Code, Import
from specweld.render.colour import Colour
from specweld.render.constructor import environment_name
from specweld.render.docstring import Docs, written, written_lines
from specweld.render.identifier import dotted, identifier
from specweld.render.imports import (
    Imports,
    import_order,
    imports,
    listing_order,
    natural,
)
from specweld.render.literal import literal
from specweld.render.prose import one_line, wrapped
from specweld.render.width import LINE_LENGTH

if TYPE_CHECKING:
    from specweld.api.api import Api

_LAZY = Import(module="._core", name="lazy_names")
_CHECKING = Import(module="typing", name="TYPE_CHECKING")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicName:
    """A name of a package that is imported when first used."""

    name: Code
    text: Code
    """As a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicModule:
    """What a module of the package offers."""

    module: Code
    text: Code
    """As a string."""
    names: tuple[PublicName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """An `__init__.py` whose names are imported when first used."""

    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    modules: tuple[PublicModule, ...]
    versions: tuple[Code, ...]
    """None or one: the version of the API's document, as a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderView:
    """The `__init__.py` of a folder whose modules are imported one by one."""

    docs: Docs


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorsView:
    """`errors.py`"""

    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    names: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """A member of the enum of servers."""

    name: Code
    url: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentView:
    """`environment.py`"""

    docs: Docs
    name: Code
    class_docs: Docs
    servers: tuple[ServerView, ...]


def index_view(
    docs: Docs, places: Mapping[str, str], *, package: str, version: str = ""
) -> IndexView:
    """Make the index of a package.

    Args:
        docs: The module's docstring.
        places: Public name to the module that defines it, as the package sees it.
        package: Module of the index, as an import from the root: `.__init__`.
        version: Of the API; empty to say nothing of it.
    """
    names: dict[str, list[str]] = {}
    for name, place in places.items():
        names.setdefault(place, []).append(name)
    return IndexView(
        docs=docs,
        imports=imports(package, (_LAZY, _CHECKING)),
        versions=(literal(version),) if version else (),
        modules=tuple(
            PublicModule(
                module=dotted(place),
                text=literal(place),
                names=tuple(
                    PublicName(name=identifier(each), text=literal(each))
                    for each in sorted(names[place], key=import_order)
                ),
            )
            for place in sorted(names, key=natural)
        ),
    )


def root_index(api: Api, errors: Iterable[str]) -> IndexView:
    """Make the index of the client package: the clients, the errors, the environments."""
    places = {colour.own(api.client_name): client_module(colour) for colour in Colour}
    places.update(dict.fromkeys(errors, ".errors"))
    if environment := environment_name(api):
        places[environment] = ".environment"
    docs = written(f"A typed client for {_title(api)}.")
    return index_view(docs, places, package=".__init__", version=api.version)


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


def error_classes(tree: Iterable[tuple[int, str, str]]) -> dict[str, str]:
    """Index the errors by what their docs begin with: a status, or a range of them."""
    found = ((doc.partition(":")[0].upper(), name) for _depth, name, doc in tree)
    return {status: name for status, name in found if status[:1].isdecimal()}


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
        docs=written_lines(lines),
        imports=imports(".errors", imported),
        names=tuple(literal(name) for name in sorted(names, key=listing_order)),
    )


def environment_view(api: Api) -> EnvironmentView:
    """Make the enum of the servers."""
    servers = (
        ServerView(name=identifier(each.name), url=literal(each.url))
        for each in api.servers
    )
    return EnvironmentView(
        docs=written("The servers of the API."),
        name=identifier(environment_name(api)),
        class_docs=written(f"Where {_title(api)} answers.", indent=4),
        servers=tuple(servers),
    )


def _title(api: Api) -> str:
    return one_line(api.title) or api.client_name
