"""GitBook: many operations per page, each a heading, a quote and a document in one line of JSON."""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from specweld.grammar import METHODS
from specweld.pages.platform import Platform
from specweld.pages.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.fences import Fence
    from specweld.pages.markdown import Heading, Markdown

_DOCUMENT = re.compile(r"\{[^\n]*\"openapi\"[ ]?:[ ]?\"3[^\n]*\}\s*")
_HINT = re.compile(rf"(?P<method>{'|'.join(METHODS).upper()}) (?P<path>/\S*)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def find_gitbook(markdown: Markdown) -> Iterator[Region]:
    """Find one region per document in one line of JSON."""
    for fence in markdown.fences:
        if fence.language != "json" or not _DOCUMENT.fullmatch(
            markdown.text, fence.body_start, fence.body_end
        ):
            continue
        heading = _heading_before(markdown, fence)
        hint = _HINT.fullmatch(heading.title) if heading else None
        yield Region(
            platform=Platform.GITBOOK,
            start=heading.start if heading else fence.start,
            title=heading.title if heading else "",
            spec=fence,
            method=hint["method"] if hint else "",
            url=hint["path"] if hint else "",
            description=(
                _quoted(markdown.text[heading.end : fence.start]) if heading else ""
            ),
        )


def _heading_before(markdown: Markdown, fence: Fence) -> Heading | None:
    index = bisect_left([each.start for each in markdown.headings], fence.start) - 1
    return markdown.headings[index] if index >= 0 else None


def _quoted(text: str) -> str:
    """Read the quote under a heading; backslashes and entities stand for characters there."""
    lines = [
        line.removeprefix(">").removeprefix(" ").rstrip().removesuffix("\\").rstrip()
        for line in text.strip().split("\n")
        if line.startswith(">")
    ]
    return html.unescape(_ESCAPED.sub(r"\1", "\n".join(lines))).strip()
