"""Edits recognised, and joined with the public names that they explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from specweld.api.models import UnionModel
from specweld.api.types import ModelId
from specweld.contract.nodes import SchemaId
from specweld.diff.change import SubjectKind
from specweld.diff.edit import Edit, EditKind
from specweld.diff.flow import NOWHERE, Flow
from specweld.diff.places import Place
from specweld.diff.sight import Row, Sight
from specweld.diff.surface import STREAM, Role
from specweld.diff.symbols import NULL, PRESENCE, TYPE, Shift
from specweld.diff.table_members import MEMBER_ROWS
from specweld.diff.table_parts import PART_ROWS
from specweld.diff.table_schemas import SCHEMA_ROWS
from specweld.diff.words import show
from specweld.json_types import Json, Pointer, format_pointer

if TYPE_CHECKING:
    from datetime import date

    from specweld.diff.matched import ComparedSide, Matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One edit, known for what it is."""

    edit: Edit
    row: Row
    place: Place
    flow: Flow
    message: str
    old: Json
    new: Json
    operations: tuple[str, ...]
    shifts: tuple[Shift, ...] = ()

    def with_shifts(self, shifts: tuple[Shift, ...]) -> Sighting:
        """Return the same sighting with the public names that it explains."""
        return replace(self, shifts=shifts)


UNKNOWN = Row(
    kind=EditKind.DOCUMENT,
    topic="unclassified",
    says="`{keyword}` of `{name}` is {new} instead of {old}",
)


class Recogniser:
    """Knows both sides, and says what an edit is."""

    def __init__(self, matched: Matched, *, earliest_end: date | None) -> None:
        self._old, self._new = matched.old, matched.new
        self._earliest_end = earliest_end
        self._rows: dict[EditKind, list[Row]] = defaultdict(list)
        for row in (*SCHEMA_ROWS, *MEMBER_ROWS, *PART_ROWS):
            self._rows[row.kind].append(row)

    def sighting(self, edit: Edit, also: list[Edit]) -> Sighting:
        """Find the row of an edit, and word it."""
        place = self._place(edit)
        sight = Sight(
            edit=edit,
            place=place,
            old_words=self._words(self._old, edit, is_old=True),
            new_words=self._words(self._new, edit, is_old=False),
            earliest_end=self._earliest_end,
        )
        row = self._row(sight)
        old, new = self._values(sight, row)
        flow = self._flow(edit, place)
        operations = self._operations(edit, place)
        for each in also:
            other = self._place(each)
            flow = flow | self._flow(each, other)
            found = {*operations, *self._operations(each, other)}
            operations = tuple(sorted(found))
        return Sighting(
            edit=edit,
            row=row,
            place=place,
            flow=flow,
            message=_message(sight, row, old, new),
            old=old,
            new=new,
            operations=operations,
        )

    def _row(self, sight: Sight) -> Row:
        for row in self._rows[sight.edit.kind]:
            is_about = row.keywords is None or sight.edit.keyword in row.keywords
            if is_about and row.when(sight):
                return row
        return UNKNOWN

    def _place(self, edit: Edit) -> Place:
        view, pointer = (
            (self._new, edit.new) if edit.old is None else (self._old, edit.old)
        )
        pointer = pointer or ()
        if edit.kind is EditKind.MEDIA and edit.keyword == "content-type":
            pointer = pointer[:-2]
        place = view.places.of(pointer)
        if place.is_error and edit.kind is not EditKind.ANSWER:
            return replace(place, name=f"{place.operations[0]} error {place.status}")
        model = view.surface.models.get(ModelId(format_pointer(pointer)))
        if edit.kind in {EditKind.SCHEMA, EditKind.MEMBER} and isinstance(
            model, UnionModel
        ):
            return replace(place, kind=SubjectKind.MODEL)
        return place

    def _words(self, view: ComparedSide, edit: Edit, *, is_old: bool) -> str:
        schema = edit.old_schema if is_old else edit.new_schema
        if schema is None:
            return ""
        if edit.kind is EditKind.SCHEMA:
            return view.words.inside(schema.id)
        return view.words.of(schema.id)

    def _values(self, sight: Sight, row: Row) -> tuple[Json, Json]:
        edit = sight.edit
        if row.shows_types:
            return sight.old_words or None, sight.new_words or None
        if edit.keyword == "tag" and isinstance(edit.before, dict):
            return self._targets(edit)
        return edit.before, edit.after

    def _targets(self, edit: Edit) -> tuple[Json, Json]:
        return tuple(  # type: ignore[return-value]
            {
                tag: view.words.name(SchemaId(str(each))) or str(each)
                for tag, each in value.items()
            }
            for view, value in ((self._old, edit.before), (self._new, edit.after))
            if isinstance(value, dict)
        )

    def _flow(self, edit: Edit, place: Place) -> Flow:
        if not edit.is_of_schema:
            return place.flow
        flow = NOWHERE
        sides = (
            (self._old, edit.old, edit.old_schema),
            (self._new, edit.new, edit.new_schema),
        )
        for view, pointer, schema in sides:
            if pointer is None:
                continue
            ids = [SchemaId(format_pointer(pointer))]
            if edit.kind is not EditKind.MEMBER and schema is not None:
                ids.append(schema.id)
            for each in ids:
                flow = flow | view.reach.flow(each)
        return flow

    def _operations(self, edit: Edit, place: Place) -> tuple[str, ...]:
        """List the operations that an edit reaches, sorted; shared, for there may be thousands."""
        sides = (
            (self._new, edit.new, edit.new_schema),
            (self._old, edit.old, edit.old_schema),
        )
        for view, pointer, schema in sides if edit.is_of_schema else ():
            if pointer is None:
                continue
            around = view.reach.operations(SchemaId(format_pointer(pointer)))
            if schema is None or edit.kind is EditKind.MEMBER or edit.keyword == "":
                inside: tuple[str, ...] = ()
            else:
                inside = view.reach.operations(schema.id)
            if around or inside:
                shared = around if around == inside or not inside else ()
                return shared or tuple(sorted({*around, *inside}))
        if edit.new is not None:
            return tuple(sorted(self._new.places.of(edit.new).operations))
        return tuple(sorted(place.operations))


def _message(sight: Sight, row: Row, old: Json, new: Json) -> str:
    edit, place = sight.edit, sight.place
    pointer = edit.old or edit.new or ("",)
    tag = next(iter(old), "") if edit.keyword == "tag" and isinstance(old, dict) else ""
    if tag:
        old, new = (
            next(iter(each.values())) if isinstance(each, dict) else each
            for each in (old, new)
        )
    return row.says.format(
        name=place.name,
        operation=place.operations[0] if place.operations else place.name,
        status=place.status,
        keyword=edit.keyword,
        own=place.name.rpartition(" ")[2] or pointer[-1],
        tag=show(tag),
        old=short(old),
        new=short(new),
        bare_old=old,
        bare_new=new,
        end=" and optional" if place.kind is SubjectKind.ARGUMENT else "",
    )


_MOST_SHOWN = 200
"""Characters of one value in a message."""


def short(value: Json) -> str:
    """Write a value into a message: a long text is cut, a long list says how many more there are."""
    if isinstance(value, list):
        return _some(value)
    text = f"`{value!r}`" if isinstance(value, dict) else show(value)
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 4]}...`"


def _some(values: list[Json]) -> str:
    texts = list(map(short, values))
    length = 0
    for index, text in enumerate(texts):
        length += len(text)
        if index and length > _MOST_SHOWN:
            return f"{', '.join(texts[:index])} and {len(texts) - index} more"
    return ", ".join(texts)


_INSIDE = {("items",), ("additionalProperties",)}


class Join:
    """Finds the public names that an edit explains: those that stand at, below or around it."""

    def __init__(self, matched: Matched) -> None:
        self._below: tuple[dict[Pointer, list[Shift]], dict[Pointer, list[Shift]]] = (
            defaultdict(list),
            defaultdict(list),
        )
        self._at: tuple[dict[Pointer, list[Shift]], dict[Pointer, list[Shift]]] = (
            defaultdict(list),
            defaultdict(list),
        )
        self._by_owner: dict[str, list[Shift]] = defaultdict(list)
        self.explained: set[tuple[int, str]] = set()
        for shift in matched.shifts:
            for side, symbol in enumerate((shift.old, shift.new)):
                if symbol is None:
                    continue
                self._at[side][symbol.origin].append(shift)
                for length in range(1, len(symbol.origin) + 1):
                    self._below[side][symbol.origin[:length]].append(shift)
                self._by_owner[symbol.owner].append(shift)

    def shifts(self, sighting: Sighting, also: list[Edit]) -> tuple[Shift, ...]:
        """Return the names that an edit explains, and note that it does."""
        facet = sighting.row.facet
        if not facet:
            return ()
        found: dict[int, Shift] = {}
        for edit in (sighting.edit, *also):
            for shift, explained in self._of(edit, facet, sighting.place):
                found[id(shift)] = shift
                self.explained.add((id(shift), explained))
        return tuple(found.values())

    def _of(self, edit: Edit, facet: str, place: Place) -> Iterator[tuple[Shift, str]]:
        for side, node in enumerate((edit.old, edit.new)):
            if node is None:
                continue
            yield from self._arrivals(node, side)
            if facet == PRESENCE:
                continue
            if facet == NULL and node[-1:] in _INSIDE:
                facet = TYPE  # it stands in a list or a map
            for shift in self._near(node, facet, side):
                yield shift, facet
        if edit.kind is EditKind.BODY:
            yield from self._of_body(place, facet)
        if facet in {TYPE, STREAM} and place.kind is SubjectKind.RESPONSE:
            yield from self._of_methods(place, facet)

    def _arrivals(self, node: Pointer, side: int) -> Iterator[tuple[Shift, str]]:
        """Yield the names that come or go at a node or below it."""
        for shift in self._below[side].get(node, ()):
            is_lone = shift.new is None if side == 0 else shift.old is None
            if is_lone:
                yield shift, PRESENCE

    def _near(self, node: Pointer, facet: str, side: int) -> Iterator[Shift]:
        """Yield the names at a node; for types those around it, the nearest ones."""
        for length in range(len(node), 0, -1):
            found = [
                each
                for each in self._at[side].get(node[:length], ())
                if facet in each.bumps
                and (length == len(node) or each.role is not Role.METHOD)
            ]
            yield from found
            if found or facet != TYPE:
                return

    def _of_body(self, place: Place, facet: str) -> Iterator[tuple[Shift, str]]:
        for operation in place.operations:
            for shift in self._by_owner.get(operation, ()):
                is_part = shift.role is Role.ARGUMENT and shift.either.key[0] == "body"
                if is_part and facet in shift.bumps:
                    yield shift, facet

    def _of_methods(self, place: Place, facet: str) -> Iterator[tuple[Shift, str]]:
        for operation in place.operations:
            for shift in self._by_owner.get(operation, ()):
                if shift.role is Role.METHOD and facet in shift.bumps:
                    yield shift, facet

    def below(self, node: Pointer, side: int) -> list[Shift]:
        """Return the names that come or go below a node, and note that something explains them."""
        found = [each for each, _ in self._arrivals(node, side)]
        self.explained.update((id(each), PRESENCE) for each in found)
        return found

    def owned(self, owner: str) -> list[Shift]:
        """Return the names that belong to an operation or model."""
        return self._by_owner.get(owner, [])
