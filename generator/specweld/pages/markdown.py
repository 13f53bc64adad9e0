"""A Markdown text with its fences, headings and lines: what every platform's pages consist of."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.pages.fences import Fence, RequestLine, scan_fences
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADING = re.compile(
    r"^\ufeff?+(?P<marks>\#{1,6}+)[ \t]++(?P<title>[^\n]*+)", re.MULTILINE
)
_FRONT_MATTER = re.compile(
    r"(?:\s|<!--.*?-->)*+---[ \t]*\n(?P<body>.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE
)
_COMMENT = re.compile(r"^[ \t]*(?:(?P<html><!--)|\{/\*)", re.MULTILINE)
_COLLECTED = re.compile(r"source:\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading outside of all fences."""

    start: int
    end: int
    """Of its line, the line end not included."""
    level: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What HTML or MDX keeps from readers; it begins a line outside of all fences."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Markdown:
    """One file or response, scanned once."""

    path: str
    """As a person would type it."""
    name: str
    """For specs: the same wherever the folder lies."""
    text: str = field(repr=False)
    """Line ends are `\\n`."""
    fences: tuple[Fence, ...] = field(repr=False)
    headers: tuple[RequestLine, ...] = field(repr=False)
    headings: tuple[Heading, ...] = field(repr=False)
    comments: tuple[Comment, ...] = field(repr=False)
    _line_ends: tuple[int, ...] = field(repr=False)

    def line(self, offset: int) -> int:
        """Count lines up to an offset, from 1."""
        return bisect_left(self._line_ends, offset) + 1

    def place(self, offset: int) -> TextPlace:
        """Point at the line of an offset."""
        return TextPlace(path=self.path, text=self.text, line=self.line(offset))

    def body(self, fence: Fence) -> str:
        """Return what stands in a fence."""
        return self.text[fence.body_start : fence.body_end]

    def fences_between(self, start: int, end: int) -> tuple[Fence, ...]:
        """Select the fences that open in a range."""
        first = bisect_left(self.fences, start, key=_fence_start)
        last = bisect_left(self.fences, end, key=_fence_start)
        return self.fences[first:last]

    def is_in_fence(self, offset: int) -> bool:
        """Return whether an offset is inside of a fence."""
        return _is_in_fence(self.fences, offset)

    def is_in_comment(self, offset: int) -> bool:
        """Return whether an offset is inside of a comment."""
        index = bisect_right(self.comments, offset, key=_comment_start) - 1
        return index >= 0 and offset < self.comments[index].end

    def heading_above(self, fence: Fence) -> Heading | None:
        """Return the heading that stands right above a fence, blank lines between them allowed."""
        index = bisect_left(self.headings, fence.start, key=_heading_start) - 1
        if index < 0:
            return None
        heading = self.headings[index]
        between = self.text[heading.end : fence.start]
        return None if between.strip() else heading

    def headings_between(self, start: int, end: int) -> Sequence[Heading]:
        """Select the headings in a range, without the `# Source: ...` that collectors write."""
        first = bisect_left(self.headings, start, key=_heading_start)
        last = bisect_left(self.headings, end, key=_heading_start)
        return [
            each
            for each in self.headings[first:last]
            if not _COLLECTED.match(each.title)
        ]


def read_markdown(path: str, text: str, *, name: str | None = None) -> Markdown:
    """Scan a text for its fences and page headers.

    Args:
        path: For diagnostics.
        text: Any mix of pages, navigation lines, front matter and prose.
        name: What its pages are called in specs; `path` by default.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    fences, headers = scan_fences(text)
    return Markdown(
        path=path,
        name=path if name is None else name,
        text=text,
        fences=fences,
        headers=headers,
        headings=tuple(_find_headings(text, fences)),
        comments=tuple(_find_comments(text, fences)),
        _line_ends=tuple(each.start() for each in re.finditer("\n", text)),
    )


def front_matter(text: str) -> tuple[int, str]:
    """Return where the front matter starts, and its text; -1 when there is none."""
    match = _FRONT_MATTER.match(text)
    return (match.start("body"), match["body"]) if match else (-1, "")


def _find_headings(text: str, fences: tuple[Fence, ...]) -> Iterator[Heading]:
    for each in _HEADING.finditer(text):
        if not _is_in_fence(fences, each.start()):
            yield Heading(
                start=each.start(),
                end=each.end(),
                level=len(each["marks"]),
                title=each["title"].strip(),
            )


def _find_comments(text: str, fences: tuple[Fence, ...]) -> Iterator[Comment]:
    """Find what is commented out; a comment that nobody closed is none."""
    end = 0
    unclosed: set[str] = set()
    for each in _COMMENT.finditer(text):
        mark = "-->" if each["html"] else "*/}"
        is_inside = each.start() < end or _is_in_fence(fences, each.start())
        if is_inside or mark in unclosed:
            continue
        found = text.find(mark, each.end())
        if found < 0:
            unclosed.add(mark)
        else:
            end = found + len(mark)
            yield Comment(start=each.start(), end=end)


def _is_in_fence(fences: tuple[Fence, ...], offset: int) -> bool:
    index = bisect_right(fences, offset, key=_fence_start) - 1
    return index >= 0 and offset < fences[index].body_end


def _comment_start(comment: Comment) -> int:
    return comment.start


def _fence_start(fence: Fence) -> int:
    return fence.start


def _heading_start(heading: Heading) -> int:
    return heading.start
