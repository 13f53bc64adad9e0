"""Turns findings into changes: how far each reaches, where it is in the sources, in what order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Change, Direction, Subject, SubjectKind, Wire

if TYPE_CHECKING:
    from specweld.diff.finding import Finding, Spot
    from specweld.diff.reach import Reach
    from specweld.diff.side import Side
    from specweld.json_types import Pointer
    from specweld.source import NodePlace

_BUMPS = tuple(Bump)
_WIRES = tuple(Wire)


class Assembly:
    """Knows both sides, and finishes findings."""

    def __init__(self, old: Side, new: Side, reaches: tuple[Reach, Reach]) -> None:
        self._old, self._new = old, new
        self._old_reach, self._new_reach = reaches
        self._tags = {
            each.id: ".".join(each.resource) or "client"
            for side in (old, new)
            for each in side.api.operations
        }

    def changes(self, findings: Iterable[Finding]) -> tuple[Change, ...]:
        """Finish all findings and sort them: most severe first, then by subject."""
        return tuple(sorted(map(self._change, findings), key=_order))

    def _change(self, finding: Finding) -> Change:
        rule = finding.rule
        operations = self._operations(finding.spot)
        return Change(
            rule=rule.id,
            wire=_wire(finding),
            python=finding.python,
            direction=finding.direction,
            subject=self._subject(finding.spot, operations),
            message=finding.message,
            why=_why(finding),
            old=finding.old,
            new=finding.new,
            symbols=finding.symbols,
            operations=operations,
        )

    def _operations(self, spot: Spot) -> tuple[str, ...]:
        if spot.new_model is not None:
            models, reach = (spot.new_model, *spot.also_new), self._new_reach
        elif spot.old_model is not None:
            models, reach = (spot.old_model, *spot.also_old), self._old_reach
        else:
            return tuple(sorted(spot.operations))
        reached = [reach.operations(each) for each in models]
        if len(reached) == 1 and not spot.operations:
            return reached[0]  # shared, not copied: there may be thousands
        return tuple(sorted({*spot.operations, *(x for each in reached for x in each)}))

    def _subject(self, spot: Spot, operations: tuple[str, ...]) -> Subject:
        old = _place(self._old, spot.old)
        new = _place(self._new, spot.new)
        tags = {self._tags[each] for each in operations if each in self._tags}
        return Subject(
            kind=spot.kind,
            name=spot.name,
            tags=tuple(sorted(tags)),
            old_place=old,
            new_place=new,
        )


def _place(side: Side, pointer: Pointer | None) -> NodePlace | None:
    """Find a node in the sources; none in a source that has no text to look into."""
    place = side.document.place(pointer) if pointer is not None else None
    return place if place is not None and place.source.text else None


def _is_idle(finding: Finding) -> bool:
    """Tell a model that no operation sends or receives."""
    kinds = {SubjectKind.MODEL, SubjectKind.FIELD}
    return finding.direction is Direction.NEITHER and finding.spot.kind in kinds


def _wire(finding: Finding) -> Wire:
    return Wire.NONE if _is_idle(finding) else finding.rule.wire


def _why(finding: Finding) -> str:
    """Give the reason of the severest rule, and that it goes the other way as well."""
    if _is_idle(finding) and finding.rule.wire is not Wire.NONE:
        return "No operation sends or receives the model; whoever builds or reads it sees the change"
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
