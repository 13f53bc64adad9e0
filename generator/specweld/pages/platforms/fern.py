"""Fern: `# Title`, then `METHOD url`, then `## OpenAPI Specification` and samples below it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from specweld.pages.page import Sample
from specweld.pages.platform import Platform
from specweld.pages.region import Region
from specweld.pages.spec_text import SPEC_LANGUAGES, spec_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.pages.fences import Fence, RequestLine
    from specweld.pages.markdown import Markdown

_SPEC_HEADING = re.compile(r"(Open|Async)API\b")
_CONTENT_TYPE = re.compile(r"\n\s*?Content-Type:[ \t]*([^\n]+)", re.IGNORECASE)
_REFERENCE = re.compile(r"^Reference:[ \t]*(\S+)[ \t]*$", re.MULTILINE)
_LABEL = re.compile(r"\*\*([^*\n]+)\*\*\s*$")


def find_fern(markdown: Markdown) -> Iterator[Region]:
    """Find one region per title with a `METHOD url` line under it."""
    starts = [*(each.start for each in markdown.headers), len(markdown.text)]
    for header, (_, end) in zip(markdown.headers, pairwise(starts), strict=True):
        yield _region(markdown, header, end)


def _region(markdown: Markdown, header: RequestLine, end: int) -> Region:
    fences = markdown.fences_between(header.start, end)
    spec = _find_spec(markdown, fences)
    content_type, intro = _read_content_type(markdown.text, header.end)
    description, reference = "", ""
    if spec is not None:
        description, reference = _read_intro(markdown, intro, spec.start)
    return Region(
        platform=Platform.FERN,
        start=header.start,
        title=header.title,
        spec=spec,
        method=header.method,
        url=header.url,
        is_channel=_is_channel(markdown, header, end, spec),
        content_type=content_type,
        description=description,
        reference=reference,
        samples=_read_samples(
            markdown.text, [each for each in fences if spec and each.start > spec.start]
        ),
        notices=_read_notices(markdown.text, header.start),
    )


def _find_spec(markdown: Markdown, fences: Sequence[Fence]) -> Fence | None:
    """Find the specification; a description may hold YAML of its own before it."""
    headed = [fence for fence in fences if is_headed(markdown, fence)]
    for fence in (*headed, *fences):
        if fence.language in SPEC_LANGUAGES and spec_start(markdown, fence):
            return fence
    return headed[0] if headed else None


def is_headed(markdown: Markdown, fence: Fence) -> bool:
    """Return whether a fence stands right under the heading of a specification."""
    if fence.language not in SPEC_LANGUAGES:
        return False
    heading = markdown.heading_above(fence)
    return (
        heading is not None
        and heading.level > 1
        and _SPEC_HEADING.match(heading.title) is not None
    )


def _is_channel(
    markdown: Markdown, header: RequestLine, end: int, spec: Fence | None
) -> bool:
    if header.method in {"WS", "WSS"} or header.url.startswith(("ws://", "wss://")):
        return True
    if spec is not None:
        return False
    headings = markdown.headings_between(header.end, end)
    return any(each.level > 1 and each.title.startswith("Async") for each in headings)


def _read_content_type(text: str, start: int) -> tuple[str, int]:
    match = _CONTENT_TYPE.match(text, start)
    return (match[1].strip(), match.end()) if match else ("", start)


def _read_intro(markdown: Markdown, start: int, end: int) -> tuple[str, str]:
    """Read description and reference from between header and specification.

    Headings and code in the description are part of it: only the heading right above the
    specification ends it.
    """
    headings = [
        each
        for each in markdown.headings_between(start, end)
        if each.level > 1 and _SPEC_HEADING.match(each.title)
    ]
    stop = headings[-1].start if headings else end
    reference = None
    for each in _REFERENCE.finditer(markdown.text, start, stop):
        if not markdown.is_in_fence(each.start()):
            reference = each
    if reference is None:
        return markdown.text[start:stop].strip(), ""
    return markdown.text[start : reference.start()].strip(), reference[1]


def _read_samples(text: str, fences: Sequence[Fence]) -> tuple[Sample, ...]:
    return tuple(
        Sample(
            language=fence.language,
            name=fence.name or _label(text, fence),
            code=text[fence.body_start : fence.body_end],
        )
        for fence in fences
        if fence.language
    )


def _label(text: str, fence: Fence) -> str:
    """Name a JSON sample after the bold line above it: `Request` or `Response`."""
    if fence.language != "json":
        return ""
    match = _LABEL.search(text, max(0, fence.start - 100), fence.start)
    return match[1].strip() if match else ""


def _read_notices(text: str, start: int) -> tuple[str, ...]:
    """Collect the quoted lines right above a title, skipping blank ones."""
    notices: list[str] = []
    while start > 0:
        line_start = text.rfind("\n", 0, start - 1) + 1
        line = text[line_start : start - 1].strip()
        if line.startswith(">"):
            notices.append(line.removeprefix(">").strip())
        elif line:
            break
        start = line_start
    return tuple(reversed(notices))
