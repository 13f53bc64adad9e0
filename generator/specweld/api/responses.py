"""Lower responses: what a method returns and which errors are documented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.drafts import Draft, Lowered
from specweld.api.media import (
    essence,
    is_anything,
    is_events,
    is_json,
    is_text,
    preferred_media,
    without_charset,
)
from specweld.api.operations import ErrorResponse, Response, ResponseKind
from specweld.api.schemas import lower_type
from specweld.api.types import AnyType, nullable
from specweld.diagnostics import Severity
from specweld.source import EXTENSION
from specweld.spec.shapes import mapping_at, text_at

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.contract.nodes import Answer, Media, Node, Operation, SchemaId

_WITHOUT_BODY = frozenset({"204", "205"})
"""RFC 9110 §15.3.5, §15.3.6: whatever the docs say, there is no content."""

_ASKED_FOR = {
    ResponseKind.JSON: "application/json",
    ResponseKind.EVENTS: "text/event-stream",
    ResponseKind.TEXT: "text/plain",
}
"""What a kind of answer asks for without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredResponse:
    """What comes back for success, and the models that came with it."""

    response: Response
    stream: Response | None = None
    """What may come in its place, a value at a time."""
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoweredErrors:
    """The documented errors, and the models that came with them."""

    errors: tuple[ErrorResponse, ...]
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Success:
    """One documented success."""

    answer: Answer
    kind: ResponseKind
    content_type: str = ""
    lowered: Lowered | None = None
    """Of JSON, or of one event."""


def lower_response(source: Input, operation: Operation) -> LoweredResponse:
    """Lower the successful answers of an operation to one result."""
    answers = [each for each in operation.answers if is_success(each.status)]
    answers = answers or [x for x in operation.answers if x.status == "default"]
    if not answers:
        # Nothing but errors or redirects is documented: whatever comes is decided then.
        decided = Response(
            kind=ResponseKind.DECIDE, statuses=(), origin=source.origin(operation)
        )
        return LoweredResponse(response=decided)
    found = [x for each in answers for x in _lower_success(source, each)]
    usual = [each for each in found if each.kind is not ResponseKind.EVENTS]
    streams = [each for each in found if each.kind is ResponseKind.EVENTS]
    if all(each.kind is ResponseKind.NOTHING for each in usual):
        return _joined(source, found)
    whole = _joined(source, usual)
    if not streams:
        return whole
    stream = _joined(source, streams)
    return LoweredResponse(
        response=whole.response,
        stream=stream.response,
        drafts=(*whole.drafts, *stream.drafts),
    )


def lower_errors(source: Input, operation: Operation) -> LoweredErrors:
    """Lower the documented error answers, in document order."""
    has_success = any(is_success(each.status) for each in operation.answers)
    errors: list[ErrorResponse] = []
    drafts: list[Draft] = []
    for answer in operation.answers:
        status = answer.status
        if status[:1] not in {"4", "5"} and not (status == "default" and has_success):
            continue
        media = preferred_media(answer.media, is_json, is_anything)
        lowered = _body_type(source, media.schema) if media else None
        drafts += lowered.drafts if lowered else ()
        errors.append(
            ErrorResponse(
                status=status,
                description=text_at(answer.facts, "description"),
                type=lowered.type if lowered else None,
                origin=source.origin(answer),
            )
        )
    return LoweredErrors(errors=tuple(errors), drafts=tuple(drafts))


def _body_type(source: Input, schema: SchemaId | None) -> Lowered | None:
    return None if schema is None else lower_type(source, schema)


def is_success(status: str) -> bool:
    """Return whether a status or range means success: `200`, `2XX`."""
    return len(status) == 3 and status[0] == "2"


def _lower_success(source: Input, answer: Answer) -> list[_Success]:
    """Lower what one answer may hold: a whole, a stream, or either of them."""
    if answer.status in _WITHOUT_BODY:
        return [_Success(answer=answer, kind=ResponseKind.NOTHING)]
    chosen = _chosen(source, answer)
    for media in chosen or (None,):
        if _is_placeholder(answer) or _is_placeholder(media):
            content_type = media.content_type if media else ""
            kind = ResponseKind.DECIDE
            return [_Success(answer=answer, kind=kind, content_type=content_type)]
    if not chosen:
        return [_Success(answer=answer, kind=ResponseKind.NOTHING)]
    return [_lower_media(source, answer, each) for each in chosen]


def _lower_media(source: Input, answer: Answer, media: Media) -> _Success:
    kind = _kind(source, media.content_type, media.schema)
    lowered: Lowered | None = None
    if kind in {ResponseKind.JSON, ResponseKind.EVENTS}:
        schema = media.schema
        if kind is ResponseKind.EVENTS and schema is not None:
            schema = _of_one_event(source, schema)
        lowered = _body_type(source, schema) or Lowered(type=AnyType())
    return _Success(
        answer=answer, kind=kind, content_type=media.content_type, lowered=lowered
    )


def _of_one_event(source: Input, id: SchemaId) -> SchemaId:
    """Take a list that describes a stream for what it is: each event is one of its items."""
    schema = source.settled(id)
    is_list = schema.types == ("array",) and isinstance(schema.items, str)
    return schema.items if is_list and isinstance(schema.items, str) else id


def _is_placeholder(node: Node | None) -> bool:
    """Return whether the docs show an empty object in the place of what they do not know."""
    return node is not None and (
        mapping_at(node.facts, EXTENSION).get("placeholder") is True
    )


def _chosen(source: Input, answer: Answer) -> tuple[Media, ...]:
    """Pick a content type of what comes as a whole, JSON if there is one, and one of streams."""
    wholes: dict[str, Media] = {}
    streams: dict[str, Media] = {}
    for content_type, media in answer.media.items():
        kind = _kind(source, content_type, media.schema)
        found = streams if kind is ResponseKind.EVENTS else wholes
        found[content_type] = media
    whole = preferred_media(wholes, is_json) or next(iter(wholes.values()), None)
    stream = next(iter(streams.values()), None)
    chosen = tuple(each for each in (whole, stream) if each is not None)
    read = [each.content_type for each in chosen]
    others = [each for each in answer.media if each not in read]
    if any(not is_json(each) for each in others):
        names = " and ".join(f"`{each}`" for each in read)
        rest = " and ".join(f"`{each}`" for each in others)
        source.reporter.report(
            "content-type-chosen",
            Severity.NOTICE,
            f"{names} {'are' if len(chosen) > 1 else 'is'} read;"
            f" {rest} {'are' if len(others) > 1 else 'is'} not asked for",
            answer,
        )
    return chosen


def _kind(source: Input, content_type: str, schema: SchemaId | None) -> ResponseKind:
    if is_json(content_type):
        return ResponseKind.JSON
    if is_events(content_type):
        return _kind_of_stream(source, content_type, schema)
    if is_anything(content_type):
        if schema is None or source.schema(schema).is_any:
            return ResponseKind.DECIDE
        is_bytes = source.settled(schema).facts.get("format") == "binary"
        return ResponseKind.BINARY if is_bytes else ResponseKind.JSON
    return ResponseKind.TEXT if is_text(content_type) else ResponseKind.BINARY


def _kind_of_stream(
    source: Input, content_type: str, id: SchemaId | None
) -> ResponseKind:
    """Distinguish typed events from bytes: docs call every stream an event stream."""
    schema = source.settled(id) if id else None
    if schema is None or schema.fault or schema.facts.get("format") == "binary":
        return ResponseKind.BINARY
    is_text_stream = schema.types == ("string",) and schema.values is None
    if is_text_stream and essence(content_type) == "text/event-stream":
        return ResponseKind.BINARY
    return ResponseKind.EVENTS


def _joined(source: Input, successes: list[_Success]) -> LoweredResponse:
    """Make one result of several success answers: what differs is told apart by status."""
    full = [each for each in successes if each.kind is not ResponseKind.NOTHING]
    groups: dict[object, list[_Success]] = {}
    for each in full or successes[:1]:
        key = each.kind, each.lowered and each.lowered.type
        groups.setdefault(key, []).append(each)
    empty = [each for each in successes if each not in full]
    if full and empty and len(groups) > 1:
        groups[ResponseKind.NOTHING] = empty
    # A range is what comes with every status that no other answer names.
    ordered = sorted(groups.values(), key=lambda group: not _has_range(group))
    is_optional = len(groups) == 1 and bool(full and empty)
    first, *others = [
        _response(source, group, is_optional=is_optional) for group in ordered
    ]
    if is_optional:
        statuses = tuple(each.answer.status for each in successes)
        first = replace(first, statuses=statuses)
    lowered = (each.lowered for each in successes if each.lowered is not None)
    return LoweredResponse(
        response=replace(first, others=tuple(others)),
        drafts=tuple(draft for each in lowered for draft in each.drafts),
    )


def _has_range(group: list[_Success]) -> bool:
    return not all(each.answer.status.isdecimal() for each in group)


def _response(source: Input, group: list[_Success], *, is_optional: bool) -> Response:
    """Make the result of answers that are of one kind and type."""
    first = group[0]
    value = first.lowered.type if first.lowered else None
    return Response(
        kind=first.kind,
        statuses=tuple(each.answer.status for each in group),
        content_type=first.content_type,
        accepted=_accepted(first.kind, group),
        type=nullable(value) if value is not None and is_optional else value,
        description=text_at(first.answer.facts, "description"),
        origin=source.origin(first.answer),
    )


def _accepted(kind: ResponseKind, successes: list[_Success]) -> tuple[str, ...]:
    """List the media types that a call has to ask for by name."""
    named = [each for each in successes if not is_anything(each.content_type)]
    types = tuple(dict.fromkeys(without_charset(each.content_type) for each in named))
    usual = _ASKED_FOR.get(kind)
    if usual is None:
        is_choice = any(len(each.answer.media) > 1 for each in successes)
        return types if is_choice and kind is ResponseKind.BINARY else ()
    return () if {essence(each) for each in types} <= {usual} else types
