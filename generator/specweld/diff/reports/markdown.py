"""A comparison as a comment on a pull request: folded, bounded, and safe to render.

Everything that stems from a document goes through `_prose` or `_code`: neither markup, nor HTML,
nor a mention, nor a link of a spec's author comes alive in somebody's repository.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.reports.outline import (
    by_resource,
    notes,
    resource_of,
    sections,
    verdict,
)
from specweld.diff.reports.words import (
    cause_words,
    clip,
    clip_sentence,
    message_of,
    split_names,
    symbol_lines,
    value_texts,
    verdicts,
)
from specweld.printing.escape import visible
from specweld.printing.span import span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.diff.change import Change, Comparison, SideInfo
    from specweld.diff.reports.outline import Section

LIMIT = 65_000
"""Characters (UTF-16 units) of a report: GitHub refuses comments of more than 65,536."""
_MARKER = "specweld-report"
_SENTENCE = 400
_VALUE = 120
_CODE = 400
_OPERATIONS = 8
_USES = 5
_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:$^=\"'/])")
_SAFE_ALONE = frozenset("-.()/:'=\"")
"""Punctuation that marks nothing up inside a sentence of ours, left readable."""
_BLOCK = re.compile(r"^(\d*)([-=.):~])")
"""What begins a list, a heading's underline or a fence, unless it is escaped."""
_ZERO_WIDTH = "\u200b"
_LIVE = re.compile(
    r"(?<=@)(?=\S)|(?<=#)(?=\d)|(?<=[Gg][Hh]-)(?=\d)|(?<=:)(?=//)|(?<=[Ww]{3})(?=\.)"
)
"""Where GitHub would begin a mention, an issue or a link: a zero-width space breaks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Budget:
    """What is left of the report's length."""

    left: int

    def without(self, text: str) -> _Budget:
        return _Budget(left=self.left - _length(text) - 1)


def markdown_report(comparison: Comparison, *, name: str, limit: int = LIMIT) -> str:
    """Write a comparison as a Markdown comment of at most `limit` characters.

    Args:
        name: Which report this is, for the hidden marker by which a later run finds and updates it.
        limit: Length in UTF-16 units; entries that do not fit are counted, never cut in the middle.
    """
    head = "\n".join(_head(comparison, name))
    tail = "\n".join(_tail(comparison))
    outline = sections(comparison)
    frames = [_frame(section) for section in outline]
    budget = _Budget(left=limit - 200)
    for text in (head, tail, *(part for frame in frames for part in frame)):
        budget = budget.without(text)
    lines = [head]
    hidden_in_all = 0
    for section, (opening, closing) in zip(outline, frames, strict=True):
        lines.append(opening)
        hidden = 0
        for entry in _entries(section):
            rest = budget.without(entry)
            if hidden or rest.left < 0:
                hidden += 1
                continue
            budget = rest
            lines.append(entry)
        if hidden:
            lines.append(f"\n- … and {hidden} more")
            hidden_in_all += hidden
        lines.append(closing)
    if tail:
        lines.append(tail)
    if hidden_in_all:
        lines.append(
            f"\n*{hidden_in_all} entries were left out: a comment holds no more.*"
        )
    return "\n".join(lines) + "\n"


def marker(name: str) -> str:
    """Write the hidden first line of a report."""
    return f"<!-- {_MARKER}:{re.sub(r'[^A-Za-z0-9_.]+', '-', name)[:80]} -->"


def _head(comparison: Comparison, name: str) -> Iterator[str]:
    yield marker(name)
    yield f"### {_prose(verdict(comparison))}"
    yield ""
    yield f"{_side(comparison.old)} → {_side(comparison.new)}"
    if comparison.deciding:
        yield ""
        yield "**Decided by**"
        yield ""
        for number, change in enumerate(comparison.deciding, start=1):
            yield f"{number}. {_sentence(message_of(change))}"


def _tail(comparison: Comparison) -> Iterator[str]:
    for note in notes(comparison):
        yield ""
        yield f"> {_sentence(note)}"


def _side(side: SideInfo) -> str:
    name = " ".join(each for each in (side.title, side.version) if each)
    counts = f"{side.operations} operations, {side.models} models"
    described = f"{_prose(clip(visible(name), 80))}, {counts}" if name else counts
    return f"{_code(side.label)} ({described})"


def _frame(section: Section) -> tuple[str, str]:
    state = " open" if section.id == "breaking" else ""
    title = f"{section.title} ({len(section.changes)})"
    return f"\n<details{state}><summary><b>{title}</b></summary>\n", "\n</details>"


def _entries(section: Section) -> Iterator[str]:
    """Yield a section's changes, the first one of each resource behind its heading."""
    for _, changes in by_resource(section.changes):
        for index, change in enumerate(changes):
            resource = resource_of(change)
            heading = f"\n**{_code(resource)}**\n\n" if resource and not index else ""
            yield heading + "\n".join(_entry(change))


def _entry(change: Change) -> Iterator[str]:
    yield f"- {_sentence(message_of(change))}"
    yield f"  <br>{_prose(verdicts(change))} · {_code(change.rule)}{_place(change)}"
    if change.why:
        yield f"  <br>{_sentence(change.why)}"
    if cause_words(change):
        yield f"  <br>{_sentence(cause_words(change))}"
    if change.accepted:
        yield f"  <br>accepted: {_sentence(change.accepted)}"
    if len(change.operations) > 1:
        names = ", ".join(_code(each) for each in change.operations[:_OPERATIONS])
        more = len(change.operations) - _OPERATIONS
        rest = f" and {more} more" if more > 0 else ""
        yield f"  <br>reaches {len(change.operations)} operations: {names}{rest}"
    yield from _uses(change)
    yield from _difference(change)


def _place(change: Change) -> str:
    place = change.subject.new_place or change.subject.old_place
    return "" if place is None else f" · {_code(span_of(place).label)}"


def _uses(change: Change) -> Iterator[str]:
    for use in change.uses[:_USES]:
        word = "perhaps used" if use.is_guess else "**used**"
        code = _code(clip(use.code.strip(), _VALUE))
        yield f"  <br>{word} in {_code(f'{use.path}:{use.line}')}: {code}"
    if len(change.uses) > _USES:
        yield f"  <br>and in {len(change.uses) - _USES} more places"


def _difference(change: Change) -> Iterator[str]:
    """Show before and after as a block of code: the caller's own, else the Python names, else the values."""
    if change.migration is not None:
        pairs = [(change.migration.before, change.migration.after)]
    else:
        pairs = list(symbol_lines(change.symbols)) or [
            value_texts(change, limit=_VALUE)
        ]
    lines = [
        f"  {sign} {clip(visible(text), _CODE)}"
        for old, new in pairs
        for sign, text in (("-", old), ("+", new))
        if text
    ]
    if not lines:
        return
    fence = _fence("\n".join(lines), least=3)
    yield f"\n  {fence}diff"
    yield from lines
    yield f"  {fence}"


def _sentence(text: str) -> str:
    """Write a sentence with names in backquotes, each name safely fenced, that may begin a line."""
    written = "".join(
        _code(piece) if is_name else _prose(visible(piece))
        for piece, is_name in split_names(clip_sentence(text, _SENTENCE))
    )
    return _BLOCK.sub(r"\1\\\2", written.strip())


def _prose(text: str) -> str:
    """Write text that no renderer takes for markup, a mention or a link."""
    broken = _LIVE.sub(_ZERO_WIDTH, text)
    return _PUNCTUATION.sub(
        lambda match: match[0] if match[0] in _SAFE_ALONE else "\\" + match[0], broken
    )


def _code(text: str) -> str:
    """Write text as an inline code span that it cannot break out of (CommonMark 6.1)."""
    shown = visible(text) or " "
    fence = _fence(shown, least=1)
    # A renderer strips one space from both ends: needed where the text touches the fence.
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _fence(text: str, *, least: int) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
