from __future__ import annotations

import pytest

from specweld.api.media import (
    is_anything,
    is_events,
    is_form,
    is_json,
    is_multipart,
    is_text,
)

KINDS = {
    "json": is_json,
    "events": is_events,
    "text": is_text,
    "multipart": is_multipart,
    "form": is_form,
    "anything": is_anything,
}


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", ["json"]),
        ("Application/JSON; charset=utf-8", ["json"]),
        ("application/problem+json", ["json"]),
        ("text/json", ["json", "text"]),
        ("text/event-stream", ["events"]),
        ("application/x-ndjson", ["events"]),
        ("application/stream+json", ["events"]),
        ("text/html", ["text"]),
        ("application/atom+xml", ["text"]),
        ("multipart/form-data", ["multipart"]),
        ("application/x-www-form-urlencoded", ["text", "form"]),
        ("*/*", ["anything"]),
        ("audio/mpeg", []),
        ("multipart/mixed", []),
        ("", []),
    ],
)
def test_kinds(content_type: str, expected: list[str]) -> None:
    assert [
        name for name, is_kind in KINDS.items() if is_kind(content_type)
    ] == expected
