"""What a method returns, and which call of the runtime brings it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from specweld.api.operations import ResponseKind
from specweld.api.types import AnyType, TypeRef
from specweld.render.annotations import is_class, received
from specweld.render.code import Code
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    Name,
    as_code,
    generic,
    laid_out,
)

if TYPE_CHECKING:
    from specweld.api.operations import Operation
    from specweld.render.colour import Colour
    from specweld.render.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of a call."""

    annotation: Expression
    verb: str
    """The transport's method."""
    into: tuple[Code, ...] = ()
    """None or one: what to decode."""
    note: str = ""
    """For the docstring, where the annotation does not say it all."""


def result(
    operation: Operation, colour: Colour, outside: Scope, inside: Scope, page: str
) -> Result:
    """Decide how the answer of an operation is read.

    Args:
        operation: Whose answer.
        colour: Of the method.
        outside: Where the annotation stands: the members of the class shadow.
        inside: Where the call stands: the arguments shadow.
        page: Name of the page class; empty when the answer is no page.
    """
    response = operation.response
    if page:
        name = Name(code=Code(text=page))
        note = f"The first page; iterate{_with(colour)} over it for the items of all."
        return Result(annotation=name, verb="page", into=(name.code,), note=note)
    match response.kind:
        case ResponseKind.JSON:
            value = response.type or AnyType()
            into = _into(value, inside)
            return Result(
                annotation=received(value, outside), verb="request", into=(into,)
            )
        case ResponseKind.EVENTS:
            value = response.type or AnyType()
            stream = outside.core(colour.own("EventStream"))
            item = received(value, outside)
            return Result(
                annotation=generic(stream, item),
                verb="events",
                into=(_into(value, inside),),
            )
        case ResponseKind.BINARY:
            stream = outside.core(colour.own("BinaryResponse"))
            return Result(annotation=stream, verb="stream")
        case ResponseKind.TEXT:
            return Result(annotation=outside.builtin("str"), verb="text")
        case ResponseKind.NOTHING:
            return Result(annotation=NONE, verb="request")
        case ResponseKind.DECIDE:
            note = (
                f"None if the answer is empty, decoded JSON, text, or "
                f"a `{colour.own('BinaryResponse')}`: the docs do not say which."
            )
            return Result(annotation=ANY, verb="decide", note=note)
        case _:
            assert_never(response.kind)


def _into(type: TypeRef, scope: Scope) -> Code:
    """Write a type as an argument; what is no class for type checkers goes in by `As`."""
    expression = received(type, scope)
    if is_class(expression, type, scope):
        wrapped = expression
    else:
        wrapped = generic(scope.core("As"), expression)
    laid = laid_out(wrapped, "into=", ",", indent=12)
    text = laid.text.removeprefix("into=").removesuffix(",")
    return Code(text=text, imports=as_code(wrapped).imports)


def _with(colour: Colour) -> str:
    return " with `async for`" if colour.value else ""
