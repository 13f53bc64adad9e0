"""Media types: what kind of body each one is, and which of several is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from specweld.contract.nodes import Media

_EVENT_TYPES = frozenset(
    {
        "text/event-stream",
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/x-jsonlines",
        "application/json-seq",
        "application/stream+json",
    }
)
_TEXT_TYPES = frozenset(
    {
        "application/javascript",
        "application/x-www-form-urlencoded",
        "application/x-yaml",
        "application/xml",
        "application/yaml",
    }
)


def essence(content_type: str) -> str:
    """Strip the parameters of a media type: `application/json; charset=utf-8`."""
    return content_type.partition(";")[0].strip().lower()


def without_charset(content_type: str) -> str:
    """Strip the one parameter that says nothing of what a body means."""
    name, *parameters = content_type.split(";")
    kept = [x for x in parameters if not x.strip().lower().startswith("charset=")]
    return ";".join((name.strip(), *kept)).strip()


def is_json(content_type: str) -> bool:
    """Return whether a body of this type is JSON: `application/problem+json`."""
    name = essence(content_type)
    return name.endswith(("/json", "+json")) and not is_events(name)


def is_events(content_type: str) -> bool:
    """Return whether a body of this type is a series of events or JSON lines."""
    return essence(content_type) in _EVENT_TYPES


def is_text(content_type: str) -> bool:
    """Return whether a body of this type is text for people or other programs."""
    name = essence(content_type)
    return (
        name.startswith("text/") or name in _TEXT_TYPES or name.endswith("+xml")
    ) and not is_events(name)


def is_multipart(content_type: str) -> bool:
    """Return whether a body of this type is a form with files."""
    return essence(content_type) == "multipart/form-data"


def is_form(content_type: str) -> bool:
    """Return whether a body of this type is a URL-encoded form."""
    return essence(content_type) == "application/x-www-form-urlencoded"


def is_anything(content_type: str) -> bool:
    """Return whether this is a range that includes JSON: `*/*`."""
    return essence(content_type) in {"*/*", "*", "application/*"}


def preferred_media(
    content: Mapping[str, Media], *kinds: Callable[[str], bool]
) -> Media | None:
    """Pick the first entry of the first kind that is there."""
    for kind in kinds:
        for content_type, media in content.items():
            if kind(content_type):
                return media
    return None
