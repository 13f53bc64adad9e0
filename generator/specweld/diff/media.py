"""What kind of thing a media type is for a reader: a value, text, events, or bytes."""

from __future__ import annotations


def media_class(content_type: str) -> str:
    """Name the kind; equal kinds are read alike."""
    essence = _essence(content_type)
    if essence == "text/event-stream":
        return "events"
    if essence.endswith(("/json", "+json")) or "json" in essence.partition("/")[2]:
        return "value"
    if essence in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return "value"
    return "text" if essence.startswith("text/") else "bytes"


def is_kind(*, of: str, media_type: str) -> bool:
    """Return whether a media type is another one in other words, or a special kind of it.

    `application/vnd.acme+json` is a kind of `application/json`; parameters say nothing of that.
    """
    general, special = _essence(of), _essence(media_type)
    top, _, syntax = general.partition("/")
    is_special = special.startswith(f"{top}/") and special.endswith(f"+{syntax}")
    return general == special or is_special


def _essence(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
