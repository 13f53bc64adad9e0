"""The one statement that a method consists of: the call of the runtime."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

from specweld.api.graph import followed
from specweld.api.operations import Argument, Body, BodyKind, Location, Style
from specweld.api.types import (
    FileType,
    LiteralType,
    Nullable,
    Scalar,
    TypeRef,
    fold,
)
from specweld.render.code import Code, concatenated
from specweld.render.identifier import identifier
from specweld.render.layout import exploded, mapping, short_or_exploded
from specweld.render.literal import literal
from specweld.render.security import security
from specweld.render.signature import distinguishes_null

if TYPE_CHECKING:
    from specweld.api.operations import Operation
    from specweld.render.scope import Scope

_DEFAULT_CONTENT_TYPES = {
    BodyKind.JSON: "application/json",
    BodyKind.FORM: "application/x-www-form-urlencoded",
    BodyKind.MULTIPART: "multipart/form-data",
}

_KEYWORD_BY_LOCATION = {
    Location.PATH: "path",
    Location.QUERY: "query",
    Location.HEADER: "headers",
    Location.COOKIE: "cookies",
}

_USUAL_STYLES = {
    Location.PATH: "simple",
    Location.QUERY: "form*",
    Location.HEADER: "simple",
    Location.COOKIE: "form*",
}
"""What goes without saying; `*` stands for `explode`."""


def call(prefix: str, operation: Operation, reply: Code, scope: Scope) -> Code:
    """Write `return self._transport.request(...)`.

    Args:
        prefix: `return ` or `return await `.
        reply: What is expected.
        scope: Inside the method, where the arguments are the names that shadow.
    """
    items = [literal(operation.method), literal(operation.path)]
    for location, keyword in _KEYWORD_BY_LOCATION.items():
        found = [each for each in operation.arguments if each.location is location]
        if found:
            pairs = [(literal(x.wire_name), identifier(x.name)) for x in found]
            items.append(mapping(f"{keyword}=", pairs, indent=12))
    styles = [
        (literal(each.wire_name), literal(word))
        for each in operation.arguments
        if (word := _style(each, scope)) != _USUAL_STYLES[each.location]
    ]
    if styles:
        items.append(mapping("styles=", styles, indent=12))
    if operation.body is not None:
        items += _body(operation.body, operation)
    if operation.security != scope.security:
        items.append(security(operation.security))
    if operation.base_url:
        items.append(concatenated("base_url=", literal(operation.base_url)))
    items.append(reply)
    return exploded(f"{prefix}self._transport.request(", items, ")", indent=8)


def _style(argument: Argument, scope: Scope) -> str:
    """Write how a parameter is written; of a scalar most styles make the same."""
    if argument.style is Style.CONTENT:
        return "json"
    word = _word(argument, scope)
    return f"+{word}" if argument.allows_reserved else word


def _word(argument: Argument, scope: Scope) -> str:
    usual = _USUAL_STYLES[argument.location]
    match argument.style:
        case Style.LABEL | Style.MATRIX | Style.CONTENT:
            pass
        case _ if _is_scalar(argument, scope):
            return usual
        case Style.DEEP_OBJECT:
            return "deepObject"
        case Style.SPACE_DELIMITED | Style.PIPE_DELIMITED if argument.explode:
            return usual
        case Style.FORM | Style.SIMPLE | Style.SPACE_DELIMITED | Style.PIPE_DELIMITED:
            pass
        case _:
            assert_never(argument.style)
    return f"{argument.style.value}{'*' * argument.explode}"


def _is_scalar(argument: Argument, scope: Scope) -> bool:
    inner = followed(argument.type, scope.models)
    if isinstance(inner, Nullable):
        inner = followed(inner.item, scope.models)
    return isinstance(inner, Scalar | LiteralType)


def _body(body: Body, operation: Operation) -> list[Code]:
    items: list[Code] = []
    match body.kind:
        case BodyKind.JSON if body.argument is not None:
            items.append(concatenated("whole=", identifier(body.argument.name)))
        case BodyKind.JSON:
            entries = _entries(body, body.arguments)
            items.append(mapping("json=", entries, indent=12))
        case BodyKind.FORM if body.argument is not None:
            items.append(concatenated("form=", identifier(body.argument.name)))
        case BodyKind.FORM:
            entries = _entries(body, body.arguments)
            items.append(mapping("form=", entries, indent=12))
        case BodyKind.MULTIPART:
            items += _multipart(body)
        case BodyKind.BINARY | BodyKind.TEXT if body.argument is not None:
            items.append(concatenated("content=", identifier(body.argument.name)))
        case _:
            pass
    if nulls := _nulls(body, operation):
        names = [literal(each) for each in nulls]
        items.append(short_or_exploded("nulls=[", names, "]", indent=12))
    if body.content_type != _DEFAULT_CONTENT_TYPES.get(body.kind):
        items.append(concatenated("content_type=", literal(body.content_type)))
    return items


def _nulls(body: Body, operation: Operation) -> tuple[str, ...]:
    """Name the fields whose None is a null on the wire; a required body may be null itself."""
    whole = body.argument
    if whole is not None:
        is_null = body.kind is BodyKind.JSON and isinstance(whole.type, Nullable)
        return (whole.name,) if is_null and whole.is_required else ()
    return tuple(
        each.wire_name
        for each in body.arguments
        if not _is_file(each.type) and distinguishes_null(each, operation)
    )


def _multipart(body: Body) -> list[Code]:
    files = [each for each in body.arguments if _is_file(each.type)]
    texts = [each for each in body.arguments if not _is_file(each.type)]
    items: list[Code] = []
    if texts or body.constants or not files:
        entries = _entries(body, texts)
        items.append(mapping("multipart=", entries, indent=12))
    if files:
        pairs = [(literal(each.wire_name), identifier(each.name)) for each in files]
        items.append(mapping("files=", pairs, indent=12))
    return items


def _is_file(type: TypeRef) -> bool:
    return fold(type, lambda each, inner: isinstance(each, FileType) or any(inner))


def _entries(body: Body, arguments: Iterable[Argument]) -> list[tuple[Code, Code]]:
    """Pair wire names with values, the constants first."""
    pairs = [
        (
            literal(each.wire_name),
            identifier(each.name) if each.name else literal(each.value),
        )
        for each in body.constants
    ]
    pairs += [(literal(each.wire_name), identifier(each.name)) for each in arguments]
    return pairs
