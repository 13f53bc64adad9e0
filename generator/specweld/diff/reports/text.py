"""A comparison for a terminal: the verdict, the changes that decide it, then everything by section."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Wire
from specweld.diff.reports.outline import by_resource, notes, sections, verdict
from specweld.diff.reports.words import (
    cause_words,
    clip,
    clip_sentence,
    listed,
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
    from specweld.printing.palette import Palette

_SHOWN = 10
_SHOWN_BREAKING = 40
"""Changes of a section that are listed unless all are asked for; more of those that break code."""
_SHOWN_USES = 3
_VALUE = 60
_MESSAGE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStyle:
    """How a text report is laid out."""

    palette: Palette
    width: int = 100
    """Columns at which sentences wrap; code and file names are left whole."""
    is_verbose: bool = False
    """Every change with its details, instead of the deciding three with and the others without."""


def text_report(comparison: Comparison, style: TextStyle) -> str:
    """Write a comparison for a terminal; the text ends with a line end."""
    lines = [*_head(comparison, style)]
    deciding = () if style.is_verbose else comparison.deciding
    if deciding:
        lines += ["", style.palette.paint("Decided by", bold=True)]
        for change in deciding:
            lines += _detailed(change, style)
    above = frozenset(id(each) for each in deciding)
    for section in sections(comparison):
        lines += _section(section, above, style)
    remarks = notes(comparison)
    if remarks:
        lines.append("")
        lines += [line for each in remarks for line in _wrapped(each, "note: ", style)]
    return "\n".join(lines) + "\n"


def _head(comparison: Comparison, style: TextStyle) -> Iterator[str]:
    yield f"old  {_side(comparison.old)}"
    yield f"new  {_side(comparison.new)}"
    yield style.palette.paint(
        verdict(comparison), _colour_of_bump(comparison), bold=True
    )


def _side(side: SideInfo) -> str:
    name = " ".join(each for each in (side.title, side.version) if each)
    operations = f"{side.operations} operation{'' if side.operations == 1 else 's'}"
    models = f"{side.models} model{'' if side.models == 1 else 's'}"
    facts = ", ".join(each for each in (name, operations, models) if each)
    return visible(f"{side.label} ({facts})")


def _section(
    section: Section, above: frozenset[int], style: TextStyle
) -> Iterator[str]:
    """List the changes of a section that do not stand above already."""
    left = [each for each in section.changes if id(each) not in above]
    if not left:
        return
    count = str(len(section.changes))
    if len(left) < len(section.changes):
        count += f", {len(section.changes) - len(left)} of them above"
    yield ""
    yield style.palette.paint(f"{section.title} ({count})", bold=True)
    limit = _SHOWN_BREAKING if section.id == "breaking" else _SHOWN
    # What the caller's own code meets is never among those that are only counted.
    pressing = sorted(left, key=lambda each: not each.uses)
    shown = left if style.is_verbose else pressing[:limit]
    for resource, changes in by_resource(shown):
        if resource:
            yield f"  {style.palette.paint(visible(resource), 'cyan')}"
        for change in changes:
            yield from (
                _detailed(change, style) if style.is_verbose else _brief(change, style)
            )
    if len(left) > len(shown):
        yield f"    and {len(left) - len(shown)} more: `--verbose` lists all"


def _brief(change: Change, style: TextStyle) -> Iterator[str]:
    yield from _wrapped(
        clip_sentence(message_of(change), _MESSAGE), _mark(change), style
    )
    if change.uses:
        yield from _uses(change, style)
    yield from _remarks(change)


def _detailed(change: Change, style: TextStyle) -> Iterator[str]:
    yield from _wrapped(
        clip_sentence(message_of(change), _MESSAGE), _mark(change), style
    )
    yield f"      {style.palette.paint(verdicts(change), _colour(change))} [{change.rule}]"
    yield from _wrapped(change.why, "      why: ", style)
    yield from _values(change)
    yield from _symbols(change, style)
    yield from _migration(change)
    yield from _uses(change, style)
    if len(change.operations) > 1:
        reached = (
            f"{len(change.operations)} operations: {listed(change.operations, limit=4)}"
        )
        yield from _wrapped(reached, "      reaches ", style)
    yield from _remarks(change)
    yield from _places(change)


def _remarks(change: Change) -> Iterator[str]:
    if cause_words(change):
        yield f"      {cause_words(change)}"
    if change.accepted:
        yield f"      accepted: {visible(change.accepted)}"


def _values(change: Change) -> Iterator[str]:
    """Show what the document said before and says now, unless the Python names say it better."""
    old, new = value_texts(change, limit=_VALUE)
    if symbol_lines(change.symbols) or not (old or new):
        return
    words = (f"was {visible(old)}" if old else "", f"is {visible(new)}" if new else "")
    yield "      " + ", ".join(each for each in words if each)


def _symbols(change: Change, style: TextStyle) -> Iterator[str]:
    for old, new in symbol_lines(change.symbols):
        if old:
            yield style.palette.paint(f"      - {visible(old)}", "red")
        if new:
            yield style.palette.paint(f"      + {visible(new)}", "green")


def _migration(change: Change) -> Iterator[str]:
    if change.migration is not None:
        yield f"      before: {visible(change.migration.before)}"
        after = visible(change.migration.after) or "nothing takes its place"
        yield f"      after:  {after}"


def _uses(change: Change, style: TextStyle) -> Iterator[str]:
    for use in change.uses[: len(change.uses) if style.is_verbose else _SHOWN_USES]:
        word = "perhaps used" if use.is_guess else "used"
        place = style.palette.paint(f"{visible(use.path)}:{use.line}", "yellow")
        yield f"      {word} in {place}: {visible(clip(use.code.strip(), _VALUE))}"
    hidden = 0 if style.is_verbose else len(change.uses) - _SHOWN_USES
    if hidden > 0:
        yield f"      and in {hidden} more place{'' if hidden == 1 else 's'}"


def _places(change: Change) -> Iterator[str]:
    for word, place in (
        ("old", change.subject.old_place),
        ("new", change.subject.new_place),
    ):
        if place is not None:
            yield f"      {word} --> {visible(span_of(place).label)}"


def _mark(change: Change) -> str:
    sign = "!" if change.python is Bump.MAJOR or change.wire is Wire.BREAKING else "*"
    if change.wire is Wire.UNKNOWN and change.python is not Bump.MAJOR:
        sign = "?"
    return f"    {sign} "


def _wrapped(sentence: str, lead: str, style: TextStyle) -> Iterator[str]:
    """Wrap a sentence behind a lead, later lines indented to it, names painted."""
    if not sentence:
        return
    lines = textwrap.wrap(
        visible(sentence),
        width=max(style.width, len(lead) + 20),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        yield "".join(
            style.palette.paint(f"`{piece}`", bold=True) if is_name else piece
            for piece, is_name in split_names(line)
        )


def _colour(change: Change) -> str:
    if change.python is Bump.MAJOR or change.wire is Wire.BREAKING:
        return "red"
    return "yellow" if change.wire is Wire.UNKNOWN else "green"


def _colour_of_bump(comparison: Comparison) -> str:
    return {Bump.MAJOR: "red", Bump.MINOR: "green"}.get(comparison.bump, "cyan")
