"""The walk over unions: which alternatives come and go, and how they are told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.alike import match_members
from specweld.diff.edit import Edit, EditKind
from specweld.diff.schema_pairs import SchemaPairs, Stop
from specweld.diff.schemas import PlacedSchema, Schemas, alternatives, view
from specweld.diff.tags import tag_property, tags

if TYPE_CHECKING:
    from specweld.contract.nodes import Alternative, Schema, SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionWalk:
    """Compares the alternatives of two schemas, either of which may have but one."""

    pairs: SchemaPairs

    def members(self, before: PlacedSchema, after: PlacedSchema, stop: Stop) -> bool:
        """Compare two sets of alternatives; return whether they have anything in common."""
        old = alternatives(self.pairs.old, before.place.id)
        new = alternatives(self.pairs.new, after.place.id)
        pairs, left, right = match_members((self.pairs.old, old), (self.pairs.new, new))
        if not pairs:
            values = [each.member for each in old], [each.member for each in new]
            self.pairs.edit(before, after, "type", (list(values[0]), list(values[1])))
            return False
        is_open = _has_text(self.pairs.old, old) and _has_text(self.pairs.new, new)
        for one, other in pairs:
            stop = Stop(old=one.schema, new=other.schema, is_suggestion=is_open)
            self.pairs.pending.append(stop)
        for each in left:
            self._member(before, after, (self.pairs.old[each.schema], None))
        for each in right:
            self._member(before, after, (None, self.pairs.new[each.schema]))
        return bool(before.schema.alternatives and after.schema.alternatives)

    def _member(
        self,
        before: PlacedSchema,
        after: PlacedSchema,
        member: tuple[Schema | None, Schema | None],
    ) -> None:
        one, other = member
        self.pairs.report(
            Edit(
                kind=EditKind.MEMBER,
                old=before.place.pointer,
                new=after.place.pointer,
                before=one.id if one else None,
                after=other.id if other else None,
                old_schema=one,
                new_schema=other,
            )
        )

    def discriminator(self, before: PlacedSchema, after: PlacedSchema) -> None:
        """Compare how the alternatives are told apart."""
        one = tag_property(self.pairs.old, before.schema)
        other = tag_property(self.pairs.new, after.schema)
        if one != other:
            self.pairs.edit(
                before, after, "discriminator", (one or None, other or None)
            )
            return
        old, new = tags(self.pairs.old, before.schema), tags(
            self.pairs.new, after.schema
        )
        kept, come = self._members_kept(before.schema, after.schema)
        for tag, target in old.items():
            twin = self.pairs.resolved(target)
            if tag not in new:
                if twin in come:
                    self.pairs.edit(before, after, "tag", (tag, None))
            else:
                self._redirected(before, after, tag, (target, new[tag]))
        for tag, target in new.items():
            if tag not in old and view(self.pairs.new, target).schema.id in kept:
                self.pairs.edit(before, after, "tag", (None, tag))

    def _members_kept(
        self, old: Schema, new: Schema
    ) -> tuple[set[SchemaId | None], set[SchemaId | None]]:
        """List the members of two unions, both in the terms of the new side."""
        return (
            {
                self.pairs.resolved(each.schema)
                for each in alternatives(self.pairs.old, old.id)
            },
            {
                view(self.pairs.new, each.schema).schema.id
                for each in alternatives(self.pairs.new, new.id)
            },
        )

    def _redirected(
        self,
        before: PlacedSchema,
        after: PlacedSchema,
        tag: str,
        targets: tuple[SchemaId, SchemaId],
    ) -> None:
        old = view(self.pairs.old, targets[0]).schema
        new = view(self.pairs.new, targets[1]).schema
        is_moved = old.is_component and new.is_component and old.id != new.id
        is_other = is_moved and self.pairs.models.get(old.id) != new.id
        if is_other and not self.pairs.are_equal(old, new):
            self.pairs.edit(before, after, "tag", ({tag: old.id}, {tag: new.id}))


def _has_text(schemas: Schemas, members: tuple[Alternative, ...]) -> bool:
    """Return whether any text at all is among some alternatives."""
    found = (view(schemas, each.schema).schema for each in members)
    return any(each.types == ("string",) and each.values is None for each in found)
