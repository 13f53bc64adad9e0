"""The one statement that a method consists of: the call of the runtime."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from specweld.api.graph import followed
from specweld.api.operations import Argument, BodyKind, Location, Payload, Style
from specweld.api.types import (
    FileType,
    LiteralType,
    Nullable,
    Scalar,
    TypeRef,
    fold,
)
from specweld.render.code import Code, code
from specweld.render.expression import imports
from specweld.render.identifier import identifier
from specweld.render.literal import literal
from specweld.render.parameters import distinguishes_null
from specweld.render.result import status_key, wanted
from specweld.render.security import security

if TYPE_CHECKING:
    from specweld.api.operations import Method
    from specweld.json_types import Json
    from specweld.render.code import Import
    from specweld.render.expression import Expression
    from specweld.render.result import ReplyView
    from specweld.render.scope import Scope

_DEFAULT_CONTENT_TYPES = {
    BodyKind.JSON: "application/json",
    BodyKind.FORM: "application/x-www-form-urlencoded",
    BodyKind.MULTIPART: "multipart/form-data",
}

_WHOLE_KEYWORDS = {
    BodyKind.JSON: "whole",
    BodyKind.FORM: "form",
    BodyKind.MULTIPART: "multipart",
    BodyKind.BINARY: "content",
    BodyKind.TEXT: "content",
}
"""What a body goes by that is one argument."""

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
    Location.BODY: "form*",
    Location.ACCEPT: "form*",
}
"""What goes without saying; `*` stands for `explode`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPart:
    """An argument of the runtime: a value."""

    keyword: Code
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEntry:
    """A name on the wire, and what is sent under it."""

    key: Code
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class CallMapping:
    """An argument of the runtime: names on the wire with what is sent under them."""

    keyword: Code
    entries: tuple[CallEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """The stream that an argument asks for, in place of the reply."""

    stream: ReplyView
    argument: Code
    """Its name, or a look at a property of it."""
    equal: tuple[Code, ...]
    """None or one: what the argument has to be, where its truth says nothing."""
    different: tuple[Code, ...]
    """None or one: what it must not be."""
    outside: tuple[tuple[Code, ...], ...]
    """None or one: the values of which it must be none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorView:
    """What the body of an error is."""

    status: Code
    """`422`, or a range or `default` as a string."""
    type: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class CallView:
    """A call of the runtime."""

    method: Code
    path: Code
    mappings: tuple[CallMapping, ...]
    parts: tuple[CallPart, ...]
    nulls: tuple[tuple[Code, ...], ...]
    """None or one: the names whose None is a null on the wire."""
    reply: ReplyView
    choices: tuple[ChoiceView, ...]
    """None or one: the stream that may come in place of the reply."""
    errors: tuple[tuple[ErrorView, ...], ...]
    """None or one: the errors whose bodies are described."""

    @property
    def running(self) -> frozenset[Import]:
        """Collect what is needed when the call is made."""
        streams = (each.stream.imports for each in self.choices)
        asked = (each.argument.imports for each in self.choices)
        errors = (imports(x.type) for each in self.errors for x in each)
        return self.reply.imports.union(*streams, *asked, *errors)


def call_view(
    operation: Method,
    reply: ReplyView,
    scope: Scope,
    *,
    stream: ReplyView | None = None,
) -> CallView:
    """Decide everything about the call that a method consists of.

    Args:
        operation: What is called.
        reply: What comes back.
        scope: Inside the method, where the arguments are the names that shadow.
        stream: What an argument may ask for in its place.
    """
    body = operation.body
    nulls = () if body is None else _nulls(body, operation, scope)
    errors = tuple(_errors(operation, scope))
    return CallView(
        method=literal(operation.method),
        path=literal(operation.path),
        mappings=tuple(_mappings(operation, scope)),
        parts=tuple(_parts(operation, scope)),
        nulls=(tuple(literal(each) for each in nulls),) if nulls else (),
        reply=reply,
        choices=tuple(_choices(operation, stream, scope)),
        errors=(errors,) if errors else (),
    )


def _errors(operation: Method, scope: Scope) -> Iterator[ErrorView]:
    for error in operation.errors:
        if error.type is None or not error.is_described:
            continue
        yield ErrorView(status=status_key(error.status), type=wanted(error.type, scope))


def _choices(
    operation: Method, stream: ReplyView | None, scope: Scope
) -> Iterator[ChoiceView]:
    chosen = operation.stream
    if chosen is None or stream is None:
        return
    is_text, is_usual = isinstance(chosen.value, str), chosen.is_usual
    others = tuple(literal(each) for each in chosen.others)
    argument = identifier(chosen.argument)
    if chosen.within:
        asks = scope.core("asks").code
        text = f"{asks}({argument}, {literal(chosen.within)})"
        argument = code(text, *asks.imports)
    yield ChoiceView(
        stream=stream,
        argument=argument,
        equal=(literal(chosen.value),) if is_text and not is_usual else (),
        different=others if is_usual and not is_text else (),
        outside=(others,) if is_usual and is_text else (),
    )


def _mappings(operation: Method, scope: Scope) -> Iterator[CallMapping]:
    for location, keyword in _KEYWORD_BY_LOCATION.items():
        found = [each for each in operation.arguments if each.location is location]
        if found:
            yield _mapping(keyword, _entries(found))
    in_form = _form_arguments(operation.body)
    styles = [
        _entry(each.wire_name, literal(word))
        for each in (*operation.arguments, *in_form)
        if (word := _style(each, scope)) != _USUAL_STYLES[each.location]
    ]
    if styles:
        yield _mapping("styles", styles)
    types = [
        _entry(each.wire_name, literal(each.content_type))
        for each in in_form
        if each.content_type
    ]
    if types:
        yield _mapping("types", types)
    if operation.body is not None:
        yield from _body_mappings(operation.body)


def _form_arguments(body: Payload | None) -> tuple[Argument, ...]:
    """List the fields of a form, each of which may be written in its own way."""
    is_form = body is not None and body.kind in (BodyKind.FORM, BodyKind.MULTIPART)
    return body.arguments if body is not None and is_form else ()


def _mapping(keyword: str, entries: Iterable[CallEntry]) -> CallMapping:
    return CallMapping(keyword=identifier(keyword), entries=tuple(entries))


def _entry(wire_name: str, value: Code) -> CallEntry:
    return CallEntry(key=literal(wire_name), value=value)


def _entries(arguments: Iterable[Argument]) -> Iterator[CallEntry]:
    return (_entry(each.wire_name, identifier(each.name)) for each in arguments)


def _body_mappings(body: Payload) -> Iterator[CallMapping]:
    match body.kind:
        case BodyKind.JSON | BodyKind.FORM if body.argument is None:
            yield _mapping(body.kind.value, _body_entries(body, body.arguments))
        case BodyKind.MULTIPART if body.argument is None:
            files = [each for each in body.arguments if _is_file(each.type)]
            texts = [each for each in body.arguments if not _is_file(each.type)]
            if texts or body.constants or not files:
                yield _mapping("multipart", _body_entries(body, texts))
            if files:
                yield _mapping("files", _entries(files))
        case _:
            pass


def _body_entries(body: Payload, arguments: Iterable[Argument]) -> Iterator[CallEntry]:
    """Pair wire names with values, the constants first."""
    for each in body.constants:
        value = identifier(each.name) if each.name else literal(each.value)
        yield _entry(each.wire_name, value)
    yield from _entries(arguments)


def _parts(operation: Method, scope: Scope) -> Iterator[CallPart]:
    if operation.body is not None:
        yield from _body_parts(operation.body)
    if operation.security != scope.security:
        yield _part("security", security(operation.security))
    if operation.base_url:
        yield _part("base_url", literal(operation.base_url))


def _part(keyword: str, value: Code) -> CallPart:
    return CallPart(keyword=identifier(keyword), value=value)


def _body_parts(body: Payload) -> Iterator[CallPart]:
    keyword = _WHOLE_KEYWORDS.get(body.kind)
    if body.argument is not None and _is_file(body.argument.type):
        keyword = "files"
    if body.argument is not None and keyword:
        yield _part(keyword, identifier(body.argument.name))
    if body.content_type != _DEFAULT_CONTENT_TYPES.get(body.kind):
        yield _part("content_type", literal(body.content_type))
    if body.argument is None and not body.is_required:
        fixed: list[Json] = [each.wire_name for each in body.constants]
        yield _part("optional_body", literal(fixed or True))


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


def _nulls(body: Payload, operation: Method, scope: Scope) -> tuple[str, ...]:
    """Name the fields whose None is a null on the wire; a body may be null itself."""
    whole = body.argument
    if whole is not None:
        is_null = distinguishes_null(whole, operation, scope)
        return (whole.name,) if is_null else ()
    return tuple(
        each.wire_name
        for each in body.arguments
        if not _is_file(each.type) and distinguishes_null(each, operation, scope)
    )


def _is_file(type: TypeRef) -> bool:
    return fold(type, lambda each, inner: isinstance(each, FileType) or any(inner))
