"""Views of methods: a signature, a docstring, one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.call import CallView, call_view
from specweld.render.code import Code, code, imports_of
from specweld.render.described import description_with
from specweld.render.docstring import Docs, written
from specweld.render.expression import Expression, imports, union
from specweld.render.identifier import identifier
from specweld.render.literal import literal
from specweld.render.overloads import OverloadView, overloads
from specweld.render.parameters import (
    SignatureParameter,
    keyword_only,
    names_of,
    positional,
)
from specweld.render.prose import one_line
from specweld.render.raised import raised
from specweld.render.result import result, result_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.operations import Method
    from specweld.render.code import Import
    from specweld.render.colour import Colour
    from specweld.render.result import Result
    from specweld.render.scope import Scope

_INDENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningView:
    """What type checkers and the interpreter say of a method."""

    decorator: Code
    """`deprecated`"""
    message: Code
    """As a string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method."""

    name: Code
    waits: tuple[Code, ...]
    """One if the method is asynchronous: `async`."""
    positional: tuple[SignatureParameter, ...]
    keywords: tuple[tuple[SignatureParameter, ...], ...]
    """None or one: the parameters that are given by keyword, never an empty tuple of them."""
    returns: Expression
    overloads: tuple[OverloadView, ...]
    """None, or what comes with each value of an argument, and with any of them."""
    warnings: tuple[WarningView, ...]
    """None or one: that the API advises against the method."""
    docs: Docs
    call: CallView

    @property
    def parameters(self) -> Iterator[SignatureParameter]:
        """Yield all parameters."""
        yield from self.positional
        for each in self.keywords:
            yield from each

    @property
    def running(self) -> frozenset[Import]:
        """Collect what is needed when the module runs: by the call, and by the defaults."""
        defaults = (x for each in self.parameters for x in each.defaults)
        decorators = (
            *(each.decorator for each in self.overloads),
            *(each.decorator for each in self.warnings),
        )
        return self.call.running | imports_of(defaults) | imports_of(decorators)

    @property
    def typing(self) -> frozenset[Import]:
        """Collect what only annotations name."""
        found = (imports(each.annotation) for each in self.parameters)
        overloaded = (each.typing for each in self.overloads)
        return imports(self.returns).union(*found, *overloaded)


def method_view(operation: Method, colour: Colour, scope: Scope) -> MethodView:
    """Decide everything about a method.

    Args:
        scope: Inside the class, whose members shadow.
    """
    inside = scope.within(names_of(operation))
    usual = result(operation, colour, scope, inside)
    stream = operation.stream
    streamed = result_of(stream.response, colour, scope, inside) if stream else None
    keywords = keyword_only(operation, scope)
    whole = OverloadView(
        decorator=scope.typing("overload").code,
        name=identifier(operation.name),
        waits=tuple(code(each) for each in colour.waiting),
        positional=positional(operation, scope),
        keywords=(keywords,) if keywords else (),
        returns=(
            union(usual.annotation, streamed.annotation)
            if streamed
            else usual.annotation
        ),
    )
    return MethodView(
        name=whole.name,
        waits=whole.waits,
        positional=whole.positional,
        keywords=whole.keywords,
        returns=whole.returns,
        overloads=tuple(overloads(operation, whole, scope, usual, streamed)),
        warnings=tuple(_warnings(operation, scope)),
        docs=_docs(operation, usual, streamed, colour, scope),
        call=call_view(
            operation, usual.reply, inside, stream=streamed.reply if streamed else None
        ),
    )


def _warnings(operation: Method, scope: Scope) -> Iterator[WarningView]:
    if operation.is_deprecated:
        text = f"The API advises against `{operation.qualified_name}`."
        decorator = scope.core("deprecated").code
        yield WarningView(decorator=decorator, message=literal(text))


def _docs(
    operation: Method,
    usual: Result,
    streamed: Result | None,
    colour: Colour,
    scope: Scope,
) -> Docs:
    arguments = [
        (
            each.name,
            description_with(
                each.description, each.default, is_deprecated=each.is_deprecated
            ),
        )
        for each in operation.inputs
    ]
    return written(
        _text(operation),
        indent=_INDENT,
        is_split=True,
        arguments=arguments,
        returns=usual.note if streamed is None else _choice(operation, colour),
        raises=raised(operation, scope),
        page=operation.reference,
    )


def _choice(operation: Method, colour: Colour) -> str:
    """Say when a stream comes in place of the usual answer."""
    stream = operation.stream
    if stream is None:
        return ""
    kind = f"`{colour.own('EventStream')}`"
    if stream.within:
        place = f"`{stream.within}` of `{stream.argument}`"
        return f"The whole answer; an {kind} where {place} is true."
    asked = f"`{stream.argument}={literal(stream.value).text}`"
    if stream.is_usual:
        return f"An {kind}, unless `{stream.argument}` asks for the whole answer."
    return f"The whole answer; an {kind} with {asked}."


def _text(operation: Method) -> str:
    texts = (operation.description, operation.summary)
    text = next((x.strip() for x in texts if one_line(x)), "")
    text = text or f"{operation.method} {operation.path}"
    if operation.is_deprecated and not text.lower().startswith("deprecated"):
        text = f"{text}\n\nDeprecated: the API advises against this method."
    return text
