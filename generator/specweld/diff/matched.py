"""Two sides, with everything in them matched and every difference found."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from specweld.api.types import ModelId
from specweld.diff.alike import match, signature
from specweld.diff.edit import Edit, EditKind
from specweld.diff.ledger import Ledger
from specweld.diff.missing import Missing, find_missing
from specweld.diff.places import PlaceNames
from specweld.diff.reach import OperationReach
from specweld.diff.schema_pairs import Stop
from specweld.diff.sunset import is_planned
from specweld.diff.surface import Surface, surface_of
from specweld.diff.symbols import Shift, Twins, compare_surfaces
from specweld.diff.walk import Walk
from specweld.diff.words import SchemaWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from specweld.contract.nodes import Operation
    from specweld.diff.side import Side

_PARAMETER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedSide:
    """One side, and what is asked of it."""

    side: Side
    reach: OperationReach
    places: PlaceNames
    words: SchemaWords
    surface: Surface = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Two sides, matched."""

    old: ComparedSide
    new: ComparedSide
    operations: tuple[tuple[Operation, Operation], ...]
    removed: tuple[Operation, ...]
    added: tuple[Operation, ...]
    missing: Missing
    walk: Walk = field(repr=False)
    shifts: tuple[Shift, ...]

    def edits(self) -> Iterator[tuple[Edit, list[Edit]]]:
        """Yield every edit, with its other sightings."""
        for each in self.removed:
            if each.id not in self.missing.operations:
                is_due = is_planned(each.facts, self.walk.ledger.today)
                yield replace(_lone(each, is_old=True), is_planned=is_due), []
        for each in self.added:
            yield _lone(each, is_old=False), []
        yield from self.walk.ledger.edits


def _lone(operation: Operation, *, is_old: bool) -> Edit:
    return Edit(
        kind=EditKind.OPERATION,
        old=operation.pointer if is_old else None,
        new=None if is_old else operation.pointer,
        before=operation.id if is_old else None,
        after=None if is_old else operation.id,
    )


def match_sides(
    old: Side, new: Side, *, complete: bool, today: date | None = None
) -> Matched:
    """Match operations, schemas and names, and compare them."""
    before, after = _view(old), _view(new)
    pairs, removed, added = _pair_operations(old, new)
    missing = find_missing(old, before.reach, () if complete else removed)
    ledger = Ledger(today=today)
    walk = Walk(old=old.contract, new=new.contract, ledger=ledger)
    walk.components(missing.schemas)
    for one, other in pairs:
        walk.operation(one, other)
    _pair_equal(walk, missing)
    walk.document()
    twins = Twins(
        operations={one.id: other.id for one, other in pairs},
        models=_model_twins(old, new, walk),
        nodes=walk.ledger.twins,
        successors={
            ModelId(one): ModelId(other) for one, other in walk.pairs.successors.items()
        },
    )
    shifts = compare_surfaces(before.surface.without(missing), after.surface, twins)
    return Matched(
        old=before,
        new=after,
        operations=tuple(pairs),
        removed=tuple(removed),
        added=tuple(added),
        missing=missing,
        walk=walk,
        shifts=tuple(shifts),
    )


def _view(side: Side) -> ComparedSide:
    reach = OperationReach(side.contract)
    return ComparedSide(
        side=side,
        reach=reach,
        places=PlaceNames(side.contract, side.api),
        words=SchemaWords(side.contract.schemas, side.api.models),
        surface=surface_of(side.api, reach),
    )


def _pair_operations(
    old: Side, new: Side
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Match operations by place, then by the shape of the path, then by their Python name."""
    names = [
        {each.id: each.qualified_name for each in side.api.operations}
        for side in (old, new)
    ]
    return match(
        old.contract.operations,
        new.contract.operations,
        (_id, _id),
        (_place, _place),
        (_shape, _shape),
        (lambda each: names[0].get(each.id), lambda each: names[1].get(each.id)),
    )


def _id(operation: Operation) -> str:
    return operation.id


def _place(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _shape(operation: Operation) -> str:
    return f"{operation.method} {_PARAMETER.sub('{}', operation.path)}"


def _pair_equal(walk: Walk, missing: Missing) -> None:
    """Match the named schemas that nothing led to, when exactly one of each side looks the same."""
    known = walk.pairs
    left = [
        each
        for each in walk.old.components
        if each not in known.models and each not in missing.schemas
    ]
    right = [each for each in walk.new.components if not known.is_taken(each)]
    pairs, _, _ = match(
        left,
        right,
        (partial(signature, known.old), partial(signature, known.new)),
    )
    for one, other in pairs:
        known.pair(one, other)
        walk.schemas.compare(Stop(old=one, new=other))


def _model_twins(old: Side, new: Side, walk: Walk) -> Mapping[ModelId, ModelId]:
    """Say which model is which; what no walk led to goes by its id."""
    found = {ModelId(one): ModelId(other) for one, other in walk.pairs.models.items()}
    taken = set(found.values())
    for each in old.api.models:
        if each not in found and each in new.api.models and each not in taken:
            found[each] = each
    return found
