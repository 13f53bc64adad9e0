"""Whom a change breaks: the places in the caller's own code that use what changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.types import ListType, ModelRef, Nullable, UnionType
from specweld.callers.files import read_files
from specweld.callers.scan import find_marks
from specweld.callers.surface import surface_of
from specweld.diff.change import Bump, SubjectKind, Use, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from specweld.api.api import Api
    from specweld.api.operations import Method
    from specweld.api.types import ModelId, TypeRef
    from specweld.callers.facts import Mark
    from specweld.diagnostics import Problems
    from specweld.diff.change import Change, SymbolChange
    from specweld.json_types import Json

_METHOD_PREFIX = "client."
_OF_ONE_CALL = frozenset(
    {
        SubjectKind.ARGUMENT,
        SubjectKind.ERROR,
        SubjectKind.OPERATION,
        SubjectKind.RESPONSE,
    }
)


def find_uses(
    folder: Path, api: Api, changes: Sequence[Change], problems: Problems
) -> tuple[Change, ...]:
    """Mark the breaking changes that a folder of Python code is touched by, with file and line.

    Nothing is run. A name is followed through imports, assignments, attributes, parameters with
    annotations, fixtures and return values; where the type of an object stays unknown, the end
    of the dotted name decides (`anything.voices.search(...)`), and the use is called a guess.

    Args:
        folder: Searched with all below it, generated clients and virtual environments left out.
        api: The client that the code was written against: the old side.
        changes: Only those that break Python or the wire, or may, are looked for.
        problems: Gets the files that could not be read.
    """
    surface = surface_of(api)
    resources = {path[0] for path in surface.resources if path}
    callers = read_files(folder, problems, package=api.package, resources=resources)
    marks = find_marks(callers, surface)
    index = _Index(
        by_symbol=_by_symbol(marks),
        methods={each.qualified_name: each for each in api.operations},
        by_id={each.id: each for each in api.operations},
        takers=_takers(api),
    )
    return tuple(
        replace(each, uses=index.uses(each)) if _is_breaking(each) else each
        for each in changes
    )


def _is_breaking(change: Change) -> bool:
    return change.python is Bump.MAJOR or change.wire in {Wire.BREAKING, Wire.UNKNOWN}


def _by_symbol(marks: Sequence[Mark]) -> Mapping[str, Sequence[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.symbol].append(mark)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    by_symbol: Mapping[str, Sequence[Mark]]
    methods: Mapping[str, Method]
    by_id: Mapping[str, Method]
    takers: Mapping[str, Sequence[tuple[str, str]]]
    """The methods and their arguments that take a model, by its name."""

    def uses(self, change: Change) -> tuple[Use, ...]:
        """Find the uses of one change, each place once, certain ones before guesses."""
        found = {
            (mark.path, mark.line): mark
            for mark in sorted(self._marks(change), key=lambda each: not each.is_guess)
        }
        ordered = sorted(
            found.values(), key=lambda each: (each.is_guess, each.path, each.line)
        )
        return tuple(
            Use(path=each.path, line=each.line, code=each.code, is_guess=each.is_guess)
            for each in ordered
        )

    def _marks(self, change: Change) -> Iterator[Mark]:
        for symbol in change.symbols:
            yield from self._of_symbol(symbol, change)
        if not change.symbols and change.subject.kind in _OF_ONE_CALL:
            # The signature stays: whoever calls the operation is concerned.
            for each in change.operations:
                operation = self.by_id.get(each)
                if operation is not None:
                    name = f"{_METHOD_PREFIX}{operation.qualified_name}"
                    yield from self.by_symbol.get(name, ())

    def _of_symbol(self, symbol: SymbolChange, change: Change) -> Iterator[Mark]:
        if not symbol.old:
            if change.python is Bump.MAJOR:
                yield from self._calls(symbol.new.rpartition(".")[0])
            return
        removed = _removed_values(change)
        if removed and symbol.new:
            yield from self._giving(symbol.old, removed)
            return
        yield from self.by_symbol.get(symbol.old, ())
        owner, _, argument = symbol.old.rpartition(".")
        method = self.methods.get(owner.removeprefix(_METHOD_PREFIX))
        if method is not None:
            # A call that gives an argument is not hurt when everybody has to.
            becomes_required = (
                "=" in symbol.old_form and symbol.new and "=" not in symbol.new_form
            )
            for mark in self._calls(owner):
                passes = _passes(mark, argument, method)
                if mark.is_open or passes is not bool(becomes_required):
                    yield mark
        elif owner == "client":
            yield from (
                each
                for each in self.by_symbol.get("client", ())
                if argument in each.keywords or each.is_open
            )
        yield from self._below(symbol.old)

    def _giving(self, symbol: str, removed: Sequence[Json]) -> Iterator[Mark]:
        """Find where values of an enum are given or compared with that are gone.

        An argument that is given by a variable may hold any of them.
        """
        for mark in self.by_symbol.get(symbol, ()):
            if any(not name and value in removed for name, value in mark.constants):
                yield mark
        owner, _, argument = symbol.rpartition(".")
        takers = [(owner, argument)]
        if owner == "models":
            takers = list(self.takers.get(argument, ()))
        for method, name in takers:
            for mark in self._calls(method):
                given = [value for key, value in mark.constants if key == name]
                is_variable = name in mark.keywords and not given
                if is_variable or any(each in removed for each in given):
                    yield mark

    def _calls(self, symbol: str) -> Iterator[Mark]:
        """Find where a method or a class is called; a method handed on counts, too."""
        for mark in self.by_symbol.get(symbol, ()):
            if mark.is_call or symbol.startswith(_METHOD_PREFIX):
                yield mark

    def _below(self, symbol: str) -> Iterator[Mark]:
        """Find the uses of the methods of a whole resource."""
        if symbol.startswith(_METHOD_PREFIX):
            for name, marks in self.by_symbol.items():
                if name.startswith(f"{symbol}."):
                    yield from marks


def _takers(api: Api) -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for operation in api.operations:
        body = operation.body.arguments if operation.body else ()
        for argument in (*operation.arguments, *body):
            for model_id in _models_of(argument.type):
                name = f"{_METHOD_PREFIX}{operation.qualified_name}"
                found[api.models[model_id].name].append((name, argument.name))
    return found


def _models_of(type: TypeRef) -> Iterator[ModelId]:
    """List the models that a type names itself."""
    match type:
        case ModelRef():
            yield type.id
        case Nullable() | ListType():
            yield from _models_of(type.item)
        case UnionType():
            for each in type.members:
                yield from _models_of(each)
        case _:
            return


def _removed_values(change: Change) -> Sequence[Json]:
    is_removal = change.rule.endswith("enum-value-removed")
    return change.old if is_removal and isinstance(change.old, list) else ()


def _passes(mark: Mark, argument: str, method: Method) -> bool:
    """Return whether a call passes an argument."""
    if argument in mark.keywords:
        return True
    positional = [each.name for each in method.arguments][: mark.positional]
    return argument in positional
