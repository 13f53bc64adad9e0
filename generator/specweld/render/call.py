"""The one statement that a method consists of: the call of the runtime."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from specweld.api.graph import followed
from specweld.api.operations import Argument, Body, BodyKind, Location, Style
from specweld.api.types import (
    FileType,
    ListType,
    MapType,
    ModelRef,
    Nullable,
    TypeRef,
    fold,
)
from specweld.render.code import Code, concatenated
from specweld.render.identifier import identifier
from specweld.render.layout import exploded, mapping
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

_SEPARATORS = {
    Style.SPACE_DELIMITED: " ",
    Style.PIPE_DELIMITED: "|",
}


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
            pairs = [(literal(x.wire_name), _parameter(x, scope)) for x in found]
            items.append(mapping(f"{keyword}=", pairs, indent=12))
    if operation.body is not None:
        items += _body(operation.body, operation, scope)
    if operation.security != scope.security:
        items.append(security(operation.security))
    if operation.base_url:
        items.append(concatenated("base_url=", literal(operation.base_url)))
    items.append(reply)
    return exploded(f"{prefix}self._transport.request(", items, ")", indent=8)


def _parameter(argument: Argument, scope: Scope) -> Code:
    """Write the value of a parameter, joined where its style does not repeat the name."""
    value = identifier(argument.name)
    if argument.style is Style.CONTENT:
        return concatenated(scope.core("as_json").code, f"({value})")
    separator = _SEPARATORS.get(argument.style, ",")
    if argument.location is not Location.QUERY or not _is_compound(argument, scope):
        return value
    if argument.explode or argument.style is Style.DEEP_OBJECT:
        return value
    joined = scope.core("joined").code
    others = [value] if separator == "," else [value, literal(separator)]
    inner = ", ".join(each.text for each in others)
    return concatenated(joined, f"({inner})")


def _is_compound(argument: Argument, scope: Scope) -> bool:
    inner = followed(argument.type, scope.models)
    if isinstance(inner, Nullable):
        inner = followed(inner.item, scope.models)
    return isinstance(inner, ListType | MapType | ModelRef)


def _body(body: Body, operation: Operation, scope: Scope) -> list[Code]:
    items: list[Code] = []
    match body.kind:
        case BodyKind.JSON if body.argument is not None:
            items.append(concatenated("whole=", _whole(body.argument, scope)))
        case BodyKind.JSON:
            entries = _entries(body, operation, body.arguments, scope)
            items.append(mapping("json=", entries, indent=12))
        case BodyKind.FORM if body.argument is not None:
            items.append(concatenated("form=", identifier(body.argument.name)))
        case BodyKind.FORM:
            entries = _entries(body, operation, body.arguments, scope)
            items.append(mapping("form=", entries, indent=12))
        case BodyKind.MULTIPART:
            items += _multipart(body, operation, scope)
        case BodyKind.BINARY | BodyKind.TEXT if body.argument is not None:
            items.append(concatenated("content=", identifier(body.argument.name)))
        case _:
            pass
    if body.content_type != _DEFAULT_CONTENT_TYPES.get(body.kind):
        items.append(concatenated("content_type=", literal(body.content_type)))
    return items


def _whole(argument: Argument, scope: Scope) -> Code:
    """Write a body that is one argument; a required one may be null itself."""
    value = identifier(argument.name)
    if not argument.is_required or not isinstance(argument.type, Nullable):
        return value
    return concatenated(scope.core("nullable").code, f"({value})")


def _multipart(body: Body, operation: Operation, scope: Scope) -> list[Code]:
    files = [each for each in body.arguments if _is_file(each.type)]
    texts = [each for each in body.arguments if not _is_file(each.type)]
    items: list[Code] = []
    if texts or body.constants or not files:
        entries = _entries(body, operation, texts, scope)
        items.append(mapping("multipart=", entries, indent=12))
    if files:
        pairs = [(literal(each.wire_name), identifier(each.name)) for each in files]
        items.append(mapping("files=", pairs, indent=12))
    return items


def _is_file(type: TypeRef) -> bool:
    return fold(type, lambda each, inner: isinstance(each, FileType) or any(inner))


def _entries(
    body: Body, operation: Operation, arguments: Iterable[Argument], scope: Scope
) -> list[tuple[Code, Code]]:
    """Pair wire names with values, the constants first."""
    pairs = [
        (
            literal(each.wire_name),
            identifier(each.name) if each.name else literal(each.value),
        )
        for each in body.constants
    ]
    for each in arguments:
        value = identifier(each.name)
        if distinguishes_null(each, operation):
            value = concatenated(scope.core("nullable").code, f"({value})")
        pairs.append((literal(each.wire_name), value))
    return pairs
