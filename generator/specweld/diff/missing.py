"""What the new side may merely not show: pages that are missing, and what only they use."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.contract.nodes import SchemaId
from specweld.json_types import parse_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.contract.nodes import Operation
    from specweld.diff.reach import OperationReach
    from specweld.diff.side import Side
    from specweld.source import NodePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Operations without a page on the new side, and the schemas that only they have."""

    operations: frozenset[str] = frozenset()
    schemas: frozenset[SchemaId] = field(default_factory=frozenset[SchemaId])


def find_missing(
    side: Side, reach: OperationReach, removed: Iterable[Operation]
) -> Missing:
    """List the schemas that only missing operations use or describe."""
    missing = frozenset(each.id for each in removed)
    if not missing:
        return Missing()
    homes = Homes(side)
    hidden = frozenset(
        each
        for each in {*map(SchemaId, side.api.models), *side.contract.components}
        if any(
            found and missing.issuperset(found)
            for found in (reach.operations(each), homes.of(each))
        )
    )
    return Missing(operations=missing, schemas=hidden)


class Homes:
    """Says with which operations a schema is described.

    A page declares the components of its operation, used or not; a schema that is written in
    place belongs to the operation that it is written in.
    """

    def __init__(self, side: Side) -> None:
        self._document = side.document
        found: dict[object, set[str]] = defaultdict(set)
        for operation in side.contract.operations:
            found[operation.pointer[:3]].add(operation.id)
            place = side.document.place(operation.pointer)
            if place is not None:
                found[_source(place)].add(operation.id)
        self._by_home: Mapping[object, set[str]] = found

    def of(self, id: str) -> frozenset[str]:
        """Return the ids of the operations."""
        pointer = parse_pointer(id)
        places = self._document.pages.get(pointer, ())
        homes: list[object] = [_source(each) for each in places] or [pointer[:3]]
        return frozenset(name for home in homes for name in self._by_home.get(home, ()))


def _source(place: NodePlace) -> tuple[str, int]:
    return place.source.path, place.source.first_line
