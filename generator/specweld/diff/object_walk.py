"""The walk over objects and lists: properties, and what else stands inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.alike import are_spelled_alike, likest, signature
from specweld.diff.edit import Edit, EditKind
from specweld.diff.schema_pairs import SchemaPairs, Stop
from specweld.diff.schemas import PlacedSchema, Schemas, view
from specweld.diff.sunset import is_planned
from specweld.json_types import Json

if TYPE_CHECKING:
    from specweld.contract.nodes import Property, Schema, SchemaId


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectWalk:
    """Compares what two objects or lists are made of."""

    pairs: SchemaPairs

    def compare(self, before: PlacedSchema, after: PlacedSchema) -> None:
        """Compare properties, elements and all other members."""
        one, other = before.schema, after.schema
        self._properties(before, after)
        self._child(before, after, "items", (one.items, other.items))
        extra = "additionalProperties"
        self._child(before, after, extra, (one.additional, other.additional))
        self._patterns(before, after)
        self._prefix(before, after)

    def _properties(self, before: PlacedSchema, after: PlacedSchema) -> None:
        old, new = before.schema.properties, after.schema.properties
        for name in new:
            if name in old:
                self._property(old[name], new[name])
        gone = [name for name in old if name not in new]
        come = [name for name in new if name not in old]
        renamed, gone, come = likest(
            gone, come, lambda a, b: self._rename_likeness((a, old[a]), (b, new[b]))
        )
        for one, other in renamed:
            self._renamed((one, old[one]), (other, new[other]))
        for name in gone:
            self._lone(old[name], None)
        for name in come:
            self._lone(None, new[name])
        self._required(before, after)

    def _rename_likeness(
        self, old: tuple[str, Property], new: tuple[str, Property]
    ) -> float:
        """Return 1 for a property of the same type whose name is another one in other words."""
        is_same_type = old[1].is_required == new[1].is_required and signature(
            self.pairs.old, old[1].schema, 1
        ) == signature(self.pairs.new, new[1].schema, 1)
        return float(is_same_type and are_spelled_alike(old[0], new[0]))

    def _renamed(self, old: tuple[str, Property], new: tuple[str, Property]) -> None:
        self._whole(old[1], new[1], "name", (old[0], new[0]))
        self._property(old[1], new[1])

    def _property(self, old: Property, new: Property) -> None:
        self.pairs.twins[old.pointer] = new.pointer
        if old.is_required != new.is_required:
            self._whole(old, new, "required", (old.is_required, new.is_required))
        required = old.is_required, new.is_required
        self.pairs.pending.append(
            Stop(old=old.schema, new=new.schema, is_required=required)
        )

    def _lone(self, old: Property | None, new: Property | None) -> None:
        self._whole(old, new, "", (None, None))

    def _whole(
        self,
        old: Property | None,
        new: Property | None,
        keyword: str,
        values: tuple[Json, Json],
    ) -> None:
        either = new or old
        self.pairs.report(
            Edit(
                kind=EditKind.PROPERTY,
                keyword=keyword,
                old=old.pointer if old else None,
                new=new.pointer if new else None,
                before=values[0],
                after=values[1],
                old_schema=self.pairs.old.get(old.schema) if old else None,
                new_schema=self.pairs.new.get(new.schema) if new else None,
                is_required=either is not None and either.is_required,
                is_planned=new is None and old is not None and self._is_planned(old),
            )
        )

    def _is_planned(self, old: Property) -> bool:
        facts = view(self.pairs.old, old.schema).facts
        return is_planned(facts, self.pairs.today)

    def _required(self, before: PlacedSchema, after: PlacedSchema) -> None:
        """Compare the required names that no property goes by."""
        one, other = _undefined(before.schema), _undefined(after.schema)
        if one != other:
            self.pairs.edit(before, after, "required", _lone(one, other))

    def _child(
        self,
        before: PlacedSchema,
        after: PlacedSchema,
        keyword: str,
        children: tuple[SchemaId | bool | None, SchemaId | bool | None],
    ) -> None:
        old, new = _closed(self.pairs.old, children[0]), _closed(
            self.pairs.new, children[1]
        )
        if isinstance(old, str) and isinstance(new, str):
            self.pairs.pending.append(Stop(old=old, new=new))
        elif old != new:
            self.pairs.edit(before, after, keyword, (old, new))

    def _patterns(self, before: PlacedSchema, after: PlacedSchema) -> None:
        old, new = before.schema.patterns, after.schema.patterns
        for name in old.keys() & new.keys():
            self.pairs.pending.append(Stop(old=old[name], new=new[name]))
        if old.keys() != new.keys():
            values = list[Json](sorted(old)), list[Json](sorted(new))
            self.pairs.edit(before, after, "patternProperties", _lone(*values))

    def _prefix(self, before: PlacedSchema, after: PlacedSchema) -> None:
        old, new = before.schema.prefix, after.schema.prefix
        for one, other in zip(old, new, strict=False):
            self.pairs.pending.append(Stop(old=one, new=other))
        if len(old) != len(new):
            self.pairs.edit(before, after, "prefixItems", (len(old), len(new)))


def _closed(schemas: Schemas, child: SchemaId | bool | None) -> SchemaId | bool | None:
    """Return None where anything is allowed, in whatever words."""
    if isinstance(child, str):
        is_any = child in schemas and view(schemas, child).schema.is_any
        return None if is_any and not schemas[child].facts else child
    return None if child is True else child


def _undefined(schema: Schema) -> list[Json]:
    return list[Json](sorted({*schema.required} - schema.properties.keys()))


def _lone(old: list[Json], new: list[Json]) -> tuple[Json, Json]:
    """Report what comes or goes by itself, and both lists where something does either."""
    lost = [each for each in old if each not in new]
    gained = [each for each in new if each not in old]
    return (old, new) if lost and gained else (lost or None, gained or None)
