"""One change on the page: a line, and what it opens to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Wire
from specweld.diff.reports.outline import is_pressing
from specweld.diff.reports.paths import shown_path
from specweld.diff.reports.sides import Pair, side_by_side
from specweld.diff.reports.words import (
    cause_words,
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.diff.change import Change, Comparison, Use

_VALUE = 2_000
_OPERATIONS = 60
"""Listed for each change; the JSON report has them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """A stretch of a sentence."""

    text: str
    tag: str
    """The HTML element that it stands in: `code` for names, else `span`."""


Sentence = tuple[PageWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A verdict in words, with the CSS class that colours it."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the small print: a label and what stands behind it."""

    label: str
    values: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One change."""

    anchor: str
    section: str
    tone: str
    message: Sentence
    python: Badge
    wire: Badge
    """Without text when nothing changed there."""
    used: tuple[Badge, ...]
    """How often the caller's code meets it, or nothing."""
    tags: tuple[str, ...]
    """The resource that it is listed under; none if it concerns none or several."""
    resources: tuple[str, ...]
    why: tuple[Sentence, ...]
    """One or none."""
    pairs: tuple[Pair, ...]
    facts: tuple[Fact, ...]


TONES = {
    "breaking": "bad",
    "wire": "wire",
    "unknown": "unsure",
    "minor": "good",
    "rest": "plain",
    "accepted": "plain",
}
"""The CSS class of each section."""
_PYTHON_TONES = {Bump.MAJOR: "bad", Bump.MINOR: "good"}
_WIRE_TONES = {Wire.BREAKING: "wire", Wire.UNKNOWN: "unsure"}


def entry_view(
    change: Change, comparison: Comparison, *, anchor: str, section: str, resource: str
) -> EntryView:
    """Decide what the page shows of one change, each fact once."""
    return EntryView(
        anchor=anchor,
        section=section,
        tone=TONES[section],
        message=words(message_of(change)),
        python=Badge(
            text=python_word(change), tone=_PYTHON_TONES.get(change.python, "plain")
        ),
        wire=Badge(text=wire_word(change), tone=_WIRE_TONES.get(change.wire, "plain")),
        used=tuple(_used(change)),
        tags=(visible(resource),) if resource else (),
        resources=tuple(visible(each) for each in change.subject.tags),
        why=(words(change.why),) if change.why else (),
        pairs=tuple(_pairs(change)),
        facts=tuple(_facts(change, comparison)),
    )


def words(sentence: str) -> Sentence:
    """Cut a sentence into names and what stands between them."""
    return tuple(
        PageWords(text=visible(text), tag="code" if is_name else "span")
        for text, is_name in split_names(sentence)
    )


def use_place(use: Use, comparison: Comparison) -> str:
    """Name the line of the caller's code."""
    return visible(f"{shown_path(use.path, comparison)}:{use.line}")


def _used(change: Change) -> Iterator[Badge]:
    lines = len(change.uses)
    if lines:
        is_certain = any(not each.is_guess for each in change.uses)
        text = f"{lines} of your lines" if lines > 1 else "1 of your lines"
        yield Badge(
            text=text if is_certain else f"perhaps {text}",
            tone="bad" if is_certain else "unsure",
        )


def _pairs(change: Change) -> Iterator[Pair]:
    if change.migration is not None:
        before, after = change.migration.before, change.migration.after
        yield side_by_side("Your code", _code(before), _code(after))
    lines = symbol_lines(change.symbols)
    shown = change.message
    if lines:
        old, new = (
            "\n".join(visible(each) for each in side if each)
            for side in zip(*lines, strict=True)
        )
        shown = f"{shown}\n{old}\n{new}"
        yield side_by_side("Python", old, new)
    values = (value_text(change.old, indent=2), value_text(change.new, indent=2))
    before, after = (clip(_code(each), _VALUE) for each in values)
    if before != after and not all(each in shown for each in values):
        yield side_by_side("Document", before, after)


def _code(text: str) -> str:
    """Keep the lines of a text and make each of them safe to show."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _facts(change: Change, comparison: Comparison) -> Iterator[Fact]:
    if change.accepted:
        yield Fact(label="Accepted", values=(words(change.accepted),))
    if cause_words(change):
        yield Fact(label="Cause", values=(words(cause_words(change)),))
    if change.uses and not is_pressing(change):
        yield Fact(
            label="Your code",
            values=tuple(_name(use_place(each, comparison)) for each in change.uses),
        )
    if change.subject.name not in change.message:
        yield Fact(label="Subject", values=(_name(change.subject.name),))
    if len(change.operations) > 1 or not _is_named(change):
        yield from _operations(change)
    places = tuple(_places(change, comparison))
    if places:
        yield Fact(label="Source", values=places)
    yield Fact(label="Rule", values=(_name(change.rule),))
    yield Fact(label="Fingerprint", values=(_name(change.fingerprint),))


def _is_named(change: Change) -> bool:
    """Return whether the operations of a change are named by it already."""
    text = f"{change.message} {change.subject.name}"
    return all(each in text for each in change.operations)


def _operations(change: Change) -> Iterator[Fact]:
    count = len(change.operations)
    if count:
        rest = count - _OPERATIONS
        yield Fact(
            label="Operation" if count == 1 else f"{count} operations",
            values=(
                *(_name(each) for each in change.operations[:_OPERATIONS]),
                *((words(f"and {rest} more"),) if rest > 0 else ()),
            ),
        )


def _places(change: Change, comparison: Comparison) -> Iterator[Sentence]:
    for word, place in (
        ("old", change.subject.old_place),
        ("new", change.subject.new_place),
    ):
        if place is not None:
            span = span_of(place)
            shown = replace(span, path=shown_path(span.path, comparison))
            yield (PageWords(text=f"{word} ", tag="span"), *_name(shown.label))


def _name(text: str) -> Sentence:
    return (PageWords(text=visible(text), tag="code"),)
