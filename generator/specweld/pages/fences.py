"""Where code fences and page headers are in a Markdown text, and which is inside which.

Only what pages need of CommonMark, over the whole text at once: a full parse of every line costs
more than all other stages together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from specweld.grammar import METHODS

_METHODS = "|".join((*METHODS, "query", "wss", "ws")).upper()
# Possessive throughout: a hostile line of blanks takes no longer than any other.
_LINE = re.compile(
    r"^ {0,3}+(?P<marks>`{3,}+|~{3,}+)(?P<info>[^\n]*+)$"
    r"|^\ufeff?+\#[ \t]++(?P<title>[^\n]*+)\n(?:[ \t]*+\n)*+"
    rf"(?P<method>{_METHODS})(?:[ \t]++(?P<url>(?:https?|wss?)://\S++|/\S*+))?+[ \t]*+$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """A fenced code block; offsets count characters of the text."""

    start: int
    """Of the opening line."""
    body_start: int
    body_end: int
    language: str
    """First word after the marks, lower case."""
    name: str
    """The rest of the line after the language."""
    is_closed: bool
    """False when the text, or the next page, came before the closing line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A title with the `METHOD url` line under it: where a page starts."""

    start: int
    end: int
    """Of the `METHOD url` line, its line end not included."""
    title: str
    method: str
    url: str


@dataclass(slots=True)
class _Scan:
    """The state of one pass over a text."""

    text: str
    fences: list[Fence] = field(default_factory=list[Fence])
    headers: list[RequestLine] = field(default_factory=list[RequestLine])
    opened: re.Match[str] | None = None
    swallowed: re.Match[str] | None = None
    """The first header inside the open fence: there the page ends if the fence was left open."""

    def step(self, line: re.Match[str]) -> int:
        """Take one fence line or header and return where to go on."""
        if line["marks"] is None:
            if self.opened is None:
                self.headers.append(_header(line))
            elif self.swallowed is None:
                self.swallowed = line
            return line.end()
        if self.opened is None:
            # CommonMark 4.5: backticks after backticks are inline code, not a fence.
            if line["marks"][0] == "~" or "`" not in line["info"]:
                self.opened = line
            return line.end()
        if not _same_fence(line, self.opened):
            return line.end()
        if not line["info"].strip():
            self.close(line.start(), is_closed=True)
            return line.end()
        return self.reopen(line)

    def reopen(self, line: re.Match[str]) -> int:
        """Decide about an opening line inside an open fence.

        It is content, unless a page header came before it, or the fence holds YAML, in
        which no line can start with a backtick: then the closing line was lost.
        """
        if self.swallowed is not None:
            return self.leave_open(self.swallowed.start())
        if self.opened is not None and _language(self.opened) in {"yaml", "yml"}:
            return self.leave_open(line.start())
        return line.end()

    def leave_open(self, end: int) -> int:
        """End the open fence without its closing line and return where to go on."""
        self.close(end, is_closed=False)
        return end

    def close(self, end: int, *, is_closed: bool) -> None:
        """End the open fence at an offset."""
        assert self.opened is not None  # noqa: S101 - callers have just looked
        self.fences.append(
            Fence(
                start=self.opened.start(),
                body_start=min(self.opened.end() + 1, end),
                body_end=end,
                language=_language(self.opened),
                name="".join(self.opened["info"].split(None, 1)[1:]).strip(),
                is_closed=is_closed,
            )
        )
        self.opened = None
        self.swallowed = None


def scan_fences(text: str) -> tuple[tuple[Fence, ...], tuple[RequestLine, ...]]:
    """Find all code fences, and all page headers outside them, in order.

    A closing line that got lost does not swallow the pages that follow.
    """
    scan = _Scan(text)
    position = 0
    while True:
        line = _LINE.search(text, position)
        if line is not None:
            position = scan.step(line)
        elif scan.swallowed is not None:
            position = scan.leave_open(scan.swallowed.start())
        else:
            break
    if scan.opened is not None:
        scan.close(len(text), is_closed=False)
    return tuple(scan.fences), tuple(scan.headers)


def _header(line: re.Match[str]) -> RequestLine:
    return RequestLine(
        start=line.start(),
        end=line.end(),
        title=line["title"].strip(),
        method=line["method"],
        url=line["url"] or "",
    )


def _same_fence(line: re.Match[str], opened: re.Match[str]) -> bool:
    return line["marks"].startswith(opened["marks"])


def _language(opened: re.Match[str]) -> str:
    return "".join(opened["info"].split(None, 1)[:1]).lower()
