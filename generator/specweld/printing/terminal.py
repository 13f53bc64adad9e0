"""Findings as text: the message, the place with its line and a marker, and what to do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.printing.escape import display_width, visible, visible_source
from specweld.printing.findings import SEVERITY_WORDS
from specweld.printing.groups import count_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.printing.findings import Finding
    from specweld.printing.groups import FindingGroup
    from specweld.printing.palette import Palette
    from specweld.printing.span import Span

_WINDOW = 110
"""Characters of a source line that are shown; the input may be one line of several megabytes."""
_LEAD = 30
"""Characters shown before the marked column when the line has to be cut."""
_WORD = re.compile(r""""[^"]*"|'[^']*'|[\w.-]+""")
_COLOURS = {
    Severity.ERROR: "red",
    Severity.UNSUPPORTED: "magenta",
    Severity.WARNING: "yellow",
    Severity.NOTICE: "cyan",
}


def format_groups(groups: Sequence[FindingGroup], palette: Palette) -> str:
    """Write findings kind by kind and, behind them, how many there are."""
    if not groups:
        return ""
    blocks = [
        block
        for group in groups
        for block in (
            *(format_finding(each, palette) for each in group.shown),
            *_rest(group),
        )
    ]
    return "\n".join([*blocks, palette.paint(count_words(groups), bold=True), ""])


def _rest(group: FindingGroup) -> tuple[str, ...]:
    """Say how many more there are of a kind, and how to see them."""
    hidden = group.count - len(group.shown)
    if not hidden:
        return ()
    rule = group.rule
    return (
        f"... and {hidden} more {rule}: `-v` shows all,"
        f" `specweld explain {rule}` says what it means\n",
    )


def format_finding(finding: Finding, palette: Palette) -> str:
    """Write one finding; the text ends with a line end."""
    gutter = max(
        (len(str(span.line)) for span in _spans(finding) if span.excerpt), default=1
    )
    lines = [_headline(finding, palette)]
    if finding.span:
        lines += _excerpt(finding.span, "-->", gutter=gutter, palette=palette)
    for each in finding.related:
        lines += _excerpt(each.span, ":::", gutter=gutter, palette=palette)
        lines[-1] += " " + palette.paint(visible(each.message), bold=True)
    lines += [
        f"{' ' * gutter} = {palette.paint('help:', bold=True)} {visible(line)}"
        for line in finding.help.splitlines()
    ]
    return "\n".join(lines) + "\n"


def _headline(finding: Finding, palette: Palette) -> str:
    word = f"{SEVERITY_WORDS[finding.severity]}[{finding.rule}]"
    painted = palette.paint(word, _COLOURS[finding.severity], bold=True)
    return f"{painted}: {palette.paint(visible(finding.message), bold=True)}"


def _spans(finding: Finding) -> list[Span]:
    spans = [each.span for each in finding.related]
    return [finding.span, *spans] if finding.span else spans


def _excerpt(span: Span, arrow: str, *, gutter: int, palette: Palette) -> list[str]:
    """Write `--> file:line:column` and, when the line is known, the line with a marker below it."""
    margin = " " * gutter

    def blue(text: str) -> str:
        return palette.paint(text, "blue", bold=True)

    lines = [f"{margin}{blue(arrow)} {visible(span.label)}"]
    if not span.excerpt.strip():
        return lines
    text, before, marked = _window(span)
    number = str(span.line).rjust(gutter)
    lines += [f"{margin} {blue('|')}", f"{blue(number + ' |')} {text}"]
    if marked:
        marker = " " * before + palette.paint("^" * marked, "red", bold=True)
        lines.append(f"{margin} {blue('|')} {marker}")
    return lines


def _end_of_word(line: str, start: int) -> int:
    """Find where to stop marking when only the start is known."""
    found = _WORD.match(line, start)
    return found.end() if found else min(start + 1, len(line))


def _window(span: Span) -> tuple[str, int, int]:
    """Cut the line around the marked part: its text, cells before the marker, cells of the marker."""
    line = visible_source(span.excerpt).rstrip()
    start = min(max(span.column - 1, 0), len(line))
    end = _end_of_word(line, start)
    if span.end_line > span.line:
        end = len(line)
    elif span.end_column > span.column:
        end = min(span.end_column - 1, len(line))
    first = max(0, start - _LEAD) if end > _WINDOW else 0
    last = min(len(line), first + _WINDOW)
    head, tail = ("…" if first else ""), ("…" if last < len(line) else "")
    before = display_width(head + line[first:start])
    marked = display_width(line[start : min(end, last)])
    return (
        head + line[first:last] + tail,
        before,
        max(marked, 1) if span.column else 0,
    )
