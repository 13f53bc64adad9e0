"""What a walk over schemas knows: which are the same, what is still to be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diff.alike import likeness, signature
from specweld.diff.edit import Edit, EditKind
from specweld.diff.schemas import PlacedSchema, Schemas, view
from specweld.json_types import Json

if TYPE_CHECKING:
    from datetime import date

    from specweld.contract.nodes import Schema, SchemaId
    from specweld.json_types import Pointer

_MOSTLY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Two schemas to compare, and what their holders say of them."""

    old: SchemaId
    new: SchemaId
    is_required: tuple[bool, bool] = (False, False)
    is_suggestion: bool = False
    """Any other text is allowed beside it."""


@dataclass(slots=True, kw_only=True)
class SchemaPairs:
    """Keeps what belongs together, and reports what differs."""

    old: Schemas
    new: Schemas
    report: Callable[[Edit], None]
    today: date | None = None
    twins: dict[Pointer, Pointer] = field(default_factory=dict["Pointer", "Pointer"])
    """The properties of the old side that are ones of the new side."""
    models: dict[SchemaId, SchemaId] = field(
        default_factory=dict["SchemaId", "SchemaId"]
    )
    """The schemas of the old side that are ones of the new side."""
    successors: dict[SchemaId, SchemaId] = field(
        default_factory=dict["SchemaId", "SchemaId"]
    )
    """What stands where a schema stood that has no twin."""
    _taken: set[SchemaId] = field(default_factory=set["SchemaId"])
    seen: set[tuple[SchemaId, SchemaId]] = field(
        default_factory=set[tuple["SchemaId", "SchemaId"]]
    )
    pending: list[Stop] = field(default_factory=list[Stop])

    def pair(self, old: SchemaId, new: SchemaId) -> None:
        """Take two schemas for the same one."""
        self.models[old] = new
        self._taken.add(new)

    def is_taken(self, new: SchemaId) -> bool:
        """Return whether a schema of the new side has its twin."""
        return new in self._taken

    def edit(
        self,
        before: PlacedSchema,
        after: PlacedSchema,
        keyword: str,
        values: tuple[Json, Json],
        *,
        lists: str = "",
        is_required: bool = False,
    ) -> None:
        """Report one keyword of a schema, at the node that says it."""
        self.report(
            Edit(
                kind=EditKind.SCHEMA,
                keyword=keyword,
                old=before.place.holders.get(keyword, before.place.pointer),
                new=after.place.holders.get(keyword, after.place.pointer),
                before=values[0],
                after=values[1],
                old_schema=before.place,
                new_schema=after.place,
                lists=lists,
                is_required=is_required,
            )
        )

    def meet(self, old: Schema, new: Schema) -> bool:
        """Return whether two schemas that stand in one place are one; alike and free will do."""
        known = self.models.get(old.id)
        if known is not None or self.is_taken(new.id):
            if known is None and likeness(old, new) >= _MOSTLY:
                self.successors.setdefault(old.id, new.id)
            return known == new.id
        if likeness(old, new) < _MOSTLY:
            return False
        self.pair(old.id, new.id)
        return True

    def are_equal(self, old: Schema, new: Schema) -> bool:
        """Return whether one schema took another's place and nothing else happened."""
        if signature(self.old, old.id) == signature(self.new, new.id):
            return True
        twin = self.models.get(old.id)
        return twin is not None and signature(self.new, twin) == signature(
            self.new, new.id
        )

    def resolved(self, old: SchemaId) -> SchemaId | None:
        """Return what a schema of the old side is on the new side, references followed."""
        return self.models.get(view(self.old, old).schema.id)
