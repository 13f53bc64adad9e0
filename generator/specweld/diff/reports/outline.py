"""The order in which every report tells its story: verdict, sections, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Wire
from specweld.diff.reports.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specweld.diff.change import Change, Comparison, Rewriting


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Changes that ask the same thing of a reader."""

    id: str
    """A word for anchors and filters: `breaking`."""
    title: str
    changes: tuple[Change, ...]


def _is_breaking(change: Change) -> bool:
    return change.python is Bump.MAJOR


def _is_wire_breaking(change: Change) -> bool:
    return change.wire is Wire.BREAKING


def _is_unknown(change: Change) -> bool:
    return change.wire is Wire.UNKNOWN


def _is_minor(change: Change) -> bool:
    return change.python is Bump.MINOR


def _is_rest(_change: Change) -> bool:
    return True


_SECTIONS: tuple[tuple[str, str, Callable[[Change], bool]], ...] = (
    ("breaking", "Breaks Python code", _is_breaking),
    ("wire", "Breaks on the wire only", _is_wire_breaking),
    ("unknown", "Cannot be judged", _is_unknown),
    ("minor", "New or wider", _is_minor),
    ("rest", "Nothing to do", _is_rest),
)
"""Most pressing first; a change stands in the first section that takes it."""


def sections(comparison: Comparison) -> tuple[Section, ...]:
    """Sort the changes into sections, accepted ones last; empty sections are left out."""
    found: dict[str, list[Change]] = {name: [] for name, _, _ in _SECTIONS}
    accepted = tuple(each for each in comparison.changes if each.accepted)
    for change in comparison.changes:
        if not change.accepted:
            name = next(name for name, _, takes in _SECTIONS if takes(change))
            found[name].append(change)
    result = [
        Section(id=name, title=title, changes=tuple(found[name]))
        for name, title, _ in _SECTIONS
        if found[name]
    ]
    if accepted:
        result.append(Section(id="accepted", title="Accepted", changes=accepted))
    return tuple(result)


def resource_of(change: Change) -> str:
    """Name the resource that a change is listed under; empty when it concerns none or several."""
    return change.subject.tags[0] if len(change.subject.tags) == 1 else ""


def by_resource(
    changes: Sequence[Change],
) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """Group changes by resource, sorted by name, those of no single resource first."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(resource_of(change), []).append(change)
    return tuple((name, tuple(groups[name])) for name in sorted(groups))


def verdict(comparison: Comparison) -> str:
    """Say in a sentence what the comparison comes to, without a full stop."""
    if comparison.is_empty:
        return headline(comparison)
    counts = ", ".join(
        f"{len(section.changes)} {count_words(section.id, len(section.changes))}"
        for section in sections(comparison)
        if section.id != "accepted"
    )
    return f"{headline(comparison)} ({reason(comparison) or counts})"


def headline(comparison: Comparison) -> str:
    """Say which version to release, and nothing else."""
    if comparison.is_empty:
        return "Nothing changed"
    return f"Recommended: a {comparison.bump.value} version"


def reason(comparison: Comparison) -> str:
    """Say why there is a verdict though no change is pending; empty where one is."""
    if not (comparison.changes or comparison.is_empty):
        if not (comparison.docs_changes or comparison.layout):
            return "only what this version of specweld writes changed"
        what = "wording" if comparison.docs_changes else "layout"
        return f"only the docs' {what} changed"
    if comparison.changes and all(each.accepted for each in comparison.changes):
        return "all changes are accepted"
    return ""


def is_pressing(change: Change) -> bool:
    """Return whether somebody has to look at a change: it breaks something, or may."""
    is_harmless = change.wire in {Wire.COMPATIBLE, Wire.NONE}
    return not change.accepted and (change.python is Bump.MAJOR or not is_harmless)


_COUNT_WORDS = {
    "breaking": ("breaks Python code", "break Python code"),
    "wire": ("breaks on the wire only", "break on the wire only"),
    "unknown": ("cannot be judged", "cannot be judged"),
    "minor": ("is new or wider", "are new or wider"),
    "rest": ("needs nothing", "need nothing"),
    "accepted": ("is accepted", "are accepted"),
}


def count_words(section: str, count: int) -> str:
    """Say what so many changes of a section do, to stand behind their number."""
    return _COUNT_WORDS[section][count != 1]


def notes(comparison: Comparison) -> tuple[str, ...]:
    """List what a reader has to know besides the changes: one sentence each, no full stop."""
    return tuple(filter(None, (*side_notes(comparison), callers_note(comparison))))


def side_notes(comparison: Comparison) -> tuple[str, ...]:
    """List what the two sides are, apart from the changes and whom they break."""
    found = [
        f"The {name} document is not quite valid; it was compared all the same"
        for name, side in (("old", comparison.old), ("new", comparison.new))
        if not side.is_valid
    ]
    if comparison.layout:
        traits = "; ".join(
            f"{each.message} ({_counted(each.count, 'place', 'places')})"
            for each in comparison.layout
        )
        found.append(f"The layout of the docs changed: {traits}")
    if comparison.docs_changes:
        words = _counted(comparison.docs_changes, "text", "texts")
        found.append(
            f"{words} of the docs changed (descriptions, titles, examples): docstrings only"
        )
    if comparison.pages_missing:
        found.append(_missing(comparison.pages_missing))
    if comparison.rewriting is not None:
        found.append(_rewritten(comparison.rewriting))
    return tuple(found)


def _rewritten(rewriting: Rewriting) -> str:
    """Say what the docs have nothing to do with."""
    said = (
        f"Not from the docs: this version of specweld writes {rewriting.files} of "
        f"{_counted(rewriting.known, 'file', 'files')} differently"
    )
    if not rewriting.methods:
        return f"{said}; no method reads differently"
    count = _counted(len(rewriting.methods), "method", "methods")
    return f"{said}, {count} among them: {listed(rewriting.methods, limit=5)}"


def callers_note(comparison: Comparison) -> str:
    """Say that code was searched and uses nothing that breaks; empty where it does, or was not."""
    if not comparison.callers or any(each.uses for each in comparison.changes):
        return ""
    folders = ", ".join(f"`{each}`" for each in comparison.callers)
    return f"No line of {folders} uses what breaks"


def _missing(operations: Sequence[str]) -> str:
    shown = ", ".join(f"`{each}`" for each in operations[:5])
    more = f" and {len(operations) - 5} more" if len(operations) > 5 else ""
    if len(operations) == 1:
        return f"{shown} has no page on the new side; it counts as removed only with `--complete`"
    return (
        f"{len(operations)} operations have no page on the new side; they count as removed "
        f"only with `--complete`: {shown}{more}"
    )


def _counted(count: int, singular: str, plural: str) -> str:
    return f"{count} {singular if count == 1 else plural}"
