"""The walk over paired schemas: every keyword that differs, once, wherever it is reached from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diff.alike import signature
from specweld.diff.object_walk import ObjectWalk
from specweld.diff.schema_pairs import SchemaPairs, Stop
from specweld.diff.schemas import PlacedSchema, plain_types, view
from specweld.diff.union_walk import UnionWalk
from specweld.json_types import Json, is_same

if TYPE_CHECKING:
    from specweld.contract.nodes import Schema, SchemaId

DOCUMENTATION = frozenset(
    {
        "description",
        "summary",
        "title",
        "example",
        "examples",
        "externalDocs",
        "$comment",
    }
)
"""Keywords that become docstrings at most."""

_FLAGS = frozenset({"deprecated", "readOnly", "uniqueItems", "writeOnly"})
_MATCH_ALL = frozenset({".*", "^.*", ".*$", "^.*$"})
_READ_ELSEWHERE = frozenset(
    {
        *("type", "enum", "const", "nullable", "required", "properties", "items"),
        *("additionalProperties", "patternProperties", "prefixItems"),
        *("oneOf", "anyOf", "allOf", "discriminator", "mapping", "$ref"),
    }
)


@dataclass(slots=True, kw_only=True)
class SchemaWalk:
    """Compares pairs of schemas, each pair once."""

    pairs: SchemaPairs
    _objects: ObjectWalk = field(init=False)
    _unions: UnionWalk = field(init=False)

    def __post_init__(self) -> None:
        self._objects = ObjectWalk(pairs=self.pairs)
        self._unions = UnionWalk(pairs=self.pairs)

    def compare(self, stop: Stop) -> None:
        """Compare two schemas and everything below them, without recursion."""
        self.pairs.pending.append(stop)
        while self.pairs.pending:
            each = self.pairs.pending.pop()
            known = each.old in self.pairs.old and each.new in self.pairs.new
            if known and (each.old, each.new) not in self.pairs.seen:
                self.pairs.seen.add((each.old, each.new))
                self._visit(each)

    def _visit(self, stop: Stop) -> None:
        before, after = view(self.pairs.old, stop.old), view(self.pairs.new, stop.new)
        if before.is_nullable != after.is_nullable:
            self._nullable(before, after)
        if before.is_reference and after.is_reference:
            self._references(before, after, stop)
            return
        if before.is_reference or after.is_reference:
            if self._is_extracted(before, after):
                return
        elif before.schema.id not in self.pairs.models and not self.pairs.is_taken(
            after.schema.id
        ):
            self.pairs.pair(before.schema.id, after.schema.id)
        self._contents(before, after, stop)

    def _nullable(self, before: PlacedSchema, after: PlacedSchema) -> None:
        if before.schema.is_any or after.schema.is_any:
            return
        is_said_here = before.place.is_nullable != after.place.is_nullable
        if before.is_reference and after.is_reference and not is_said_here:
            return  # what they refer to says it
        values = before.is_nullable, after.is_nullable
        self.pairs.edit(before, after, "nullable", values)

    def _references(
        self, before: PlacedSchema, after: PlacedSchema, stop: Stop
    ) -> None:
        """Compare two places that name other schemas: what they add, then where they lead."""
        for keyword in {**before.place.facts, **after.place.facts}:
            self._fact(before, after, keyword)
        named = before.place.target, after.place.target
        old, new = named
        if old is not None and new is not None and self.pairs.models.get(old) == new:
            self.pairs.pending.append(Stop(old=old, new=new))
        elif self.pairs.meet(before.schema, after.schema):
            self._follow(*named)
            self.pairs.pending.append(Stop(old=before.schema.id, new=after.schema.id))
        elif before.schema.properties and after.schema.properties:
            is_equal = self.pairs.are_equal(before.schema, after.schema)
            values = before.schema.id, after.schema.id
            self.pairs.edit(before, after, "$ref" if is_equal else "type", values)
        else:
            self._follow(*named)
            self._contents(before, after, stop)

    def _follow(self, old: SchemaId | None, new: SchemaId | None) -> None:
        """Note what stands where a named schema stood."""
        if old is not None and new is not None and old not in self.pairs.models:
            self.pairs.successors.setdefault(old, new)

    def _fact(
        self,
        before: PlacedSchema,
        after: PlacedSchema,
        keyword: str,
        *,
        is_required: bool = False,
    ) -> None:
        """Compare one keyword as it holds at a place, whichever node says it."""
        one, other = _value(before, keyword), _value(after, keyword)
        if keyword not in _READ_ELSEWHERE and not is_same(one, other):
            values = one, other
            self.pairs.edit(before, after, keyword, values, is_required=is_required)

    def _is_extracted(self, before: PlacedSchema, after: PlacedSchema) -> bool:
        """Note that a schema is written in place on one side and has a name on the other.

        Returns:
            Whether that is all that can be said here: what else changed is told at the name.
        """
        are_objects = before.schema.properties and after.schema.properties
        if are_objects and not self.pairs.meet(before.schema, after.schema):
            values = (
                before.schema.id if before.is_reference else None,
                after.schema.id if after.is_reference else None,
            )
            self.pairs.edit(before, after, "$ref", values)
            one, other = before.schema, after.schema
            is_equal = signature(self.pairs.old, one.id) == signature(
                self.pairs.new, other.id
            )
            return not is_equal and self.pairs.are_equal(one, other)
        return False

    def _contents(self, before: PlacedSchema, after: PlacedSchema, stop: Stop) -> None:
        one, other = before.schema, after.schema
        facts = {**before.facts, **after.facts}
        if self._has_other_type(before, after, stop):
            for keyword in facts.keys() & DOCUMENTATION:
                self._fact(before, after, keyword)
            return
        for keyword in facts:
            self._fact(before, after, keyword, is_required=stop.is_required[1])
        self._values(before, after, stop)
        self._objects.compare(before, after)
        if one.alternatives and other.alternatives:
            self._unions.discriminator(before, after)

    def _has_other_type(
        self, before: PlacedSchema, after: PlacedSchema, stop: Stop
    ) -> bool:
        """Compare types and alternatives; return whether the rest is no longer comparable."""
        one, other = before.schema, after.schema
        types = plain_types(self.pairs.old, one.id), plain_types(
            self.pairs.new, other.id
        )
        if one.is_any or other.is_any or one.allows_nothing or other.allows_nothing:
            if (one.is_any, one.allows_nothing) == (other.is_any, other.allows_nothing):
                return False
            self.pairs.edit(before, after, "type", (_words(one), _words(other)))
            return True
        if (one.alternatives or other.alternatives) and not all(types):
            return not self._unions.members(before, after, stop)
        if set(types[0]) == set(types[1]):
            return self._has_other_shape(before, after)
        self.pairs.edit(before, after, "type", (list(types[0]), list(types[1])))
        return not set(types[0]) & set(types[1])

    def _has_other_shape(self, before: PlacedSchema, after: PlacedSchema) -> bool:
        """Compare an object of known properties with one of any; return whether they are those."""
        one, other = before.schema, after.schema
        if "object" not in one.types or bool(one.properties) == bool(other.properties):
            return False
        old: Json = list(one.types) if _is_typed(one) else None
        new: Json = list(other.types) if _is_typed(other) else None
        self.pairs.edit(before, after, "type", (old, new))
        return True

    def _values(self, before: PlacedSchema, after: PlacedSchema, stop: Stop) -> None:
        old, new = before.schema.values, after.schema.values
        fixed = _constant(old, stop.is_required[0]), _constant(new, stop.is_required[1])
        if fixed != (None, None):
            if not is_same(list(fixed[0] or ()), list(fixed[1] or ())):
                values = tuple(None if each is None else each[0] for each in fixed)
                self.pairs.edit(before, after, "const", (values[0], values[1]))
            return
        if old is None or new is None:
            if old is not new:
                self.pairs.edit(before, after, "values", (_listed(old), _listed(new)))
            return
        keyword = "suggestions" if stop.is_suggestion else "enum"
        lists = repr([sorted(map(repr, each)) for each in (old, new)])
        known = {repr(each) for each in new}
        lost = [each for each in old if repr(each) not in known]
        if lost:
            self.pairs.edit(before, after, keyword, (lost, None), lists=lists)
        known = {repr(each) for each in old}
        gained = [each for each in new if repr(each) not in known]
        if gained:
            self.pairs.edit(before, after, keyword, (None, gained), lists=lists)


def _is_typed(schema: Schema) -> bool:
    """Return whether anything is known of the members of an object."""
    return bool(schema.properties) or isinstance(schema.additional, str)


def _value(view: PlacedSchema, keyword: str) -> Json:
    """Read a keyword; a flag that is off, or a pattern that everything matches, says as much as none."""
    value = view.facts.get(keyword)
    if keyword == "pattern" and isinstance(value, str) and value in _MATCH_ALL:
        return None
    return None if value is False and keyword in _FLAGS else value


def _words(schema: Schema) -> Json:
    if schema.allows_nothing:
        return False
    return None if schema.is_any else list(schema.types) or schema.id


def _constant(
    values: tuple[Json, ...] | None, is_required: bool
) -> tuple[Json, ...] | None:
    return values if is_required and values is not None and len(values) == 1 else None


def _listed(values: tuple[Json, ...] | None) -> Json:
    return None if values is None else list(values)
