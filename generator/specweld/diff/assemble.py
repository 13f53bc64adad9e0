"""Turns findings into changes: where they are in the sources, and in what order they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Change, Direction, Subject, SubjectKind, Wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diff.finding import Recognition
    from specweld.diff.side import Side
    from specweld.json_types import Pointer
    from specweld.source import NodePlace

_BUMPS = tuple(Bump)
_WIRES = tuple(Wire)


def changes_of(
    findings: Iterable[Recognition], old: Side, new: Side
) -> tuple[Change, ...]:
    """Finish all findings and sort them: most severe first, then by subject."""
    tags = {
        each.id: ".".join(each.resource) or "client"
        for side in (old, new)
        for each in side.api.operations
    }
    changes = (
        Change(
            rule=each.rule.id,
            wire=Wire.NONE if _is_idle(each) else each.rule.wire,
            python=each.python,
            direction=each.direction,
            subject=Subject(
                kind=each.kind,
                name=each.name,
                tags=tuple(sorted({tags[x] for x in each.operations if x in tags})),
                old_place=_place(old, each.places[0]),
                new_place=_place(new, each.places[1]),
            ),
            message=each.message,
            why=_why(each),
            old=each.old,
            new=each.new,
            symbols=each.symbols,
            operations=each.operations,
        )
        for each in findings
    )
    return tuple(sorted(changes, key=_order))


def _place(side: Side, pointer: Pointer | None) -> NodePlace | None:
    """Find a node in the sources; none in a source that has no text to look into."""
    place = side.document.place(pointer) if pointer is not None else None
    return place if place is not None and place.source.text else None


def _is_idle(finding: Recognition) -> bool:
    """Return whether it is about values that no operation sends or receives."""
    kinds = {SubjectKind.MODEL, SubjectKind.FIELD, SubjectKind.ARGUMENT}
    return finding.direction is Direction.NEITHER and finding.kind in kinds


def _why(finding: Recognition) -> str:
    """Give the reason of the severest rule, and that it goes the other way as well."""
    if _is_idle(finding) and finding.rule.wire is not Wire.NONE:
        return "No operation sends or receives it; whoever builds or reads the model sees the change"
    why = finding.rule.why
    if finding.direction is Direction.BOTH and len(finding.rules) > 1:
        return f"{why}; it travels both ways, and this is the severer one"
    return why


def _order(change: Change) -> tuple[int, int, str, str, str, str]:
    return (
        _BUMPS.index(change.python),
        _WIRES.index(change.wire),
        change.subject.name,
        change.subject.kind.value,
        change.rule,
        change.fingerprint,
    )
