"""From a line of generated code to what it was generated for."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from specweld.explain.lookup import NamedArgument, NamedField, arguments_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from specweld.api.api import Api
    from specweld.api.operations import Method
    from specweld.explain.lookup import Named

_PLACE = re.compile(r"(.+\.py):(\d+)(?::\d+)?")


def parse_place(text: str) -> tuple[str, int] | None:
    """Read `file.py:line`, or None."""
    found = _PLACE.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def find_written(api: Api, file: Path, line: int) -> Named | None:
    """Find what a line of a generated file stands for.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not Python.
    """
    tree = ast.parse(file.read_bytes())
    for chain in _chains(tree, line):
        found = _named_at(api, chain, line)
        if found is not None:
            return found
    return None


def _chains(tree: ast.Module, line: int) -> Iterator[tuple[ast.stmt, ...]]:
    """Yield the classes and functions around a line, with the statement itself, the longest first."""
    chain: list[ast.stmt] = []
    body: list[ast.stmt] = tree.body
    while True:
        around = next(
            (each for each in body if _first(each) <= line <= _last(each)), None
        )
        if around is None:
            break
        chain.append(around)
        if not isinstance(around, ast.ClassDef):
            break
        body = around.body
    for length in range(len(chain), 0, -1):
        yield tuple(chain[:length])


def _named_at(api: Api, chain: tuple[ast.stmt, ...], line: int) -> Named | None:
    match chain:
        case (*_, ast.FunctionDef() | ast.AsyncFunctionDef() as function):
            return _operation_at(api, function, line)
        case (ast.ClassDef(name=name), ast.AnnAssign(target=ast.Name(id=field))):
            return _field(api, name, field)
        case (ast.ClassDef(name=name),):
            return _class(api, name)
        case (ast.Assign(targets=[ast.Name(id=name)]),):
            return _class(api, name)
        case (ast.AnnAssign(target=ast.Name(id=name)),):
            return _class(api, name)
        case _:
            return None


def _operation_at(
    api: Api, function: ast.FunctionDef | ast.AsyncFunctionDef, line: int
) -> Named | None:
    """Know a method by its name, and by the request that its body spells out."""
    spelled = {
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for each in api.operations:
        if each.name == function.name and {each.method, each.path} <= spelled:
            return _argument_at(each, function, line) or each
    return None


def _argument_at(
    operation: Method, function: ast.FunctionDef | ast.AsyncFunctionDef, line: int
) -> Named | None:
    arguments = function.args
    written = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    on_line = [each.arg for each in written if each.lineno == line]
    if len(on_line) != 1:
        return None  # a signature on one line is about the method
    found = (each for each in arguments_of(operation) if each.name == on_line[0])
    argument = next(found, None)
    if argument is None:
        return None
    return NamedArgument(operation=operation, argument=argument)


def _field(api: Api, name: str, field: str) -> Named | None:
    from specweld.api.models import ObjectModel

    for model in api.models.values():
        if model.name == name and isinstance(model, ObjectModel):
            for each in model.fields:
                if each.name == field:
                    return NamedField(model=model, field=each)
    return None


def _class(api: Api, name: str) -> Named | None:
    named: tuple[Named, ...] = (
        *(each for each in api.models.values() if each.name == name),
        *(each for each in api.resources if each.class_name == name),
    )
    return next(iter(named), None)


def _first(statement: ast.stmt) -> int:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return min([statement.lineno, *(x.lineno for x in statement.decorator_list)])
    return statement.lineno


def _last(statement: ast.stmt) -> int:
    return statement.end_lineno or statement.lineno
