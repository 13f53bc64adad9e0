"""Which operations reach which models: computed once, linear in the size of the API."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import (
    ListType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    TypeRef,
    UnionType,
)
from specweld.json_types import format_pointer, parse_pointer

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Operation
    from specweld.source import NodePlace
    from specweld.spec.document import Document

_SCHEMAS = ("components", "schemas")


class Reach:
    """Answers by which operations a model is sent, received or both.

    Models that refer to one another in a circle are reached by the same operations, so the
    sets are kept by circle (Tarjan's strongly connected components), as bits of an integer.
    """

    def __init__(self, api: Api, document: Document) -> None:
        self._operations = tuple(each.id for each in api.operations)
        self._edges = {
            model_id: tuple(
                dict.fromkeys(
                    each for each in model_references(model) if each in api.models
                )
            )
            for model_id, model in api.models.items()
        }
        self._bits: dict[ModelId, int] = dict.fromkeys(api.models, 0)
        for index, operation in enumerate(api.operations):
            for each in operation_references(operation):
                if each in self._bits:
                    self._bits[each] |= 1 << index
        self._names: dict[int, tuple[str, ...]] = {}
        self._document = document
        self._by_home: dict[object, list[str]] = defaultdict(list)
        for operation in api.operations:
            self._by_home[operation.origin.pointer[:3]].append(operation.id)
            if operation.origin.place is not None:
                self._by_home[_source(operation.origin.place)].append(operation.id)
        self._spread()

    def operations(self, model: ModelId) -> tuple[str, ...]:
        """Return the ids of the operations that reach a model, sorted."""
        bits = self._bits.get(model, 0)
        if bits not in self._names:
            self._names[bits] = tuple(
                sorted(
                    name
                    for index, name in enumerate(self._operations)
                    if bits >> index & 1
                )
            )
        return self._names[bits]

    def homes(self, model: ModelId) -> frozenset[str]:
        """Return the operations that a model is described with.

        A page declares the components of its operation, used or not; a model that is written
        in place belongs to the operation that it is written in.
        """
        pointer = parse_pointer(model)
        places = self._document.pages.get(pointer, ())
        homes: list[object] = [_source(each) for each in places] or [pointer[:3]]
        return frozenset(name for home in homes for name in self._by_home.get(home, ()))

    def _spread(self) -> None:
        """Hand the bits of every circle on to what it refers to, users first."""
        for circle in reversed(_circles(self._edges)):
            bits = 0
            for model in circle:
                bits |= self._bits[model]
            for model in circle:
                self._bits[model] = bits
                for target in self._edges[model]:
                    self._bits[target] |= bits


def _source(place: NodePlace) -> tuple[str, int]:
    return place.source.path, place.source.first_line


def _circles(edges: dict[ModelId, tuple[ModelId, ...]]) -> list[list[ModelId]]:
    """Find the strongly connected components, targets before users, without recursion."""
    index: dict[ModelId, int] = {}
    low: dict[ModelId, int] = {}
    stack: list[ModelId] = []
    on_stack: set[ModelId] = set()
    circles: list[list[ModelId]] = []
    for root in edges:
        if root in index:
            continue
        work: list[tuple[ModelId, Iterator[ModelId]]] = []
        _enter(root, index, low, stack)
        on_stack.add(root)
        work.append((root, iter(edges[root])))
        while work:
            model, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[model])
                if low[model] == index[model]:
                    circles.append(_pop_circle(model, stack, on_stack))
            elif target not in index:
                _enter(target, index, low, stack)
                on_stack.add(target)
                work.append((target, iter(edges[target])))
            elif target in on_stack:
                low[model] = min(low[model], index[target])
    return circles


def _enter(
    model: ModelId,
    index: dict[ModelId, int],
    low: dict[ModelId, int],
    stack: list[ModelId],
) -> None:
    index[model] = low[model] = len(index)
    stack.append(model)


def _pop_circle(
    root: ModelId, stack: list[ModelId], on_stack: set[ModelId]
) -> list[ModelId]:
    circle: list[ModelId] = []
    while True:
        model = stack.pop()
        on_stack.discard(model)
        circle.append(model)
        if model == root:
            return circle


def operation_references(operation: Operation) -> Iterator[ModelId]:
    """List the models that an operation names itself."""
    for argument in operation.arguments:
        yield from type_references(argument.type)
    if operation.body is not None:
        for argument in operation.body.arguments:
            yield from type_references(argument.type)
        yield from _flattened(operation)
        if operation.body.argument is not None:
            yield from type_references(operation.body.argument.type)
    if operation.response.type is not None:
        yield from type_references(operation.response.type)
    for error in operation.errors:
        if error.type is not None:
            yield from type_references(error.type)


def flattened_models(api: Api) -> frozenset[ModelId]:
    """List the components whose properties are arguments of some method."""
    return frozenset(
        model for operation in api.operations for model in _flattened(operation)
    )


def _flattened(operation: Operation) -> Iterator[ModelId]:
    for argument in operation.body.arguments if operation.body else ():
        pointer = argument.origin.pointer
        if pointer[:2] == _SCHEMAS:
            yield ModelId(format_pointer(pointer[:3]))


def model_references(model: Model) -> Iterator[ModelId]:
    """List the models that a model names itself."""
    match model:
        case ObjectModel():
            for field in model.fields:
                yield from type_references(field.type)
            if model.additional is not None:
                yield from type_references(model.additional)
        case UnionModel():
            for member in model.members:
                yield from type_references(member)
        case AliasModel():
            yield from type_references(model.target)


def type_references(type_: TypeRef) -> Iterator[ModelId]:
    """List the models that a type names."""
    pending = [type_]
    while pending:
        match pending.pop():
            case ModelRef() as reference:
                yield reference.id
            case Nullable() as nullable:
                pending.append(nullable.item)
            case ListType() as items:
                pending.append(items.item)
            case MapType() as values:
                pending.append(values.value)
            case UnionType() as union:
                pending.extend(reversed(union.members))
            case _:
                continue
