"""Which models refer to which: references, circles, and what can be reached."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar, assert_never

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel, Usage
from specweld.api.types import AnyType, ModelId, ModelRef, TypeRef, children

_Node = TypeVar("_Node", bound=Hashable)


def references(type: TypeRef) -> Iterator[ModelId]:
    """Yield the models that a type names, in order."""
    if isinstance(type, ModelRef):
        yield type.id
    for each in children(type):
        yield from references(each)


def parts(model: Model) -> tuple[TypeRef, ...]:
    """List the types that the definition of a model is made of."""
    match model:
        case ObjectModel(fields=fields, additional=additional):
            types = tuple(each.type for each in fields)
            return types if additional is None else (*types, additional)
        case UnionModel(members=members, mapping=mapping):
            return (*members, *(ModelRef(id=each) for _tag, each in mapping))
        case AliasModel(target=target):
            return (target,)
        case _:
            assert_never(model)


def model_references(model: Model) -> tuple[ModelId, ...]:
    """List the models that a definition names, each once, in order."""
    found = (x for each in parts(model) for x in references(each))
    return tuple(dict.fromkeys(found))


def followed(type: TypeRef, models: Mapping[ModelId, Model]) -> TypeRef:
    """Look through aliases, to what a type is; an alias of itself is anything."""
    visited: set[ModelId] = set()
    found = type
    while isinstance(found, ModelRef) and found.id not in visited:
        visited.add(found.id)
        model = models.get(found.id)
        if not isinstance(model, AliasModel):
            return found
        found = model.target
    return AnyType() if isinstance(found, ModelRef) else found


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


def reached(
    types: Iterable[TypeRef], parts_of: Mapping[ModelId, tuple[TypeRef, ...]]
) -> frozenset[ModelId]:
    """Collect the models that values of some types may hold, themselves or inside another.

    Args:
        types: where to start.
        parts_of: the types that each model is made of.
    """
    start = (x for each in types for x in references(each) if x in parts_of)
    found = reachable(
        start,
        lambda model: (
            x for each in parts_of[model] for x in references(each) if x in parts_of
        ),
    )
    return frozenset(found)


def usages(
    parts_of: Mapping[ModelId, tuple[TypeRef, ...]],
    *,
    sent: Iterable[TypeRef],
    received: Iterable[TypeRef],
) -> Mapping[ModelId, Usage]:
    """Find out in which directions each model travels, itself or inside another."""
    out, back = reached(sent, parts_of), reached(received, parts_of)
    return {
        each: Usage(is_sent=each in out, is_received=each in back) for each in parts_of
    }


def knots(graph: Mapping[_Node, Iterable[_Node]]) -> list[tuple[_Node, ...]]:
    """Find the nodes that lead back to themselves, those that lead to one another together.

    Nodes that are not in the graph lead nowhere.
    """
    known = {
        each: tuple(x for x in following if x in graph)
        for each, following in graph.items()
    }
    return [
        circle
        for circle in circles(known)
        if len(circle) > 1 or any(each in known[each] for each in circle)
    ]


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
