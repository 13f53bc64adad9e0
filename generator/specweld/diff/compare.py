"""Compares two sides: everything that differs, once, with what it means on the wire and in Python."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from specweld.diff.anchors import anchor
from specweld.diff.assemble import changes_of
from specweld.diff.change import (
    Bump,
    Comparison,
    SideInfo,
    SubjectKind,
    SymbolChange,
    worst,
)
from specweld.diff.connection import compare_connection
from specweld.diff.copies import fold_copies
from specweld.diff.edit import Edit, EditKind
from specweld.diff.finding import Recognition
from specweld.diff.layout import (
    fold_layout,
    idle_trait,
    is_documentation,
    is_extension,
)
from specweld.diff.lifted import compare_lifted
from specweld.diff.matched import match_sides
from specweld.diff.names import Unexplained
from specweld.diff.security import compare_security
from specweld.diff.sighting import Join, Recogniser, Sighting
from specweld.diff.surface import Role
from specweld.diff.symbols import PRESENCE, TYPE, Shift, capped
from specweld.diff.whole import absorb

if TYPE_CHECKING:
    from datetime import date

    from specweld.diff.side import Side


def compare(
    old: Side,
    new: Side,
    *,
    complete: bool,
    today: date | None = None,
    grace_days: int = 0,
) -> Comparison:
    """Find everything that differs between two sides.

    Args:
        complete: The new side shows the whole API, so that what it lacks is gone. Otherwise
            an operation that only the old side has is listed as a missing page.
        today: Decides what went after its announced end; None for nothing.
        grace_days: How long after today an end must be that is announced now.
    """
    matched = match_sides(old, new, complete=complete, today=today)
    edits = [*matched.edits()]
    every = [*(each for each, _ in edits), *compare_lifted(old.lifted, new.lifted)]
    words = [each for each in every if is_documentation(each)]
    idle = [each for each in every if idle_trait(each) or is_extension(each)]
    quiet = {id(each) for each in (*words, *idle)}
    join = Join(matched)
    earliest = None if today is None else today + timedelta(days=grace_days)
    recogniser = Recogniser(matched, earliest_end=earliest)
    sightings = tuple(
        _joined(recogniser.sighting(each, also), also, join)
        for each, also in edits
        if id(each) not in quiet
    )
    sightings, whole = absorb(sightings, matched, join)
    sightings, notes = fold_layout(anchor(sightings, matched, join), matched, idle)
    connection = tuple(compare_connection(matched, join))
    security = (*connection, *compare_security(matched, connection))
    is_told = any(each.kind is SubjectKind.AUTH for each in security)
    findings = [
        *filter(
            _is_told,
            (
                _finding(each)
                for each in fold_copies(sightings)
                if not (is_told and each.edit.kind is EditKind.SCHEME)
            ),
        ),
        *whole,
        *security,
    ]
    findings.extend(Unexplained(matched, join, findings).findings())
    return Comparison(
        old=_info(old),
        new=_info(new),
        changes=changes_of(findings, old, new),
        layout=notes,
        docs_changes=len(words),
        pages_missing=tuple(sorted(matched.missing.operations)),
    )


def _joined(sighting: Sighting, also: list[Edit], join: Join) -> Sighting:
    return sighting.with_shifts(join.shifts(sighting, also))


def _finding(sighting: Sighting) -> Recognition:
    row, flow, edit = sighting.row, sighting.flow, sighting.edit
    rules = flow.rules(row.topic) if row.is_directed else (row.topic,)
    if row.topic.startswith("property-added"):
        # Who receives a property does not care whether it has to be sent.
        rules = tuple(
            "response-property-added" if each.startswith("response") else each
            for each in rules
        )
    bump = worst(row.floor, *(_bump(each, row.facet) for each in sighting.shifts))
    is_unknown = row.topic == "unclassified"
    name = sighting.place.name
    return Recognition(
        rules=rules,
        kind=SubjectKind.LEAF if is_unknown else sighting.place.kind,
        name=f"{name} {edit.keyword}" if is_unknown else name,
        message=sighting.message,
        places=(edit.old, edit.new),
        direction=flow.direction,
        old=sighting.old,
        new=sighting.new,
        symbols=_symbols(sighting),
        operations=sighting.operations,
        python=capped(bump, row.topic, flow, is_of_schema=edit.is_of_schema),
    )


def _bump(shift: Shift, facet: str) -> Bump:
    """Return what an edit means for one name: what it explains, or that the name comes or goes."""
    return worst(*(shift.bumps.get(each, Bump.NONE) for each in (facet, PRESENCE)))


def _symbols(sighting: Sighting) -> tuple[SymbolChange, ...]:
    """List the names that a caller's source shows, those that change before those that come along."""
    facet = sighting.row.facet
    shown = [each for each in sighting.shifts if _is_shown(each)]
    changes = (each.change(facet) for each in sorted(shown, key=_rank))
    return tuple(dict.fromkeys(changes))


def _is_shown(shift: Shift) -> bool:
    if set(shift.bumps) == {TYPE} and shift.bumps[TYPE] is Bump.NONE:
        change = shift.change(TYPE)
        return change.old_form != change.new_form
    return shift.is_visible


_ORDER = (Role.METHOD, Role.MODEL, Role.FIELD, Role.ARGUMENT)


def _rank(shift: Shift) -> tuple[bool, int]:
    is_lone_model = shift.role is Role.MODEL and PRESENCE in shift.bumps
    return is_lone_model, _ORDER.index(shift.role) if shift.role in _ORDER else 0


def _is_told(finding: Recognition) -> bool:
    """Return whether a finding says anything: another name for the same thing needs a symbol."""
    is_naming = finding.rules[0] in {"model-swapped", "model-extracted"}
    return not is_naming or bool(finding.symbols)


def _info(side: Side) -> SideInfo:
    return SideInfo(
        label=side.label,
        title=side.api.title,
        version=side.api.version,
        operations=len(side.api.operations),
        models=len(side.api.models),
        is_valid=side.is_valid,
    )
