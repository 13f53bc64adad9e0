"""Decides what an endpoint is called: the path of its method in the client, and of its file."""

from __future__ import annotations

import enum
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.pages.platform import Platform
from specweld.pages.sdk_call import (
    find_python_sample,
    read_python_call,
    read_sdk_call,
    read_typescript_call,
)
from specweld.pages.words import snake_case

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject
    from specweld.pages.operation import PageOperation
    from specweld.pages.page import Page

_VERSION = re.compile(r"endpoint_(.*)\.([^./]+)", re.DOTALL)
_TAG_PREFIX = "subpackage_"
_LONGEST_STEM = 120
"""File systems take 255 bytes; the rest is left to suffixes and temporary names."""


class NameOrigin(enum.StrEnum):
    """What an endpoint's name was taken from, best first."""

    VERSION = "version"
    """`info.version: endpoint_voices/samples.get`, the site's own id."""
    PYTHON_SAMPLE = "python-sample"
    SAMPLE = "sample"
    """A call in whatever language, below the page of another platform."""
    TYPESCRIPT_SAMPLE = "typescript-sample"
    TAGS = "tags"
    """Tag and `operationId`: outer namespaces may be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointName:
    """Path from the client to the method, spelled as found."""

    segments: tuple[str, ...]
    origin: NameOrigin


def name_endpoint(
    page: Page, document: JsonObject, operation: PageOperation
) -> EndpointName | None:
    """Name an endpoint by the best that its page offers; None when there is nothing.

    Fern writes each page's `operationId` and tags anew from the names of the SDK. All others pass
    on the vendor's own: they are read later, as those of a whole document.
    """
    if page.platform is not Platform.FERN:
        call = read_sdk_call(page.samples)
        if call is None:
            return None
        return EndpointName(segments=call.segments, origin=NameOrigin.SAMPLE)
    if segments := _from_version(document.get("info")):
        return EndpointName(segments=segments, origin=NameOrigin.VERSION)
    sample = find_python_sample(page.samples)
    call = read_python_call(sample.code) if sample else None
    if call is not None:
        return EndpointName(segments=call.segments, origin=NameOrigin.PYTHON_SAMPLE)
    call = read_typescript_call(page.samples)
    if call is not None:
        return EndpointName(segments=call.segments, origin=NameOrigin.TYPESCRIPT_SAMPLE)
    if segments := _from_tags(operation.fields):
        return EndpointName(segments=segments, origin=NameOrigin.TAGS)
    return None


def file_stem(
    endpoint: EndpointName | None, operation: PageOperation, *, title: str = ""
) -> str:
    """Spell the name of a spec's file without its suffix; safe on every file system.

    Args:
        title: Of the page; sites that have several pages for one path tell them apart by it.
    """
    segments = endpoint.segments if endpoint else _from_tags(operation.fields)
    if not segments and title:
        segments = (*_tag(operation.fields), title)
    words = [word for word in map(snake_case, segments) if word]
    stem = ".".join(words) or operation_stem(operation.method, operation.path)
    if len(stem) <= _LONGEST_STEM:
        return stem
    digest = hashlib.sha256(stem.encode()).hexdigest()[:8]
    return f"{stem[:_LONGEST_STEM]}-{digest}"


def operation_stem(method: str, path: str) -> str:
    """Spell an operation that has no name of its own: `get.v1.voices.voice_id`."""
    words = [snake_case(part) for part in (method, *path.split("/"))]
    return ".".join(word for word in words if word)


def _from_version(info: Json) -> tuple[str, ...]:
    """Split `endpoint_a/b.op`; the root namespace is empty: `endpoint_.op`."""
    version = info.get("version") if isinstance(info, dict) else None
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if match is None:
        return ()
    return (*(part for part in match[1].split("/") if part), match[2])


def _from_tags(fields: JsonObject) -> tuple[str, ...]:
    """Join the innermost tag, nested or flat, with the `operationId`."""
    name = fields.get("operationId")
    if not isinstance(name, str) or not name:
        return ()
    return (*_tag(fields), name)


def _tag(fields: JsonObject) -> tuple[str, ...]:
    tags = fields.get("tags")
    tag: Json = tags[-1] if isinstance(tags, list) and tags else ""
    if isinstance(tag, list):
        tag = tag[-1] if tag else ""
    parts = tag.removeprefix(_TAG_PREFIX).split("/") if isinstance(tag, str) else []
    return tuple(part for part in parts if part)
