"""Views of methods: a head, a docstring, one call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.render.call import call
from specweld.render.described import description_with
from specweld.render.docstring import docstring, docstring_of
from specweld.render.prose import wrapped
from specweld.render.result import result
from specweld.render.signature import names_of, signature
from specweld.render.width import LINE_LENGTH

if TYPE_CHECKING:
    from specweld.api.operations import Argument, Operation
    from specweld.render.code import Code, Import
    from specweld.render.colour import Colour
    from specweld.render.page_view import PageView
    from specweld.render.result import Result
    from specweld.render.scope import Scope

_INDENT = 8
_STEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodView:
    """One method."""

    head: Code
    """`def get(self, voice_id: str) -> Voice:`"""
    docs: Code
    call: Code
    """`return self._transport.request(...)`"""

    @property
    def running(self) -> frozenset[Import]:
        """Collect what is needed when the module runs: by the call, and by the defaults."""
        defaults = {each for each in self.head.imports if each.name == "UNSET"}
        return self.call.imports | defaults


def method_view(
    operation: Operation, page: PageView | None, colour: Colour, scope: Scope
) -> MethodView:
    """Decide everything about a method.

    Args:
        scope: Inside the class, whose members shadow.
    """
    inside = scope.within(names_of(operation))
    page_name = "" if page is None else page.name
    found = result(operation, colour, scope, inside, page_name)
    return MethodView(
        head=signature(colour.keyword, operation, found.annotation, scope),
        docs=_docs(operation, found),
        call=call("return " + colour.waiting, operation, found.reply, inside),
    )


def _docs(operation: Operation, found: Result) -> Code:
    sections = _section("Args:", _argument_lines(operation))
    note = wrapped(found.note, LINE_LENGTH - _INDENT - _STEP)
    sections += _section("Returns:", note)
    text = _text(operation)
    if not sections:
        return docstring(text, indent=_INDENT)
    lines = wrapped(text, LINE_LENGTH - _INDENT, reserved=3)
    return docstring_of([*lines, *sections], indent=_INDENT)


def _text(operation: Operation) -> str:
    text = operation.description.strip() or operation.summary.strip()
    text = text or f"{operation.method} {operation.path}"
    if operation.is_deprecated and not text.lower().startswith("deprecated"):
        text = f"{text}\n\nDeprecated: the API advises against this method."
    return text


def _argument_lines(operation: Operation) -> list[str]:
    lines: list[str] = []
    for argument in operation.inputs:
        lines += _described(argument)
    return lines


def _described(argument: Argument) -> list[str]:
    """Say what the name and the type do not; nothing when the document says nothing."""
    text = description_with(
        argument.description, argument.default, is_deprecated=argument.is_deprecated
    )
    if not text:
        return []
    columns = LINE_LENGTH - _INDENT - 2 * _STEP
    first, *others = wrapped(f"{argument.name}: {text}", columns, reserved=-_STEP)
    return [first, *(f"{' ' * _STEP}{line}" if line else "" for line in others)]


def _section(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return ["", title, *(f"{' ' * _STEP}{line}" if line else "" for line in lines)]
