"""Read an SDK whole: from its clients, or its functions, to a list of calls."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from specweld.adopt.calls import AdoptedCall
from specweld.adopt.modules import Definition, Modules
from specweld.adopt.requests import find_request, parameters_of
from specweld.adopt.resources import SdkClasses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from specweld.adopt.resources import SdkMethod

_MOST_LEVELS = 8
"""Resources inside resources."""
_API_CLASS = re.compile(r"(\w+?)(Api|API)")
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_KWARGS = "_get_kwargs"
"""The function that a module of one operation has."""
_TOP = "api"
"""The folder that holds the folders of such modules."""

_CALLED = "__call__"
"""The method of a resource that is itself called."""
_RAW_HOPS = 1
"""A method that only unwraps what a raw client returns is as good as one that asks itself."""


def read_sdk(folder: Path, client: str = "") -> tuple[AdoptedCall, ...]:
    """List the calls that the code of an SDK makes, the best name of each first.

    Args:
        folder: of the package, or one that has it somewhere inside.
        client: the class to begin from; empty to find the one that reaches most.
    """
    modules = Modules(folder)
    calls = _from_clients(modules, client) or _from_modules(modules)
    names = {(*_place(each), each.name) for each in calls}
    return tuple(sorted(calls, key=lambda each: _rank(each, names)))


def _rank(
    call: AdoptedCall, names: Collection[tuple[str, str, tuple[str, ...]]]
) -> tuple[object, ...]:
    """Order the names of one call: what a person would type first."""
    *resource, name = call.name
    words = name.split("_")
    shorter = ("_".join(words[:length]) for length in range(1, len(words)))
    return (
        call.method,
        call.path,
        call.is_async,
        call.is_deprecated,
        call.query != "",
        call.hops > _RAW_HOPS,
        len(call.name),
        any((*_place(call), (*resource, each)) in names for each in shorter),
        call.hops,
    )


def _from_clients(modules: Modules, client: str) -> list[AdoptedCall]:
    classes = SdkClasses(modules)
    exported = {each.key: each for each in modules.exported()}
    reached = [
        (definition, list(_below(classes, definition, (), ())))
        for definition in exported.values()
        if not client or definition.node.name == client
    ]
    found = [pair for pair in reached if pair[1]]
    flat = [] if client else list(_flat(classes, modules))
    if not found:
        return flat
    _definition, calls = min(found, key=lambda pair: _client_rank(pair[1]))
    return calls if len(_places(calls)) >= len(_places(flat)) else flat


def _client_rank(calls: list[AdoptedCall]) -> tuple[int, bool]:
    """Order clients: the one that reaches most, the one without coroutines."""
    return -len(_places(calls)), sum(each.is_async for each in calls) * 2 > len(calls)


def _places(calls: Iterable[AdoptedCall]) -> set[tuple[str, str]]:
    return {_place(each) for each in calls}


def _place(call: AdoptedCall) -> tuple[str, str]:
    return call.method, call.path


def _below(
    classes: SdkClasses,
    definition: Definition,
    path: tuple[str, ...],
    above: tuple[tuple[str, ...], ...],
) -> Iterator[AdoptedCall]:
    """Yield the calls of a class, and of all that it holds."""
    if definition.key in above or len(path) > _MOST_LEVELS:
        return
    read = classes.read(definition)
    for method in classes.calls_of(definition.key):
        yield _call(method, path)
    for name, child in read.children:
        yield from _below(classes, child, (*path, name), (*above, definition.key))


def _call(method: SdkMethod, path: tuple[str, ...]) -> AdoptedCall:
    return AdoptedCall(
        method=method.request.method,
        path=method.request.path,
        name=path if method.name == _CALLED else (*path, method.name),
        parameters=parameters_of(method.node),
        wire_names=method.request.wire_names,
        query=method.request.query,
        hops=method.hops,
        is_deprecated=method.is_deprecated,
        is_async=isinstance(method.node, ast.AsyncFunctionDef),
    )


def _flat(classes: SdkClasses, modules: Modules) -> Iterator[AdoptedCall]:
    """Take classes like `PetApi` as the resources of a client that nobody wrote."""
    for module in modules.matching("resource_path=", ".call_api(", "endpoint_path"):
        for name, node in module.definitions.items():
            spelled = _API_CLASS.fullmatch(name)
            if spelled is None or not isinstance(node, ast.ClassDef):
                continue
            resource = _WORD_START.sub("_", spelled[1]).lower()
            read = classes.read(Definition(module=module, node=node))
            for method in classes.calls_of(read.definition.key):
                yield _call(method, (resource,))


def _from_modules(modules: Modules) -> list[AdoptedCall]:
    """Read packages that have a module for each operation, `api/pets/list_pets.py`."""
    found: list[AdoptedCall] = []
    for module in modules.matching(_KWARGS):
        function = module.definitions.get(_KWARGS)
        if function is None or isinstance(function, ast.ClassDef):
            continue
        request = find_request(function, module.constants)
        if request is None or _TOP not in module.name[:-1]:
            continue
        start = module.name.index(_TOP) + 1
        parameters = function.args
        names = (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs)
        found.append(
            AdoptedCall(
                method=request.method,
                path=request.path,
                name=module.name[start:],
                parameters=tuple(each.arg for each in names),
                wire_names=request.wire_names,
                query=request.query,
            )
        )
    return found
