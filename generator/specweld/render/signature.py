"""The head of a method: its name, its parameters, what it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.operations import Argument, BodyKind, Constant, Location
from specweld.api.types import Nullable
from specweld.render.annotations import sent
from specweld.render.code import Code, code
from specweld.render.core import core
from specweld.render.expression import (
    Expression,
    Name,
    annotated,
    flat,
    generic,
    imports,
    laid_out,
    optional,
    union,
)
from specweld.render.identifier import identifier
from specweld.render.layout import exploded, inline
from specweld.render.literal import literal
from specweld.render.width import LINE_LENGTH, width

if TYPE_CHECKING:
    from specweld.api.operations import Operation
    from specweld.render.scope import Scope

_MOST_ON_ONE_LINE = 2
"""Arguments; a third one, or too long a line, gives each its own."""


def signature(
    keyword: str, operation: Operation, returns: Expression, scope: Scope
) -> Code:
    """Write `def name(...) -> type:`; path parameters first, everything else by keyword only."""
    arguments = operation.inputs
    in_path = [each for each in arguments if each.location is Location.PATH]
    others = [each for each in arguments if each.location is not Location.PATH]
    items = [code("self"), *(_parameter(each, operation, scope) for each in in_path)]
    constants = accepted_constants(operation)
    if others or constants:
        items.append(code("*"))
        items += [_parameter(each, operation, scope) for each in others]
        items += [_constant(each, scope) for each in constants]
    opening = f"{keyword} {identifier(operation.name)}("
    short = f"{inline(opening, items, ')')} -> {flat(returns)}:"
    parameters = exploded(opening, items, ")", indent=4)
    has_room = "\n" not in short and 4 + width(short) <= LINE_LENGTH
    if len(arguments) + len(constants) > _MOST_ON_ONE_LINE or not has_room:
        short = parameters.text + laid_out(returns, ") -> ", ":", indent=4).text[1:]
    return Code(text=short, imports=parameters.imports | imports(returns))


def distinguishes_null(argument: Argument, operation: Operation) -> bool:
    """Tell whether None is sent as null: only a property of a JSON body can be."""
    body = operation.body
    return (
        body is not None
        and body.kind is BodyKind.JSON
        and isinstance(argument.type, Nullable)
        and argument in body.arguments
    )


def accepted_constants(operation: Operation) -> tuple[Constant, ...]:
    """List the constants that a caller may name, though there is nothing to choose."""
    body = operation.body
    return tuple(each for each in body.constants if each.name) if body else ()


def _constant(constant: Constant, scope: Scope) -> Code:
    """Write a parameter that has one value; unlike a model's field it may be a literal boolean."""
    value = literal(constant.value)
    only = generic(scope.typing("Literal"), Name(code=value))
    return annotated(
        identifier(constant.name).text, only, value, indent=8, trailing=","
    )


def names_of(operation: Operation) -> frozenset[str]:
    """Collect the names that a method's body knows."""
    constants = {each.name for each in accepted_constants(operation)}
    return frozenset(constants | {each.name for each in operation.inputs})


def _parameter(argument: Argument, operation: Operation, scope: Scope) -> Code:
    head = identifier(argument.name).text
    expression = sent(argument.type, scope)
    if argument.is_required:
        return annotated(head, expression, indent=8, trailing=",")
    if distinguishes_null(argument, operation):
        unset = scope.imported(core("UnsetType"))
        default = code("UNSET", core("UNSET"))
        return annotated(
            head, union(expression, unset), default, indent=8, trailing=","
        )
    return annotated(head, optional(expression), code("None"), indent=8, trailing=",")
