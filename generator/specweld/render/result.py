"""What a method returns, and which kind of answer brings it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.operations import ResponseKind
from specweld.api.types import AnyType, TypeRef
from specweld.render.annotations import is_class, received
from specweld.render.code import Code, Import
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    generic,
    imports,
    union,
)
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.operations import Method, Response
    from specweld.render.colour import Colour
    from specweld.render.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyView:
    """What kind of answer a call expects."""

    kind: Code
    """`Json`"""
    types: tuple[Expression, ...]
    """None or one: what to decode."""
    accepts: tuple[Code, ...] = ()
    """None or one: the media types to ask for, as a string."""
    others: tuple[StatusView, ...] = ()
    """What answers of other statuses are."""

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what it needs."""
        types = (imports(each) for each in self.types)
        others = (each.reply.imports for each in self.others)
        return self.kind.imports.union(*types, *others)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusView:
    """What an answer of one status is."""

    status: Code
    """`202`, or a range as a string."""
    reply: ReplyView


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of a call."""

    annotation: Expression
    reply: ReplyView
    note: str = ""
    """For the docstring, where the annotation does not say it all."""


def result(
    operation: Method,
    colour: Colour,
    outside: Scope,
    inside: Scope,
) -> Result:
    """Decide how the answer of an operation is read.

    Args:
        operation: Whose answer.
        colour: Of the method.
        outside: Where the annotation stands: the members of the class shadow.
        inside: Where the call stands: the arguments shadow.
    """
    if (page := outside.pages.get(operation.id)) is not None:
        page = replace(page, name=colour.own(page.name))
        note = f"The first page; iterate{_with(colour)} over it for the items of all."
        accepts = _accepts(operation.response)
        reply = _reply("Paged", inside, accepts, inside.imported(page))
        return Result(annotation=outside.imported(page), reply=reply, note=note)
    return result_of(operation.response, colour, outside, inside)


def result_of(
    response: Response, colour: Colour, outside: Scope, inside: Scope
) -> Result:
    """Decide how a success is read, whatever its status."""
    usual = _of_kind(response, colour, outside, inside)
    found = [
        (each, _of_kind(each, colour, outside, inside)) for each in response.others
    ]
    others = tuple(
        StatusView(status=status_key(status), reply=other.reply)
        for each, other in found
        for status in each.statuses
    )
    return replace(
        usual,
        annotation=union(usual.annotation, *(other.annotation for _, other in found)),
        reply=replace(usual.reply, others=others),
    )


def status_key(status: str) -> Code:
    """Write a status as a number, a range or `default` as a string."""
    if status.isdecimal():
        return literal(int(status))
    return literal(status if status == "default" else status.upper())


def _of_kind(
    response: Response, colour: Colour, outside: Scope, inside: Scope
) -> Result:
    accepts = _accepts(response)
    value = response.type or AnyType()
    match response.kind:
        case ResponseKind.JSON:
            reply = _reply("Json", inside, accepts, wanted(value, inside))
            return Result(annotation=received(value, outside), reply=reply)
        case ResponseKind.EVENTS:
            stream = outside.core(colour.own("EventStream"))
            return Result(
                annotation=generic(stream, received(value, outside)),
                reply=_reply("Events", inside, accepts, wanted(value, inside)),
            )
        case ResponseKind.BINARY:
            stream = outside.core(colour.own("BinaryResponse"))
            return Result(annotation=stream, reply=_reply("Bytes", inside, accepts))
        case ResponseKind.TEXT:
            text = outside.builtin("str")
            return Result(annotation=text, reply=_reply("Text", inside, accepts))
        case ResponseKind.NOTHING:
            return Result(annotation=NONE, reply=_reply("Nothing", inside, ()))
        case ResponseKind.DECIDE:
            note = (
                f"None if the answer is empty, decoded JSON, text, or "
                f"a `{colour.own('BinaryResponse')}`: the docs do not say which."
            )
            reply = _reply("Undocumented", inside, ())
            return Result(annotation=ANY, reply=reply, note=note)
        case _:
            assert_never(response.kind)


def _accepts(response: Response) -> tuple[Code, ...]:
    return (literal(", ".join(response.accepted)),) if response.accepted else ()


def _reply(
    kind: str, scope: Scope, accepts: tuple[Code, ...], *into: Expression
) -> ReplyView:
    return ReplyView(kind=scope.core(kind).code, types=into, accepts=accepts)


def wanted(type: TypeRef, scope: Scope) -> Expression:
    """Write a type as an argument; what is not a class for type checkers goes in by `As`."""
    expression = received(type, scope)
    if is_class(expression, type, scope):
        return expression
    return generic(scope.core("As"), expression)


def _with(colour: Colour) -> str:
    return " with `async for`" if colour.value else ""
