"""Models that only one side has: which come and go with another change."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.contract.nodes import SchemaId
from specweld.diff.change import worst
from specweld.diff.edit import Edit, EditKind
from specweld.diff.missing import Homes
from specweld.diff.reach import received_schemas, sent_schemas
from specweld.diff.schemas import children
from specweld.diff.surface import Role
from specweld.diff.symbols import PRESENCE, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.diff.matched import ComparedSide, Matched
    from specweld.diff.sighting import Join, Sighting
    from specweld.json_types import Pointer


def anchor(
    sightings: Sequence[Sighting], matched: Matched, join: Join
) -> tuple[Sighting, ...]:
    """Hang lone models on what brought or took them: a reader wants the change, and its names."""
    found = list(sightings)
    for side, view in enumerate((matched.old, matched.new)):
        lone = {
            SchemaId(shift.either.owner): shift
            for shift in matched.shifts
            if shift.role is Role.MODEL
            and (shift.new is None if side == 0 else shift.old is None)
            and (id(shift), PRESENCE) not in join.explained
        }
        if not lone:
            continue
        for index, shift in _anchored(found, view, lone, side):
            join.explained.add((id(shift), PRESENCE))
            each = found[index]
            found[index] = replace(each, shifts=(*each.shifts, shift))
    return tuple(found)


def _anchored(
    sightings: Sequence[Sighting],
    view: ComparedSide,
    lone: dict[SchemaId, Shift],
    side: int,
) -> Iterator[tuple[int, Shift]]:
    """Find for each lone model the severest change that leads to it."""
    roots = _Roots(view)
    schemas = view.side.contract.schemas
    pending: deque[tuple[int, SchemaId]] = deque()
    for index in _severest_first(sightings):
        for root in roots.of(sightings[index].edit, side):
            pending.append((index, root))
            if root in schemas:
                pending.extend((index, each) for each in children(schemas[root]))
    seen: set[SchemaId] = set()
    while pending:
        index, schema = pending.popleft()
        if schema in seen or schema not in schemas:
            continue
        seen.add(schema)
        shift = lone.pop(schema, None)
        if shift is not None:
            yield index, shift
        elif schemas[schema].is_component:
            continue
        pending.extend((index, each) for each in children(schemas[schema]))
    yield from _at_home(sightings, view, lone, side)


def _severest_first(sightings: Sequence[Sighting]) -> list[int]:
    def severity(index: int) -> int:
        bump = worst(*(each.bump for each in sightings[index].shifts))
        return list(type(bump)).index(bump)

    return sorted(range(len(sightings)), key=severity)


def _at_home(
    sightings: Sequence[Sighting],
    view: ComparedSide,
    lone: Mapping[SchemaId, Shift],
    side: int,
) -> Iterator[tuple[int, Shift]]:
    """Find the operation whose page alone describes a model that nothing refers to."""
    moving = {
        each.operations[0]: index
        for index, each in enumerate(sightings)
        if each.edit.kind is EditKind.OPERATION
        and not each.edit.keyword
        and (each.edit.old is None) == (side == 1)
        and each.operations
    }
    homes = Homes(view.side)
    for schema, shift in lone.items():
        found = homes.of(schema)
        if found and found <= moving.keys():
            yield moving[min(found)], shift


class _Roots:
    """Says which schemas an edit speaks of first."""

    def __init__(self, view: ComparedSide) -> None:
        self._schemas: dict[Pointer, list[SchemaId]] = {}
        for operation in view.side.contract.operations:
            all_of_it = [*sent_schemas(operation), *received_schemas(operation)]
            self._schemas[operation.pointer] = all_of_it
            for node in (operation.body, *operation.answers):
                if node is None:
                    continue
                for media in node.media.values():
                    if media.schema is not None:
                        self._schemas.setdefault(node.pointer, []).append(media.schema)
                        self._schemas[media.pointer] = [media.schema]
        for operation in view.side.contract.operations:
            for answer in operation.answers:
                place = (*operation.pointer, "responses", answer.status)
                self._schemas[place] = self._schemas.get(answer.pointer, [])

    def of(self, edit: Edit, side: int) -> list[SchemaId]:
        """Return the schemas; none for an edit of a keyword that says nothing of types."""
        node = edit.old if side == 0 else edit.new
        schema = edit.old_schema if side == 0 else edit.new_schema
        is_about = edit.keyword in {
            "",
            "type",
            "$ref",
            "enum",
            "values",
            "const",
            "nullable",
            "content-type",
            "additionalProperties",
            "items",
        }
        if node is None or not is_about:
            return []
        return [*([schema.id] if schema else []), *self._schemas.get(node, [])]
