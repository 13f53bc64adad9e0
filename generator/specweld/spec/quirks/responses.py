"""Responses whose documented content is not what comes over the wire."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.source import EXTENSION
from specweld.spec.quirks.quirk import (
    EVERYWHERE,
    FERN,
    Changed,
    DocumentRule,
    NodeRule,
    Quirk,
)
from specweld.spec.refs import resolved_mapping, schema_name
from specweld.spec.shapes import mapping_at, text_at, with_value, without
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.facts import PageFacts

_PLACEHOLDER: JsonObject = {"placeholder": True}
_PLACEHOLDER_NAME = re.compile(r".*_Response_\d{3}")
_JSON = "application/json"
_EVENTS = "text/event-stream"
_BYTES = "application/octet-stream"


def _without_empty_content(response: JsonObject) -> JsonObject | None:
    return without(response, "content") if response["content"] == {} else None


def _bytes_of_events(content: JsonObject) -> JsonObject | None:
    media = mapping_at(content, _EVENTS)
    schema = mapping_at(media, "schema")
    if schema.get("type") != "string" or schema.get("format") not in {None, "binary"}:
        return None
    if _BYTES in content:
        return None
    plain: Json = {**media, "schema": {**schema, "format": "binary"}}
    return {
        (_BYTES if name == _EVENTS else name): (plain if name == _EVENTS else each)
        for name, each in content.items()
    }


def _successes(document: JsonObject) -> Iterator[tuple[Pointer, JsonObject]]:
    for pointer, operation in walk_operations(document):
        for status, response in mapping_at(operation, "responses").items():
            if status.startswith("2") and isinstance(response, dict):
                yield (*pointer, "responses", status), response


def _without_false_events(
    document: JsonObject, facts: PageFacts | None
) -> Changed | None:
    if facts is None:
        return None  # an ordinary document may well mean events of text
    places: list[Pointer] = []
    changed = document
    for pointer, response in _successes(document):
        content = _bytes_of_events(mapping_at(response, "content"))
        if content is not None:
            changed = with_value(changed, (*pointer, "content"), content)
            places.append((*pointer, "content"))
    return Changed(document=changed, places=tuple(places)) if places else None


def _mark_empty_objects(
    document: JsonObject, facts: PageFacts | None
) -> Changed | None:
    if facts is None:
        return None
    places: list[Pointer] = []
    changed = document
    for pointer, response in _successes(document):
        media = mapping_at(response, "content", _JSON)
        if EXTENSION not in media and _is_placeholder(document, media.get("schema")):
            at = (*pointer, "content", _JSON)
            changed = with_value(changed, (*at, EXTENSION), _PLACEHOLDER)
            places.append(at)
    return Changed(document=changed, places=tuple(places)) if places else None


def _is_placeholder(document: JsonObject, schema: Json) -> bool:
    found = resolved_mapping(document, schema)
    if set(found) - {"description", "title"} != {"type", "properties"}:
        return False
    if text_at(found, "type") != "object" or found["properties"] != {}:
        return False
    name = schema_name(schema)
    return name is None or _PLACEHOLDER_NAME.fullmatch(name) is not None


def _mark_without_content(
    document: JsonObject, facts: PageFacts | None
) -> Changed | None:
    if facts is None:
        return None
    places: list[Pointer] = []
    changed = document
    for pointer, response in _successes(document):
        is_void = pointer[-1] in {"204", "205"}
        if is_void or {"content", "$ref", EXTENSION} & set(response):
            continue
        changed = with_value(changed, (*pointer, EXTENSION), _PLACEHOLDER)
        places.append(pointer)
    return Changed(document=changed, places=tuple(places)) if places else None


EMPTY_CONTENT = Quirk(
    id="empty-content",
    wrote="`content: {}` in every error response.",
    made="No content.",
    seen="All pages until January 2026.",
    platforms=EVERYWHERE,
    rule=(
        NodeRule(kind=Kind.RESPONSE, trigger="content", change=_without_empty_content),
    ),
)

EVENT_STREAM_OF_BYTES = Quirk(
    id="event-stream-of-bytes",
    wrote="`text/event-stream` of a string: whatever is streamed gets that type.",
    made="`application/octet-stream` of bytes.",
    seen="17 pages (speech and music streams); later pages of the same vendor say octet-stream.",
    platforms=FERN,
    rule=DocumentRule(change=_without_false_events),
)

EMPTY_OBJECT_RESPONSE = Quirk(
    id="empty-object-response",
    wrote="A JSON response of an object without properties, called `..._Response_200`.",
    made="A mark (`x-specweld.placeholder`) on the media type: what comes is decided at run"
    " time, since the original had no content or content that is not JSON.",
    seen="30 pages, among them audio downloads.",
    platforms=FERN,
    rule=DocumentRule(change=_mark_empty_objects),
)

RESPONSE_WITHOUT_CONTENT = Quirk(
    id="response-without-content",
    wrote="A `200` with a description and nothing else, where bytes may come.",
    made="A mark (`x-specweld.placeholder`) on the response: decided at run time.",
    seen="7 pages; a `204` is left alone.",
    platforms=FERN,
    rule=DocumentRule(change=_mark_without_content),
)
