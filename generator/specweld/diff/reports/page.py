"""A comparison as one HTML page that needs nothing else: no network, and no script for reading."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Wire
from specweld.diff.reports.outline import notes, sections, verdict
from specweld.diff.reports.sides import Pair, side_by_side
from specweld.diff.reports.words import (
    clip,
    message_of,
    python_word,
    split_names,
    symbol_lines,
    value_text,
    wire_word,
)
from specweld.printing.escape import visible
from specweld.printing.span import span_of
from specweld.render.environment import template_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import jinja2

    from specweld.diff.change import Change, Comparison, SideInfo, Use
    from specweld.diff.reports.outline import Section

_VALUE = 2_000
_OPERATIONS = 60
"""Listed for each change; the JSON report has them all."""
_FOLDED = frozenset({"minor", "rest", "accepted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """A stretch of a sentence."""

    text: str
    tag: str
    """The HTML element that it stands in: `code` for names, else `span`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A verdict in a word, with the CSS class that colours it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseView:
    """A place in the caller's code."""

    place: str
    code: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationsView:
    """The operations that a change reaches."""

    title: str
    ids: tuple[str, ...]
    more: tuple[str, ...]
    """How many are not listed, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One change."""

    anchor: str
    message: tuple[PageWords, ...]
    badges: tuple[Badge, ...]
    rule: str
    subject: str
    resources: tuple[str, ...]
    why: tuple[PageWords, ...]
    pairs: tuple[Pair, ...]
    operations: tuple[OperationsView, ...]
    """One or none."""
    uses: tuple[UseView, ...]
    places: tuple[str, ...]
    accepted: tuple[str, ...]
    """The reason, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """Changes that ask the same thing of a reader."""

    id: str
    title: str
    state: str
    """The attribute that unfolds it: `open` or nothing."""
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One side in the heading."""

    label: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltersView:
    """What the page can be filtered by."""

    sections: tuple[ReportSection, ...]
    resources: tuple[str, ...]
    used: tuple[str, ...]
    """The label of the filter for uses; nothing when no uses were looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything that the template prints."""

    title: str
    verdict: str
    tone: str
    old: SideView
    new: SideView
    deciding: tuple[tuple[EntryView, ...], ...]
    """One list or none."""
    filters: tuple[FiltersView, ...]
    """One form or none."""
    sections: tuple[ReportSection, ...]
    notes: tuple[tuple[tuple[PageWords, ...], ...], ...]
    """One list or none."""


def html_report(comparison: Comparison) -> str:
    """Write a comparison as a self-contained HTML page.

    The page allows itself no network by its own content security policy, which also names the
    only script that may run: markup that slipped through would stay dead.
    """
    environment = _environment()
    script = environment.get_template("reports/page.js.j2").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = environment.get_template("reports/page.html.j2").render(
        page=page_view(comparison), script=script, script_hash=f"sha256-{digest}"
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def page_view(comparison: Comparison) -> ReportPage:
    """Decide everything that the page shows."""
    seen: Counter[str] = Counter()
    entries = {id(each): _entry(each, seen) for each in comparison.changes}
    views = tuple(
        _section(section, [entries[id(each)] for each in section.changes])
        for section in sections(comparison)
    )
    deciding = tuple(entries[id(each)] for each in comparison.deciding)
    remarks = tuple(_words(each) for each in notes(comparison))
    return ReportPage(
        title=visible(comparison.new.title or comparison.old.title or "API"),
        verdict=verdict(comparison),
        tone=_PYTHON_TONES[comparison.bump],
        old=_side(comparison.old),
        new=_side(comparison.new),
        deciding=(deciding,) if deciding else (),
        filters=(_filters(comparison, views),) if views else (),
        sections=views,
        notes=(remarks,) if remarks else (),
    )


def _filters(comparison: Comparison, views: tuple[ReportSection, ...]) -> FiltersView:
    found = {
        each for view in views for entry in view.entries for each in entry.resources
    }
    has_uses = any(each.uses for each in comparison.changes)
    return FiltersView(
        sections=views,
        resources=tuple(sorted(found)),
        used=("only what your code uses",) if has_uses else (),
    )


def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _section(section: Section, entries: Sequence[EntryView]) -> ReportSection:
    return ReportSection(
        id=section.id,
        title=section.title,
        state="" if section.id in _FOLDED else "open",
        entries=tuple(entries),
    )


def _side(side: SideInfo) -> SideView:
    name = " ".join(each for each in (side.title, side.version) if each)
    counts = f"{side.operations} operations, {side.models} models"
    facts = f"{visible(clip(name, 120))}: {counts}" if name else counts
    return SideView(label=visible(side.label), facts=facts)


def _entry(change: Change, seen: Counter[str]) -> EntryView:
    seen[change.fingerprint] += 1
    repeat = seen[change.fingerprint]
    anchor = f"c-{change.fingerprint}" + (f"-{repeat}" if repeat > 1 else "")
    return EntryView(
        anchor=anchor,
        message=_words(message_of(change)),
        badges=tuple(_badges(change)),
        rule=change.rule,
        subject=visible(change.subject.name),
        resources=tuple(visible(each) for each in change.subject.tags),
        why=_words(change.why),
        pairs=tuple(_pairs(change)),
        operations=tuple(_operations(change)),
        uses=tuple(_use(each) for each in change.uses),
        places=tuple(_places(change)),
        accepted=(visible(change.accepted),) if change.accepted else (),
    )


def _operations(change: Change) -> Iterator[OperationsView]:
    if change.operations:
        count = len(change.operations)
        yield OperationsView(
            title=f"{count} operation{'' if count == 1 else 's'}",
            ids=tuple(visible(each) for each in change.operations[:_OPERATIONS]),
            more=(f"and {count - _OPERATIONS} more",) if count > _OPERATIONS else (),
        )


def _words(sentence: str) -> tuple[PageWords, ...]:
    return tuple(
        PageWords(text=visible(text), tag="code" if is_name else "span")
        for text, is_name in split_names(sentence)
    )


_PYTHON_TONES = {
    Bump.MAJOR: "bad",
    Bump.MINOR: "good",
    Bump.PATCH: "plain",
    Bump.NONE: "plain",
}
_WIRE_TONES = {
    Wire.BREAKING: "bad",
    Wire.UNKNOWN: "unsure",
    Wire.COMPATIBLE: "good",
    Wire.NONE: "plain",
}


def _badges(change: Change) -> Iterator[Badge]:
    yield Badge(text=python_word(change), tone=_PYTHON_TONES[change.python])
    if wire_word(change):
        yield Badge(text=wire_word(change), tone=_WIRE_TONES[change.wire])
    if any(not each.is_guess for each in change.uses):
        yield Badge(text="used by your code", tone="bad")
    elif change.uses:
        yield Badge(text="perhaps used by your code", tone="unsure")


def _pairs(change: Change) -> Iterator[Pair]:
    lines = symbol_lines(change.symbols)
    if lines:
        old, new = (
            "\n".join(visible(each) for each in side if each)
            for side in zip(*lines, strict=True)
        )
        yield side_by_side("Python", old, new)
    before, after = (
        clip(_code(value_text(each, indent=2)), _VALUE)
        for each in (change.old, change.new)
    )
    if before != after:
        yield side_by_side("Document", before, after)
    if change.migration is not None:
        before, after = change.migration.before, change.migration.after
        yield side_by_side("Your code", _code(before), _code(after))


def _code(text: str) -> str:
    """Keep the lines of a text and make each of them safe to show."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _use(use: Use) -> UseView:
    return UseView(
        place=visible(f"{use.path}:{use.line}"),
        code=visible(use.code.strip()),
        remark="by name alone" if use.is_guess else "",
    )


def _places(change: Change) -> Iterator[str]:
    for word, place in (
        ("old", change.subject.old_place),
        ("new", change.subject.new_place),
    ):
        if place is not None:
            yield f"{word} {visible(span_of(place).label)}"
