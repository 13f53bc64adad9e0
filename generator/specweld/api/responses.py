"""Lower responses: what a method returns and which errors are documented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.media import (
    essence,
    is_anything,
    is_events,
    is_json,
    is_text,
    preferred_media,
)
from specweld.api.models import UnionModel
from specweld.api.operations import ErrorResponse, Response, ResponseKind
from specweld.api.schemas import UNUSED, lower_type
from specweld.api.types import AnyType, ModelRef, TypeRef, nullable
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.api.endpoints import Endpoint
    from specweld.api.lowering import Lowering
    from specweld.api.node import Node

_WITHOUT_BODY = frozenset({"204", "205"})
"""RFC 9110 §15.3.5, §15.3.6: whatever the docs say, there is no content."""


def lower_response(lowering: Lowering, endpoint: Endpoint) -> Response:
    """Lower the successful answers of an operation to one result."""
    successes = [
        (status, node)
        for status, node in _responses(lowering, endpoint)
        if is_success(status)
    ]
    if not successes:
        successes = [
            (status, node)
            for status, node in _responses(lowering, endpoint)
            if status == "default"
        ]
    lowered = [_lower_success(lowering, status, node) for status, node in successes]
    if not lowered:
        # Nothing but errors or redirects is documented: whatever comes is decided then.
        return Response(
            kind=ResponseKind.DECIDE, statuses=(), origin=endpoint.node.origin()
        )
    return _join(lowering, endpoint, lowered)


def lower_errors(lowering: Lowering, endpoint: Endpoint) -> tuple[ErrorResponse, ...]:
    """Lower the documented error answers, in document order."""
    responses = _responses(lowering, endpoint)
    has_success = any(is_success(status) for status, _ in responses)
    errors: list[ErrorResponse] = []
    for status, node in responses:
        if status[:1] not in {"4", "5"} and not (status == "default" and has_success):
            continue
        media = preferred_media(node.entries("content"), is_json, is_anything)
        schema = media[1].get("schema") if media else None
        errors.append(
            ErrorResponse(
                status=status,
                description=node.text("description"),
                type=lower_type(lowering, schema) if schema else None,
                origin=node.origin(),
            )
        )
    return tuple(errors)


def is_success(status: str) -> bool:
    """Tell whether a status or range means success: `200`, `2XX`."""
    return len(status) == 3 and status[0] == "2"


def _responses(lowering: Lowering, endpoint: Endpoint) -> list[tuple[str, Node]]:
    holder = endpoint.node.get("responses")
    if holder is not None and not isinstance(holder.value, dict):
        lowering.malformed("responses", "a mapping of status codes", holder)
    found: list[tuple[str, Node]] = []
    for status, each in endpoint.node.entries("responses"):
        if status.startswith("x-"):
            continue
        node = each.resolved()
        if node is None:
            lowering.dangling(each)
        elif not isinstance(node.value, dict):
            lowering.malformed("response", "a mapping", node)
        else:
            found.append((status.upper() if status != "default" else status, node))
    return found


def _lower_success(lowering: Lowering, status: str, node: Node) -> Response:
    content = node.entries("content")
    media = _choose(lowering, node)
    if status in _WITHOUT_BODY:
        return _response(ResponseKind.NOTHING, status, node)
    if any(_is_placeholder(each) for each in (node, *(entry for _, entry in content))):
        return _response(ResponseKind.DECIDE, status, node, media=media)
    if media is None:
        return _response(ResponseKind.NOTHING, status, node)
    schema = media[1].get("schema")
    kind = _kind(media[0], schema)
    lowered: TypeRef | None = None
    if kind in {ResponseKind.JSON, ResponseKind.EVENTS}:
        lowered = lower_type(lowering, schema) if schema else AnyType()
    return _response(kind, status, node, media=media, type=lowered)


def _response(
    kind: ResponseKind,
    status: str,
    node: Node,
    *,
    media: tuple[str, Node] | None = None,
    type: TypeRef | None = None,
) -> Response:
    return Response(
        kind=kind,
        statuses=(status,),
        content_type=media[0] if media else "",
        type=type,
        description=node.text("description"),
        origin=node.origin(),
    )


def _is_placeholder(node: Node) -> bool:
    mark = node.fact("placeholder")
    return mark is not None and mark.value is True


def _choose(lowering: Lowering, node: Node) -> tuple[str, Node] | None:
    """Pick one content type: JSON, then events, then what comes first."""
    content = node.entries("content")
    chosen = preferred_media(content, is_json, is_events)
    if chosen is None:
        return content[0] if content else None
    others = [content_type for content_type, _ in content if content_type != chosen[0]]
    if any(is_events(each) for each in others):
        message = "the answer may be a stream of events as well; only JSON is read"
        lowering.unsupported("stream-beside-json", message, node)
    elif any(not is_json(each) for each in others):
        lowering.report(
            "content-type-chosen",
            Severity.NOTICE,
            f"`{chosen[0]}` is read; {len(others)} other content types are not asked for",
            node,
        )
    return chosen


def _kind(content_type: str, schema: Node | None) -> ResponseKind:
    if is_json(content_type):
        return ResponseKind.JSON
    if is_events(content_type):
        return _kind_of_stream(content_type, schema)
    if is_anything(content_type):
        if schema is None or not schema.mapping():
            return ResponseKind.DECIDE
        is_bytes = schema.text("format") == "binary"
        return ResponseKind.BINARY if is_bytes else ResponseKind.JSON
    return ResponseKind.TEXT if is_text(content_type) else ResponseKind.BINARY


def _kind_of_stream(content_type: str, schema: Node | None) -> ResponseKind:
    """Tell typed events from bytes: docs call every stream an event stream."""
    resolved = schema.resolved() if schema else None
    if resolved is None or resolved.text("format") == "binary":
        return ResponseKind.BINARY
    is_text_stream = resolved.text("type") == "string" and not resolved.has("enum")
    if is_text_stream and essence(content_type) == "text/event-stream":
        return ResponseKind.BINARY
    return ResponseKind.EVENTS


def _join(
    lowering: Lowering, endpoint: Endpoint, responses: list[Response]
) -> Response:
    """Make one result of several success answers: a union of JSON values, None for no body."""
    statuses = tuple(status for each in responses for status in each.statuses)
    full = [each for each in responses if each.kind is not ResponseKind.NOTHING]
    if not full:
        return _with_statuses(responses[0], statuses)
    kinds = {each.kind for each in full}
    if len(kinds) > 1:
        message = "success answers of different kinds; the first one is read"
        lowering.unsupported("mixed-responses", message, endpoint.node)
    first = full[0]
    if first.kind is not ResponseKind.JSON:
        return _with_statuses(first, statuses)
    types = tuple(dict.fromkeys(each.type for each in full if each.type is not None))
    lowered = types[0] if len(types) == 1 else _union(lowering, endpoint, types)
    if len(full) < len(responses):
        lowered = nullable(lowered)
    return _with_statuses(first, statuses, type=lowered)


def _with_statuses(
    response: Response, statuses: tuple[str, ...], *, type: TypeRef | None = None
) -> Response:
    return Response(
        kind=response.kind,
        statuses=statuses,
        content_type=response.content_type,
        type=type or response.type,
        description=response.description,
        origin=response.origin,
    )


def _union(
    lowering: Lowering, endpoint: Endpoint, types: tuple[TypeRef, ...]
) -> TypeRef:
    node = endpoint.node.get("responses") or endpoint.node
    model_id = lowering.begin(node.id)
    lowering.models[model_id] = UnionModel(
        id=model_id,
        name="",
        description="",
        members=types,
        discriminator="",
        mapping=(),
        is_nullable=False,
        usage=UNUSED,
        origin=node.origin(),
    )
    return ModelRef(id=model_id)
