"""Which models refer to which, and which of them refer to each other in a circle."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar, assert_never

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    TypeRef,
    UnionType,
)

_Node = TypeVar("_Node", bound=Hashable)


def type_references(type: TypeRef) -> Iterator[ModelId]:
    """Yield the models that a type names, in order."""
    match type:
        case ModelRef():
            yield type.id
        case ListType() | Nullable():
            yield from type_references(type.item)
        case MapType():
            yield from type_references(type.value)
        case UnionType():
            for member in type.members:
                yield from type_references(member)
        case Scalar() | LiteralType() | FileType() | AnyType():
            return
        case _:
            assert_never(type)


def followed(type: TypeRef, models: Mapping[ModelId, Model]) -> TypeRef:
    """Look through aliases, to what a type is; an alias of itself is anything."""
    visited: set[ModelId] = set()
    found = type
    while isinstance(found, ModelRef) and found.id not in visited:
        visited.add(found.id)
        model = models[found.id]
        if not isinstance(model, AliasModel):
            return found
        found = model.target
    return AnyType() if isinstance(found, ModelRef) else found


def model_types(model: Model) -> tuple[TypeRef, ...]:
    """List the types that the definition of a model is made of."""
    match model:
        case ObjectModel():
            return tuple(each.type for each in model.fields)
        case UnionModel():
            members = (ModelRef(id=each) for _tag, each in model.mapping)
            return (*model.members, *members)
        case AliasModel():
            return (model.target,)
        case _:
            assert_never(model)


def model_references(model: Model) -> tuple[ModelId, ...]:
    """List the models that a definition names, each once, in order."""
    found = (x for each in model_types(model) for x in type_references(each))
    return tuple(dict.fromkeys(found))


def reachable(
    start: Iterable[_Node], next_of: Callable[[_Node], Iterable[_Node]]
) -> set[_Node]:
    """Collect all nodes that can be reached, the first ones included."""
    waiting = list(start)
    found = set(waiting)
    while waiting:
        for node in next_of(waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return found


def circles(graph: Mapping[_Node, tuple[_Node, ...]]) -> list[tuple[_Node, ...]]:
    """Find the strongly connected components, those that others need first.

    Tarjan's algorithm with a stack of its own: published documents hold circles of a thousand schemas.
    """
    search = _Search(graph)
    for root in graph:
        if root not in search.index:
            search.visit(root)
    return search.found


class _Search(Generic[_Node]):
    """One run of Tarjan's algorithm."""

    def __init__(self, graph: Mapping[_Node, tuple[_Node, ...]]) -> None:
        self.graph = graph
        self.index: dict[_Node, int] = {}
        self.lowest: dict[_Node, int] = {}
        self.unfinished: dict[_Node, None] = {}
        self.found: list[tuple[_Node, ...]] = []

    def visit(self, root: _Node) -> None:
        """Walk everything below a node."""
        work = [self._entered(root)]
        while work:
            node, followers = work[-1]
            follower = next(followers, None)
            if follower is None:
                work.pop()
                self._left(node)
                if work:
                    above = work[-1][0]
                    self.lowest[above] = min(self.lowest[above], self.lowest[node])
            elif follower not in self.index:
                work.append(self._entered(follower))
            elif follower in self.unfinished:
                self.lowest[node] = min(self.lowest[node], self.index[follower])

    def _entered(self, node: _Node) -> tuple[_Node, Iterator[_Node]]:
        self.index[node] = self.lowest[node] = len(self.index)
        self.unfinished[node] = None
        return node, iter(self.graph[node])

    def _left(self, node: _Node) -> None:
        """Close a component when its first node is left."""
        if self.lowest[node] < self.index[node]:
            return
        component: list[_Node] = []
        while not component or component[-1] != node:
            component.append(self.unfinished.popitem()[0])
        self.found.append(tuple(reversed(component)))
