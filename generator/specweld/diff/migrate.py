"""What a caller writes instead: for each breaking change, the call or expression before and after."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.operations import Location
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    UnionType,
)
from specweld.api.words import snake_case
from specweld.diff.change import Bump, Migration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.api import Api
    from specweld.api.operations import Argument, Operation
    from specweld.api.types import TypeRef
    from specweld.diff.change import Change, Comparison, SymbolChange

_METHOD_PREFIX = "client."
_MODEL_PREFIX = "models."
_ERROR_PREFIX = "errors."
_EXAMPLES: Mapping[ScalarKind, str] = {
    ScalarKind.STRING: '"..."',
    ScalarKind.INTEGER: "1",
    ScalarKind.NUMBER: "1.5",
    ScalarKind.BOOLEAN: "True",
    ScalarKind.DATETIME: "datetime.now(UTC)",
    ScalarKind.DATE: "date.today()",
    ScalarKind.BYTES: 'b"..."',
    ScalarKind.NULL: "None",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surfaces:
    """Both clients, by the names that symbols bear."""

    old: Mapping[str, Operation]
    new: Mapping[str, Operation]
    package: str


def with_migrations(comparison: Comparison, old: Api, new: Api) -> Comparison:
    """Add a migration to every major change for which there is one to show."""
    surfaces = _Surfaces(
        old={each.qualified_name: each for each in old.operations},
        new={each.qualified_name: each for each in new.operations},
        package=old.package,
    )
    changes = tuple(
        (
            replace(each, migration=each.migration or _migration(each, surfaces))
            if each.python is Bump.MAJOR
            else each
        )
        for each in comparison.changes
    )
    return replace(comparison, changes=changes)


def _migration(change: Change, surfaces: _Surfaces) -> Migration | None:
    """Show the first symbol of a change that has a before and after worth showing."""
    for symbol in change.symbols:
        found = _of_symbol(symbol, change, surfaces)
        if found is not None and found.before != found.after:
            return found
    return None


def _of_symbol(
    symbol: SymbolChange, change: Change, surfaces: _Surfaces
) -> Migration | None:
    if symbol.old.startswith(_METHOD_PREFIX):
        return _of_method(symbol, change, surfaces)
    if symbol.old.startswith(_MODEL_PREFIX):
        return _of_model(symbol, surfaces.package)
    if symbol.old.startswith(_ERROR_PREFIX):
        old, new = (
            each.removeprefix(_ERROR_PREFIX) for each in (symbol.old, symbol.new)
        )
        return Migration(before=f"except {old}:", after=f"except {new}:" if new else "")
    return None


def _of_method(
    symbol: SymbolChange, change: Change, surfaces: _Surfaces
) -> Migration | None:
    old = _operation(symbol.old, surfaces.old)
    if old is None:
        return None
    new = _operation(symbol.new, surfaces.new)
    focus = change.subject.name
    if new is None:
        return Migration(before=_call(old, _shown(old, None, focus)), after="")
    return Migration(
        before=_call(old, _shown(old, new, focus)),
        after=_call(new, _shown(new, old, focus)),
    )


def _operation(symbol: str, operations: Mapping[str, Operation]) -> Operation | None:
    """Find the method that a symbol is or belongs to: `client.a.b`, `client.a.b.argument`."""
    name = re.split(r"[(:\s]", symbol, maxsplit=1)[0].removeprefix(_METHOD_PREFIX)
    return operations.get(name) or operations.get(name.rpartition(".")[0])


def _arguments(operation: Operation) -> tuple[Argument, ...]:
    body = operation.body
    if body is None:
        return operation.arguments
    whole = () if body.argument is None else (body.argument,)
    return (*operation.arguments, *body.arguments, *whole)


def _shown(
    operation: Operation, other: Operation | None, focus: str
) -> tuple[tuple[Argument, str], ...]:
    """Choose the arguments of a call and their values: what must be given, and what changed.

    An argument whose type changed is shown by an example of its type, every other by its name.
    """
    others = {} if other is None else _by_place(other)
    chosen: list[tuple[Argument, str]] = []
    for place, argument in _by_place(operation).items():
        twin = others.get(place)
        is_meant = _is_meant(argument, focus) and argument.location is not Location.PATH
        if not (argument.is_required or is_meant):
            continue
        is_retyped = is_meant and twin is not None and twin.type != argument.type
        value = _example(argument.type, argument.name) if is_retyped else argument.name
        chosen.append((argument, value))
    return tuple(chosen)


def _by_place(operation: Operation) -> dict[tuple[Location, str], Argument]:
    """Key the arguments by what identifies them on the wire; path ones by their order."""
    found: dict[tuple[Location, str], Argument] = {}
    for index, each in enumerate(_arguments(operation)):
        is_path = each.location is Location.PATH
        found[each.location, str(index) if is_path else each.wire_name] = each
    return found


def _is_meant(argument: Argument, focus: str) -> bool:
    """Tell whether a subject's name (`GET /x query sort`, `Model.sort`) ends with this argument."""
    return focus.endswith((f" {argument.wire_name}", f".{argument.wire_name}"))


def _call(operation: Operation, shown: tuple[tuple[Argument, str], ...]) -> str:
    written = [
        value if argument.location is Location.PATH else f"{argument.name}={value}"
        for argument, value in shown
    ]
    return f"{_METHOD_PREFIX}{operation.qualified_name}({', '.join(written)})"


def _example(type: TypeRef, name: str) -> str:
    """Write a value of a type, as short as it can be."""
    match type:
        case Scalar():
            return _EXAMPLES[type.kind]
        case LiteralType():
            return _literal(type.values[0]) if type.values else name
        case ListType():
            return f"[{_example(type.item, name)}]"
        case MapType():
            return f'{{"...": {_example(type.value, name)}}}'
        case Nullable():
            return _example(type.item, name)
        case UnionType():
            return _example(type.members[0], name)
        case FileType():
            return 'open("...", "rb")'
        case ModelRef() | AnyType():
            return name
        case _:
            assert_never(type)


def _literal(value: str | int | bool) -> str:
    """Write a constant, with double quotes as black does."""
    return (
        json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
    )


def _of_model(symbol: SymbolChange, package: str) -> Migration:
    old = symbol.old.removeprefix(_MODEL_PREFIX).split(".")
    new = symbol.new.removeprefix(_MODEL_PREFIX).split(".") if symbol.new else []
    if len(old) == 1:
        return Migration(before=_import(package, old), after=_import(package, new))
    return Migration(before=_attribute(old), after=_attribute(new))


def _import(package: str, name: list[str]) -> str:
    return f"from {package}.models import {name[0]}" if name else ""


def _attribute(path: list[str]) -> str:
    """Write how a field is read: `voice.name`."""
    if not path:
        return ""
    return ".".join((snake_case(path[0]) or "value", *path[1:]))
