"""Views of overloads: what a method returns with each value of the argument that asks for a stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.models import ObjectModel, UnionModel
from specweld.api.types import LiteralType, ModelRef
from specweld.render.annotations import sent
from specweld.render.code import Code, Import
from specweld.render.core import core
from specweld.render.expression import (
    NONE,
    Expression,
    Name,
    Union,
    generic,
    imports,
    union,
)
from specweld.render.identifier import identifier
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.operations import Method, Streaming
    from specweld.api.types import TypeRef
    from specweld.render.parameters import SignatureParameter
    from specweld.render.result import Result
    from specweld.render.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class OverloadView:
    """One of several signatures of a method."""

    decorator: Code
    """`overload`"""
    name: Code
    waits: tuple[Code, ...]
    """One if the method is asynchronous: `async`."""
    positional: tuple[SignatureParameter, ...]
    keywords: tuple[tuple[SignatureParameter, ...], ...]
    """One: the argument that decides is among them."""
    returns: Expression

    @property
    def typing(self) -> frozenset[Import]:
        """Collect what only annotations name."""
        parameters = (*self.positional, *(x for each in self.keywords for x in each))
        found = (imports(each.annotation) for each in parameters)
        return imports(self.returns).union(*found)


def overloads(
    operation: Method,
    whole: OverloadView,
    scope: Scope,
    usual: Result,
    streamed: Result | None,
) -> Iterator[OverloadView]:
    """Yield the signatures that tell a stream from the usual answer, then the one for either.

    Args:
        operation: What the method calls.
        whole: The signature that takes every value.
        scope: Where annotations stand.
        usual: What is returned where no stream is asked for.
        streamed: What is returned where it is; None where there is no choice.
    """
    stream = operation.stream
    if stream is None or streamed is None:
        return
    name = identifier(stream.argument)
    given = next(x for each in whole.keywords for x in each if x.name == name)
    either = (
        _by_member(operation, stream, given, scope, usual, streamed)
        if stream.within
        else [
            (
                _narrowed(given, stream.others, scope, is_usual=not stream.is_usual),
                usual,
            ),
            (
                _narrowed(given, [stream.value], scope, is_usual=stream.is_usual),
                streamed,
            ),
        ]
    )
    for parameter, returns in reversed(either) if stream.is_usual else either:
        if parameter is not None:
            keywords = tuple(_replaced(each, parameter) for each in whole.keywords)
            yield replace(whole, keywords=keywords, returns=returns.annotation)
    yield whole


def _by_member(
    operation: Method,
    stream: Streaming,
    whole: SignatureParameter,
    scope: Scope,
    usual: Result,
    streamed: Result,
) -> list[tuple[SignatureParameter | None, Result]]:
    """Tell the members of a union that ask for a stream from those that do not."""
    body = operation.body.argument if operation.body else None
    found = None if body is None else followed(body.type, scope.models)
    model = scope.models[found.id] if isinstance(found, ModelRef) else None
    if body is None or not isinstance(model, UnionModel):
        return []
    asking = [x for x in model.members if _asks(x, stream.within, scope)]
    others = [x for x in model.members if x not in asking]
    nothing = _nothing(whole, scope)
    return [
        (_of_members(whole, others, scope, nothing), usual),
        (_of_members(whole, asking, scope), streamed),
    ]


def _asks(member: TypeRef, name: str, scope: Scope) -> bool:
    """Return whether a property of a member is always true."""
    found = followed(member, scope.models)
    model = scope.models[found.id] if isinstance(found, ModelRef) else None
    fields = model.fields if isinstance(model, ObjectModel) else ()
    kinds = (followed(x.type, scope.models) for x in fields if x.wire_name == name)
    return any(isinstance(x, LiteralType) and x.values == (True,) for x in kinds)


def _of_members(
    whole: SignatureParameter,
    members: Iterable[TypeRef],
    scope: Scope,
    nothing: tuple[Expression, ...] = (),
) -> SignatureParameter | None:
    found = [sent(each, scope) for each in members]
    if not found:
        return None
    narrowed = replace(whole, annotation=union(*found, *nothing))
    return narrowed if nothing else replace(narrowed, nones=(), defaults=())


def _replaced(
    keywords: tuple[SignatureParameter, ...], parameter: SignatureParameter
) -> tuple[SignatureParameter, ...]:
    return tuple(parameter if x.name == parameter.name else x for x in keywords)


def _narrowed(
    whole: SignatureParameter,
    values: Iterable[str | bool],
    scope: Scope,
    *,
    is_usual: bool,
) -> SignatureParameter | None:
    """Take only some values, and no value at all where that means the same."""
    literals = [Name(code=literal(each)) for each in values]
    found = [generic(scope.typing("Literal"), *literals)] if literals else []
    nothing = _nothing(whole, scope) if is_usual else ()
    if not found and not nothing:
        return None
    annotation = union(*found, *nothing)
    if is_usual:
        return replace(whole, annotation=annotation)
    return replace(whole, annotation=annotation, nones=(), defaults=())


def _nothing(whole: SignatureParameter, scope: Scope) -> tuple[Expression, ...]:
    """List what a parameter takes for no value."""
    members = whole.annotation.members if isinstance(whole.annotation, Union) else ()
    ways = (NONE, scope.imported(core("UnsetType")))
    return tuple(each for each in members if each in ways)
