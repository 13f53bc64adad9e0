"""Views of resources: one class of one colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.names import USED_BY_CLIENTS
from specweld.render.code import Code, Import
from specweld.render.colour import Colour
from specweld.render.core import core
from specweld.render.docstring import Docs, written
from specweld.render.identifier import dotted, identifier
from specweld.render.imports import Imports, imports
from specweld.render.method_view import MethodView, method_view

if TYPE_CHECKING:
    from specweld.api.api import Resource
    from specweld.api.operations import Method
    from specweld.render.scope import Scope
    from specweld.render.tree import Tree

_ORDER = {
    name: index
    for index, name in enumerate(
        ("list", "get", "retrieve", "create", "update", "delete")
    )
}
"""Methods that stand before all others."""

_CACHED_PROPERTY = Import(module="functools", name="cached_property")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A resource below another one, imported when it is first used."""

    decorator: Code
    """`cached_property`, by another name where a member of the class is called so."""
    name: Code
    annotation: Code
    """Its class, by another name where the client's module uses that for something else."""
    class_name: Code
    module: Code
    """Where it is imported from, inside the property."""
    imported: Import


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersView:
    """What a class offers: the client itself has the same as a resource."""

    children: tuple[ChildView, ...]
    methods: tuple[MethodView, ...]

    @property
    def running(self) -> frozenset[Import]:
        """Collect what is needed when the module runs."""
        found: set[Import] = set()
        for method in self.methods:
            found |= method.running
        found |= {each for child in self.children for each in child.decorator.imports}
        return frozenset(found)

    @property
    def typing(self) -> frozenset[Import]:
        """Collect what only annotations name."""
        found = {child.imported for child in self.children}
        for method in self.methods:
            found |= method.typing
        return frozenset(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceView:
    """One file of `resources/` or `aio/`."""

    path: str
    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    name: Code
    class_docs: Docs
    transport: Code
    members: MembersView


def resource_view(
    resource: Resource, tree: Tree, colour: Colour, scope: Scope
) -> ResourceView:
    """Decide everything about a resource."""
    module = f".{colour.folder}.{tree.modules[resource.path]}"
    inner = scope.entering(module, taken=tree.classes_in(resource.path))
    members = members_view(resource, tree, colour, inner)
    transport = colour.own("Transport")
    typing = members.typing | {core(transport)}
    path = ".".join(("client", *resource.path))
    text = resource.description or _summary(resource)
    return ResourceView(
        path=f"{module[1:].replace('.', '/')}.py",
        docs=written(f"`{path}`"),
        imports=imports(module, members.running, typing),
        name=identifier(resource.class_name),
        class_docs=written(text, indent=4, is_split=True),
        transport=identifier(transport),
        members=members,
    )


def members_view(
    resource: Resource, tree: Tree, colour: Colour, scope: Scope
) -> MembersView:
    """Decide everything about the members of a resource's class."""
    own = {each.name for each in resource.operations} | set(resource.children)
    inner = scope.within(frozenset(own))
    return MembersView(
        children=tuple(_children(resource, tree, colour, inner)),
        methods=tuple(
            method_view(each, colour, inner) for each in in_order(resource.operations)
        ),
    )


def in_order(operations: Iterable[Method]) -> list[Method]:
    """Put what every API has first, in the order in which one gets to know it."""
    return sorted(operations, key=lambda x: _ORDER.get(x.name, len(_ORDER)))


def _summary(resource: Resource) -> str:
    """Say what the methods do, in their own words: `List, get and create voices.`"""
    noun = resource.path[-1].strip("_").replace("_", " ")
    verbs = [x.name.strip("_").replace("_", " ") for x in in_order(resource.operations)]
    if not verbs:
        return f"What belongs to {noun}."
    listed = ", ".join(verbs[:-1])
    text = f"{listed} and {verbs[-1]}" if listed else verbs[-1]
    return f"{text[:1].upper()}{text[1:]} {noun}."


def _children(
    resource: Resource, tree: Tree, colour: Colour, scope: Scope
) -> Iterator[ChildView]:
    decorator = scope.imported(_CACHED_PROPERTY).code
    for name in resource.children:
        path = (*resource.path, name)
        module = f".{colour.folder}.{tree.modules[path]}"
        class_name = tree.class_names[path]
        is_taken = not resource.path and class_name in USED_BY_CLIENTS
        alias = f"{class_name}_" if is_taken else ""
        # Only the synchronous client lies outside the folder of its resources.
        is_outside = not resource.path and colour is Colour.SYNC
        source = module if is_outside else f".{tree.modules[path]}"
        yield ChildView(
            decorator=decorator,
            name=identifier(name),
            annotation=identifier(alias or class_name),
            class_name=identifier(class_name),
            module=dotted(source),
            imported=Import(module=module, name=class_name, alias=alias),
        )
