"""Views of methods: a signature, a docstring, one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.call import CallView, call_view
from specweld.render.code import Code, code, imports_of
from specweld.render.described import description_with
from specweld.render.docstring import Docs, written
from specweld.render.expression import Expression, imports
from specweld.render.identifier import identifier
from specweld.render.parameters import (
    SignatureParameter,
    keyword_only,
    names_of,
    positional,
)
from specweld.render.prose import one_line
from specweld.render.result import result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.operations import Method
    from specweld.render.code import Import
    from specweld.render.colour import Colour
    from specweld.render.page_view import PageView
    from specweld.render.result import Result
    from specweld.render.scope import Scope

_INDENT = 8


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
        return self.call.reply.imports | imports_of(defaults)

    @property
    def typing(self) -> frozenset[Import]:
        """Collect what only annotations name."""
        found = (imports(each.annotation) for each in self.parameters)
        return imports(self.returns).union(*found)


def method_view(
    operation: Method, page: PageView | None, colour: Colour, scope: Scope
) -> MethodView:
    """Decide everything about a method.

    Args:
        scope: Inside the class, whose members shadow.
    """
    inside = scope.within(names_of(operation))
    found = result(operation, colour, scope, inside, page)
    waits = tuple(code(each) for each in colour.waiting)
    keywords = keyword_only(operation, scope)
    return MethodView(
        name=identifier(operation.name),
        waits=waits,
        positional=positional(operation, scope),
        keywords=(keywords,) if keywords else (),
        returns=found.annotation,
        docs=_docs(operation, found),
        call=call_view(operation, found.reply, inside),
    )


def _docs(operation: Method, found: Result) -> Docs:
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
        returns=found.note,
        page=operation.reference,
    )


def _text(operation: Method) -> str:
    texts = (operation.description, operation.summary)
    text = next((x.strip() for x in texts if one_line(x)), "")
    text = text or f"{operation.method} {operation.path}"
    if operation.is_deprecated and not text.lower().startswith("deprecated"):
        text = f"{text}\n\nDeprecated: the API advises against this method."
    return text
