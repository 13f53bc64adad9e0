"""What a generated client offers to its callers: which attribute is what, what a call returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.operations import ResponseKind
from specweld.api.types import (
    ListType,
    LiteralType,
    MapType,
    ModelRef,
    Nullable,
    UnionType,
)
from specweld.callers.values import (
    Client,
    ClientClass,
    ErrorClass,
    Instance,
    Many,
    MethodValue,
    ModelClass,
    Package,
    PageValue,
    RawValue,
    ResourceClass,
    ResourceValue,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.operations import Method
    from specweld.api.types import ModelId, TypeRef

_DEPTH = 20
"""Aliases of aliases that are followed; more is a cycle."""
_CONSTRUCTORS = frozenset({"from_dict", "from_json"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSurface:
    """One generated client, by the names that its callers write."""

    package: str
    client_names: frozenset[str]
    resources: Mapping[tuple[str, ...], str]
    """Class name by path."""
    resource_classes: Mapping[str, tuple[str, ...]]
    operations: Mapping[tuple[str, ...], Method]
    """By path: resource and name."""
    models: Mapping[ModelId, Model]
    model_names: Mapping[str, ModelId]

    def imported(self, path: tuple[str, ...], name: str) -> Value:
        """Return what `from package.path import name` gives."""
        if name in self.client_names:
            return ClientClass()
        if name in self.model_names and path[:1] in {(), ("models",)}:
            return ModelClass(name)
        if path[:1] in {("resources",), ("aio",)} and name in self.resource_classes:
            return ResourceClass(self.resource_classes[name])
        if name.endswith("Error"):
            return ErrorClass(name)
        return Package((*path, name))

    def attribute(self, value: Value, name: str) -> Value | None:
        """Return what an attribute is; None when nothing is known."""
        match value:
            case Package():
                return self.imported(value.path, name)
            case Client():
                return self._client_attribute(value, name)
            case ResourceValue():
                return self._below(value.path, name, is_raw=value.is_raw)
            case Instance() | PageValue():
                fields = self.fields(value.type, name)
                return Instance(fields[0][1]) if fields else None
            case _:
                return None

    def called(self, value: Value, given: Mapping[str, object]) -> Value | None:
        """Return what a call returns; awaited, if it has to be.

        Args:
            value: What is called.
            given: Its keyword arguments that are constants.
        """
        match value:
            case ClientClass():
                return Client()
            case ResourceClass():
                return ResourceValue(value.path)
            case ModelClass():
                return self.annotated(value)
            case MethodValue():
                answer = self._answer(value.operation, given)
                return RawValue(answer) if value.is_raw else answer
            case _:
                return None

    def method_called(self, value: Value, name: str) -> Value | None:
        """Return what a method that every client, model or answer has returns."""
        match value:
            case Client() if name == "with_options":
                return value
            case ModelClass() if name in _CONSTRUCTORS:
                return self.annotated(value)
            case Instance() if name == "copy_with":
                return value
            case PageValue() if name == "next_page":
                return value
            case PageValue() if name == "pages":
                return Many(value)
            case RawValue() if name == "parse":
                return value.value
            case Instance(type=type) if name in {"get", "pop", "values"}:
                item = self._map_value(type)
                if item is None:
                    return None
                return Many(Instance(item)) if name == "values" else Instance(item)
            case _:
                return None

    def annotated(self, value: Value | None) -> Value | None:
        """Return what a variable annotated with a class holds."""
        match value:
            case ClientClass():
                return Client()
            case ResourceClass():
                return ResourceValue(value.path)
            case ModelClass():
                return Instance(ModelRef(id=self.model_names[value.name]))
            case _:
                return None

    def item(self, value: Value | None) -> Value | None:
        """Return what iterating over a value, or an index of it, gives."""
        match value:
            case Many():
                return value.item
            case PageValue():
                return Instance(value.item)
            case Instance():
                plain = self._plain(value.type)
                if isinstance(plain, ListType):
                    return Instance(plain.item)
                item = self._map_value(value.type)
                return None if item is None else Instance(item)
            case _:
                return None

    def fields(self, type: TypeRef, name: str) -> tuple[tuple[str, TypeRef], ...]:
        """Find a field in every model that a type may be: the models' names and the field's type."""
        found: dict[str, TypeRef] = {}
        pending, seen = [type], set[str]()
        while pending:
            current = self._plain(pending.pop())
            match current:
                case UnionType():
                    pending += current.members
                case ModelRef() if current.id not in seen:
                    seen.add(current.id)
                    model = self.models.get(current.id)
                    if isinstance(model, UnionModel):
                        pending += model.members
                    elif isinstance(model, ObjectModel):
                        for each in model.fields:
                            if each.name == name:
                                found[model.name] = each.type
                case _:
                    pass
        return tuple(sorted(found.items(), key=lambda pair: pair[0]))

    def enum_name(self, type: TypeRef) -> str:
        """Name the enum that a type is, through null; empty when it is not one."""
        inner = type.item if isinstance(type, Nullable) else type
        model = self.models.get(inner.id) if isinstance(inner, ModelRef) else None
        is_enum = isinstance(model, AliasModel) and isinstance(
            model.target, LiteralType
        )
        return model.name if model is not None and is_enum else ""

    def _client_attribute(self, client: Client, name: str) -> Value | None:
        if name == "with_raw_response":
            return Client(is_raw=True)
        return self._below((), name, is_raw=client.is_raw)

    def _below(self, path: tuple[str, ...], name: str, *, is_raw: bool) -> Value | None:
        below = (*path, name)
        if below in self.operations:
            return MethodValue(self.operations[below], is_raw=is_raw)
        return ResourceValue(below, is_raw=is_raw) if below in self.resources else None

    def _answer(self, operation: Method, given: Mapping[str, object]) -> Value | None:
        response, stream = operation.response, operation.stream
        if stream is not None:
            value = given.get(stream.argument, stream.is_usual and stream.value)
            response = stream.response if value == stream.value else response
        whole = response.whole
        if whole is None:
            return None
        if response.kind is ResponseKind.EVENTS:
            return Many(Instance(whole))
        if response.kind is not ResponseKind.JSON:
            return None
        if operation.paging is not None:
            return PageValue(whole, operation.paging.item_type)
        return Instance(whole)

    def _plain(self, type: TypeRef) -> TypeRef:
        """Look through null and other names."""
        current = type
        for _ in range(_DEPTH):
            if isinstance(current, Nullable):
                current = current.item
                continue
            model = (
                self.models.get(current.id) if isinstance(current, ModelRef) else None
            )
            if not isinstance(model, AliasModel):
                break
            current = model.target
        return current

    def _map_value(self, type: TypeRef) -> TypeRef | None:
        plain = self._plain(type)
        return plain.value if isinstance(plain, MapType) else None


def surface_of(api: Api) -> ClientSurface:
    """Index an API by the names of its client."""
    resources = {each.path: each.class_name for each in api.resources}
    return ClientSurface(
        package=api.package,
        client_names=frozenset({api.client_name, f"Async{api.client_name}"}),
        resources=resources,
        resource_classes={
            name: path
            for path, class_name in resources.items()
            for name in (class_name, f"Async{class_name}")
            if path
        },
        operations={(*each.resource, each.name): each for each in api.operations},
        models=api.models,
        model_names={each.name: key for key, each in api.models.items()},
    )
