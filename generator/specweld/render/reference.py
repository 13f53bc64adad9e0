"""`api.md`: one line a method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.operations import Location
from specweld.render.code import Code, code
from specweld.render.colour import Colour
from specweld.render.expression import flat, union
from specweld.render.identifier import identifier
from specweld.render.prose import one_line
from specweld.render.resource_view import in_order
from specweld.render.result import result, result_of

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Method
    from specweld.render.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """The methods of one resource."""

    title: Code
    lines: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceView:
    """`api.md`"""

    title: Code
    sections: tuple[SectionView, ...]


def reference_view(api: Api, scope: Scope) -> ReferenceView:
    """List every method of the synchronous client."""
    sections = [
        SectionView(
            title=code(".".join(("client", *resource.path))),
            lines=tuple(_line(each, scope) for each in in_order(resource.operations)),
        )
        for resource in api.resources
        if resource.operations
    ]
    return ReferenceView(
        title=code(escaped(api.title) or api.client_name), sections=tuple(sections)
    )


def _line(operation: Method, scope: Scope) -> Code:
    returned = result(operation, Colour.SYNC, scope, scope).annotation
    if operation.stream is not None:
        streamed = result_of(operation.stream.response, Colour.SYNC, scope, scope)
        returned = union(returned, streamed.annotation)
    returns = flat(returned)
    arguments = operation.inputs
    shown = [identifier(x.name).text for x in arguments if x.location is Location.PATH]
    others = [x for x in arguments if x.location is not Location.PATH]
    shown += ["*"] if others else []
    shown += [identifier(x.name).text for x in others]
    call = f"client.{operation.qualified_name}({', '.join(shown)}) -> {returns}"
    place = f"{operation.method} {operation.path}"
    return code(f"- {_span(call)}: {_span(place)}")


def _span(text: str) -> str:
    """Write a Markdown code span that its text cannot end."""
    text = one_line(text)
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def escaped(text: str) -> str:
    """Take from a text what Markdown and HTML would act on."""
    return "".join(
        f"\\{each}" if each in "\\`*_[]<>#|" else each for each in one_line(text)
    )
