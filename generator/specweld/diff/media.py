"""What kind of thing a media type is for a reader: a value, text, events, or bytes."""

from __future__ import annotations


def media_class(content_type: str) -> str:
    """Name the kind; equal kinds are read alike."""
    essence = content_type.partition(";")[0].strip().lower()
    if essence == "text/event-stream":
        return "events"
    if essence.endswith(("/json", "+json")) or "json" in essence.partition("/")[2]:
        return "value"
    if essence in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return "value"
    return "text" if essence.startswith("text/") else "bytes"
