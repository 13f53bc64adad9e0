"""Lists of values that the docs write out wherever they are used: one edit of them is one change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diff.change import SubjectKind

if TYPE_CHECKING:
    from specweld.diff.sighting import Sighting


def fold_copies(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    """Join the same edit of equal lists; it stands where the list has a name, if anywhere."""
    groups: dict[object, list[Sighting]] = {}
    for each in sightings:
        groups.setdefault(_key(each), []).append(each)
    return tuple(
        group[0] if len(group) == 1 else _folded(group) for group in groups.values()
    )


def _key(sighting: Sighting) -> object:
    row, edit = sighting.row, sighting.edit
    if row.is_folded:
        return (row.topic, sighting.operations, sighting.place.status)
    return (row.topic, edit.lists) if edit.lists else id(sighting)


def _folded(group: list[Sighting]) -> Sighting:
    first, *others = sorted(group, key=_prominence)
    joined = replace(
        first,
        operations=tuple(sorted({x for each in group for x in each.operations})),
        shifts=tuple(
            {id(x): x for each in (first, *others) for x in each.shifts}.values()
        ),
    )
    for each in others:
        joined = replace(joined, flow=joined.flow | each.flow)
    if first.row.is_folded:
        return joined
    count = "a copy" if len(others) == 1 else f"{len(others)} copies"
    subject, name, rest = first.message.partition(f"`{first.place.name}`")
    return replace(joined, message=f"{subject}{name} and {count} of it{rest}")


def _prominence(sighting: Sighting) -> tuple[bool, bool, int, str]:
    """Sort components first, then what belongs to models, then what has a short name."""
    place = sighting.place
    is_component = place.kind is SubjectKind.MODEL
    is_in_model = place.kind is SubjectKind.FIELD
    return (not is_component, not is_in_model, len(place.name), place.name)
