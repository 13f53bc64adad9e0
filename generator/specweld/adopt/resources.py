"""Read the classes of an SDK: what a client holds, and the request behind each method."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.adopt.modules import Definition
from specweld.adopt.requests import SdkRequest, find_request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.adopt.modules import FunctionNode, Modules

_MOST_HOPS = 4
"""Functions that a method may hand its work on to before the request is made."""
_VIEWS = "with_"
"""How properties begin that show the same methods in another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkMethod:
    """A public method, and what it asks for in the end."""

    name: str
    node: FunctionNode
    request: SdkRequest
    hops: int
    is_deprecated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkClass:
    """One class of an SDK with what it inherits."""

    definition: Definition
    functions: Mapping[str, Definition] = field(repr=False)
    """Its methods and those of its bases, by name, in the order of the source."""
    held: Mapping[str, Definition] = field(repr=False)
    """Attribute -> the class of what it holds."""

    @property
    def children(self) -> Iterator[tuple[str, Definition]]:
        """Yield the public attributes that hold something."""
        for name, definition in self.held.items():
            if not name.startswith(("_", _VIEWS)):
                yield name, definition


class SdkClasses:
    """The classes of an SDK, each read once."""

    def __init__(self, modules: Modules) -> None:
        """Read nothing yet."""
        self._modules = modules
        self._read: dict[tuple[str, ...], SdkClass] = {}
        self.calls_of = functools.cache(self._calls_of)

    def read(self, definition: Definition) -> SdkClass:
        """Read a class and its bases."""
        found = self._read.get(definition.key)
        if found is None:
            chain = tuple(self._chain(definition))
            found = SdkClass(
                definition=definition,
                functions=_functions(chain),
                held=dict(self._held(chain)),
            )
            self._read[definition.key] = found
        return found

    def bases(self, definition: Definition) -> Iterator[Definition]:
        """Yield the bases that belong to the SDK."""
        node = definition.node
        for base in node.bases if isinstance(node, ast.ClassDef) else ():
            named = base.value if isinstance(base, ast.Subscript) else base
            found = self._modules.find(definition.module, named)
            if found is not None and isinstance(found.node, ast.ClassDef):
                yield found

    def _calls_of(self, key: tuple[str, ...]) -> tuple[SdkMethod, ...]:
        """List the public methods of a class that make a request."""
        owner = self._read[key]
        found: list[SdkMethod] = []
        for name, definition in owner.functions.items():
            node = definition.node
            if isinstance(node, ast.ClassDef) or _is_property(node):
                continue
            if name.startswith("_") and name != "__call__":
                continue
            behind = self._request(owner, definition, _MOST_HOPS)
            if behind is not None:
                request, hops = behind
                found.append(
                    SdkMethod(
                        name=name,
                        node=node,
                        request=request,
                        hops=hops,
                        is_deprecated=_is_deprecated(node),
                    )
                )
        return tuple(found)

    def _request(
        self, owner: SdkClass, definition: Definition, hops: int
    ) -> tuple[SdkRequest, int] | None:
        """Find the request that a function makes, by itself or by what it calls."""
        if isinstance(definition.node, ast.ClassDef):
            return None
        request = find_request(definition.node, definition.module.constants)
        if request is not None or hops == 0:
            return (request, 0) if request else None
        for holder, callee in self._callees(owner, definition):
            if callee.node is definition.node:
                continue
            behind = self._request(holder, callee, hops - 1)
            if behind is not None:
                return behind[0], behind[1] + 1
        return None

    def _callees(
        self, owner: SdkClass, definition: Definition
    ) -> Iterator[tuple[SdkClass, Definition]]:
        """Yield our own functions that a function calls, in order, each with its class."""
        for node in ast.walk(definition.node):
            if not isinstance(node, ast.Call):
                continue
            match node.func:
                case ast.Attribute(value=ast.Name(id="self"), attr=name):
                    holder: SdkClass | None = owner
                case ast.Attribute(
                    value=ast.Attribute(value=ast.Name(id="self"), attr=held),
                    attr=name,
                ):
                    target = owner.held.get(held)
                    holder = self.read(target) if target else None
                case ast.Name():
                    found = self._modules.find(definition.module, node.func)
                    if found and not isinstance(found.node, ast.ClassDef):
                        yield owner, found
                    continue
                case _:
                    continue
            if holder is not None and name in holder.functions:
                yield holder, holder.functions[name]

    def _chain(
        self, definition: Definition, seen: frozenset[tuple[str, ...]] = frozenset()
    ) -> Iterator[Definition]:
        """Yield a class, then what it inherits from, nearest first."""
        if definition.key in seen:
            return
        yield definition
        for base in self.bases(definition):
            yield from self._chain(base, seen | {definition.key})

    def _held(self, chain: tuple[Definition, ...]) -> Iterator[tuple[str, Definition]]:
        """Yield what attributes hold, as the bases say it first and the class itself last."""
        for definition in reversed(chain):
            for node in definition.node.body:
                match node:
                    case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                        yield from self._as_class(definition, name, annotation)
                    case ast.FunctionDef(name="__init__"):
                        yield from self._assigned(definition, node)
                    case ast.FunctionDef(name=name) if _is_property(node):
                        if not _is_deprecated(node):
                            yield from self._returned(definition, name, node)
                    case _:
                        pass

    def _assigned(
        self, definition: Definition, function: FunctionNode
    ) -> Iterator[tuple[str, Definition]]:
        for node in ast.walk(function):
            match node:
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)],
                    value=ast.Call(func=called),
                ):
                    yield from self._as_class(definition, name, called)
                case _:
                    pass

    def _returned(
        self, definition: Definition, name: str, function: FunctionNode
    ) -> Iterator[tuple[str, Definition]]:
        """Find what a property makes; only else believe what it says it returns."""
        for node in ast.walk(function):
            if isinstance(node, ast.Call):
                found = list(self._as_class(definition, name, node.func))
                if found:
                    yield from found
                    return
        yield from self._as_class(definition, name, function.returns)

    def _as_class(
        self, definition: Definition, name: str, expression: ast.expr | None
    ) -> Iterator[tuple[str, Definition]]:
        found = self._modules.find(definition.module, expression)
        if found is not None and isinstance(found.node, ast.ClassDef):
            yield name, found


def _functions(chain: tuple[Definition, ...]) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for definition in reversed(chain):
        for node in definition.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.name] = Definition(module=definition.module, node=node)
    return found


def _is_property(node: FunctionNode) -> bool:
    return any("property" in ast.unparse(each) for each in node.decorator_list)


def _is_deprecated(node: FunctionNode) -> bool:
    return any("deprecated" in ast.unparse(each) for each in node.decorator_list)
