"""What a caller writes instead: for each breaking change, the call or expression before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel, ObjectModel
from specweld.api.operations import Location
from specweld.api.spelling import snake_case
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
    TupleType,
    UnionType,
)
from specweld.diff.change import Bump, Migration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.api import Api
    from specweld.api.models import Model
    from specweld.api.operations import Argument, Method
    from specweld.api.types import ModelId, TypeRef
    from specweld.diff.change import Change, Comparison, SymbolChange

_METHOD_PREFIX = "client."
_MODEL_PREFIX = "models."
_ERROR_PREFIX = "errors."
_ENVIRONMENT_PREFIX = "environment."
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
class _Methods:
    """The methods of one client, by the name that symbols bear and by id."""

    client: str
    """Name of the class."""
    by_name: Mapping[str, Method]
    by_id: Mapping[str, Method]
    models: Mapping[ModelId, Model]

    def named(self, symbol: str) -> tuple[Method | None, str]:
        """Find the method of `client.a.b`, or of `client.a.b.argument` with that argument."""
        name = symbol.removeprefix(_METHOD_PREFIX)
        if name in self.by_name:
            return self.by_name[name], ""
        owner, _, argument = name.rpartition(".")
        return self.by_name.get(owner), argument

    def reached(self, change: Change) -> Method | None:
        """Find the one method that a change is about."""
        if len(change.operations) == 1:
            return self.by_id.get(change.operations[0])
        return None


def with_migrations(comparison: Comparison, old: Api, new: Api) -> Comparison:
    """Add a migration to every major change for which there is one to show."""
    before, after = _methods(old), _methods(new)
    return replace(
        comparison,
        changes=tuple(
            (
                replace(each, migration=_migration(each, before, after, old.package))
                if each.python is Bump.MAJOR and each.migration is None
                else each
            )
            for each in comparison.changes
        ),
    )


def _methods(api: Api) -> _Methods:
    return _Methods(
        client=api.client_name,
        by_name={each.qualified_name: each for each in api.operations},
        by_id={each.id: each for each in api.operations},
        models=api.models,
    )


def _migration(
    change: Change, old: _Methods, new: _Methods, package: str
) -> Migration | None:
    """Show the first symbol of a change that has a before and after worth showing."""
    for symbol in change.symbols:
        name = symbol.old or symbol.new
        if name.startswith(_METHOD_PREFIX):
            found = _of_method(symbol, change, old, new)
        elif symbol.old.startswith(_MODEL_PREFIX):
            found = _of_model(symbol, package)
        elif symbol.old.startswith(_ERROR_PREFIX):
            found = _of_error(symbol)
        elif symbol.old.startswith(_ENVIRONMENT_PREFIX):
            found = _of_environment(symbol, old, new)
        elif symbol.old and "." not in symbol.old:
            found = _of_client(symbol, package)
        else:
            found = None
        if found is not None and found.before != found.after:
            return found
    return None


def _of_method(
    symbol: SymbolChange, change: Change, old: _Methods, new: _Methods
) -> Migration | None:
    before, old_argument = old.named(symbol.old)
    after, new_argument = new.named(symbol.new)
    if before is None and after is not None:
        before = old.by_id.get(after.id)
    if after is None and before is not None and (old_argument or not symbol.old):
        after = new.by_id.get(before.id) or new.reached(change)
    if before is None:
        return None
    return Migration(
        before=_call(before, after, old_argument, old.models),
        after="" if after is None else _call(after, before, new_argument, new.models),
    )


def _arguments(operation: Method) -> tuple[Argument, ...]:
    body = operation.body
    if body is None:
        return operation.arguments
    whole = () if body.argument is None else (body.argument,)
    return (*operation.arguments, *body.arguments, *whole)


def _call(
    operation: Method,
    other: Method | None,
    focus: str,
    models: Mapping[ModelId, Model],
) -> str:
    """Write a call with the arguments that must be given and the one that a change is about.

    An argument whose type changed is shown by an example of its type, every other by its name.
    """
    others = {} if other is None else _by_place(other)
    written: list[str] = []
    for place, argument in _by_place(operation).items():
        twin = others.get(place)
        is_meant = argument.name == focus
        is_retyped = is_meant and twin is not None and twin.type != argument.type
        # Who left it out so far has to give it now: the call before goes without.
        was_left_out = twin is not None and twin.is_required and not is_retyped
        if not argument.is_required and (not is_meant or was_left_out):
            continue
        value = (
            _example(argument.type, argument.name, models)
            if is_retyped
            else argument.name
        )
        is_positional = argument.location is Location.PATH and not is_meant
        written.append(value if is_positional else f"{argument.name}={value}")
    return f"{_METHOD_PREFIX}{operation.qualified_name}({', '.join(written)})"


def _by_place(operation: Method) -> dict[tuple[Location, str], Argument]:
    """Key the arguments by what identifies them on the wire; path ones by their order."""
    found: dict[tuple[Location, str], Argument] = {}
    for index, each in enumerate(_arguments(operation)):
        is_path = each.location is Location.PATH
        found[each.location, str(index) if is_path else each.wire_name] = each
    return found


def _example(type: TypeRef, name: str, models: Mapping[ModelId, Model]) -> str:
    """Write a value of a type, as short as it can be."""
    match type:
        case Scalar():
            return _EXAMPLES[type.kind]
        case LiteralType():
            return _literal(type.values[0]) if type.values else name
        case ListType():
            return f"[{_example(type.item, name, models)}]"
        case TupleType():
            items = (_example(each, name, models) for each in type.items)
            return f"({', '.join(items)},)"
        case MapType():
            return f'{{"...": {_example(type.value, name, models)}}}'
        case Nullable():
            return _example(type.item, name, models)
        case UnionType():
            return _example(type.members[0], name, models)
        case FileType():
            return 'open("...", "rb")'
        case ModelRef():
            return _example_of_model(models.get(type.id), name)
        case AnyType():
            return name
        case _:
            assert_never(type)


def _example_of_model(model: Model | None, name: str) -> str:
    """Write an enum's first value and a class's name; deeper down, the argument's own name."""
    match model:
        case AliasModel(target=LiteralType(values=(first, *_))):
            return _literal(first)
        case ObjectModel():
            return f"{model.name}(...)"
        case _:
            return name


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


def _of_error(symbol: SymbolChange) -> Migration:
    old, new = (each.removeprefix(_ERROR_PREFIX) for each in (symbol.old, symbol.new))
    return Migration(before=f"except {old}:", after=f"except {new}:" if new else "")


def _of_environment(symbol: SymbolChange, old: _Methods, new: _Methods) -> Migration:
    """Show how a client is made; without the argument when there is nothing left to choose."""
    before, after = (
        each.removeprefix(_ENVIRONMENT_PREFIX) for each in (symbol.old, symbol.new)
    )
    return Migration(
        before=f"{old.client}(environment={old.client}Environment.{before})",
        after=(
            f"{new.client}(environment={new.client}Environment.{after})"
            if after
            else f"{new.client}()"
        ),
    )


def _of_client(symbol: SymbolChange, package: str) -> Migration:
    after = f"from {package} import {symbol.new}" if symbol.new else ""
    return Migration(before=f"from {package} import {symbol.old}", after=after)


def _import(package: str, name: list[str]) -> str:
    return f"from {package}.models import {name[0]}" if name else ""


def _attribute(path: list[str]) -> str:
    """Write how a field is read: `voice.name`."""
    if not path:
        return ""
    return ".".join((snake_case(path[0]) or "value", *path[1:]))
