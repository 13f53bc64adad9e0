"""Resolve schemas: each node once, joined with whatever else speaks of the same value."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from specweld.contract.joining import (
    Joined,
    Said,
    implied_types,
    join,
    join_facts,
    join_null,
    types_of,
    values_of,
)
from specweld.contract.keywords import LOOSE, is_annotation
from specweld.contract.layers import Layer, Layerer, Layers
from specweld.contract.members import join_members
from specweld.contract.nodes import (
    COMPONENTS,
    JOINED,
    Alternative,
    Discriminator,
    Schema,
    SchemaId,
)
from specweld.contract.structure import (
    as_place,
    place_of,
    shape_of,
    structure_facts,
)
from specweld.json_types import format_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.contract.layers import Choice
    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter

MOST_ALTERNATIVES = 256
"""Alternatives that unions beside one another may come to."""

_NARROWING = ("properties", "patternProperties", "required", "items", "prefixItems")

MOST_JOINED = 6
"""Joined schemas in one another: a union that holds itself joined with more never ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    """A schema to resolve: nodes with all that is in them, and layers around their union."""

    id: SchemaId
    nodes: tuple[Raw, ...]
    rest: tuple[Layer, ...] = ()
    found: tuple[Layers, Joined] | None = None
    """What was found of it already, when it was asked whether anything satisfies it."""


@dataclass(slots=True, kw_only=True)
class SchemaResolver:
    """Resolves the schemas that are asked for, and all below them."""

    reporter: Reporter
    schemas: dict[SchemaId, Schema] = field(default_factory=dict[SchemaId, Schema])
    _pending: deque[_Task] = field(default_factory=deque[_Task])
    _asked: set[SchemaId] = field(default_factory=set[SchemaId])
    _shapes: dict[SchemaId, object] = field(default_factory=dict[SchemaId, object])

    def ask(self, raw: Raw) -> SchemaId:
        """Ask for the schema at a node; `finish` resolves it."""
        task = _Task(id=SchemaId(raw.id), nodes=(raw,))
        self._ask(task)
        return task.id

    def finish(self) -> Mapping[SchemaId, Schema]:
        """Resolve everything that was asked for, and what lies below it."""
        while self._pending:
            task = self._pending.popleft()
            self.schemas[task.id] = self._resolve(task)
        return self.schemas

    def _ask(self, task: _Task) -> None:
        if task.id not in self._asked:
            self._asked.add(task.id)
            self._pending.append(task)

    def _resolve(self, task: _Task) -> Schema:
        if (reference := _bare_reference(task)) is not None:
            pointer = task.nodes[0].pointer
            return place_of(
                task.id,
                pointer,
                self.ask(reference),
                facts={},
                holders={},
                parts=(pointer,),
            )
        layers, joined = task.found or self._found(task.nodes, task.rest)
        said = Said()
        whole = self._schema(task, layers, joined, said)
        target = self._target(task, whole, layers)
        if target is not None:
            return as_place(whole, layers, target)
        # Nobody has seen the facts yet: a copy of each schema would cost as much as all the rest.
        said.facts |= structure_facts(whole)
        return whole

    def _found(
        self, nodes: tuple[Raw, ...], rest: tuple[Layer, ...]
    ) -> tuple[Layers, Joined]:
        found = Layerer(reporter=self.reporter).layers(nodes, rest)
        return found, join(found.layers)

    def _report_joined(self, joined: Joined, said: Said) -> None:
        """Report what does not go together, and keep a `type` that is passed over as a fact."""
        for conflict in joined.conflicts:
            self.reporter.unsupported("all-of-conflict", conflict.message, conflict.raw)
        for raw in joined.stray:
            value = raw.mapping()["type"]
            message = f"`{value}` is not a type of JSON Schema; another part of `allOf` says one"
            self.reporter.unsupported("type", message, raw)
            said.say(f"type~{len(said.facts)}", value, raw.pointer)

    def _schema(self, task: _Task, found: Layers, joined: Joined, said: Said) -> Schema:
        layers = found.layers
        join_facts(layers, found.choices, said)
        self._report_joined(joined, said)
        members = join_members(
            layers, lambda where, about: self._child(task, where, about)
        )
        types, values = joined.types, joined.values
        alternatives = () if values is not None else self._alternatives(task, found)
        if not alternatives:
            types = types or implied_types(
                values, is_object=members.is_object, is_array=members.is_array
            )
        null = join_null(layers, found.nulls)
        if null is not None and not types and values is None and not alternatives:
            types = _only_null(layers)
        schema = Schema(
            id=task.id,
            pointer=task.nodes[-1].pointer,
            facts=said.facts,
            holders=said.holders,
            parts=tuple(layer.raw.pointer for layer in reversed(layers)),
            target=None,
            bases=_component_ids(found.references),
            types=types,
            is_nullable=null is not None,
            values=values,
            properties=members.properties,
            required=tuple(members.required),
            additional=members.additional,
            patterns=members.patterns,
            items=members.items,
            prefix=members.prefix,
            alternatives=alternatives,
            discriminator=self._discriminator(found, alternatives),
            allows_nothing=found.allows_nothing,
            fault=found.fault,
        )
        if null is not None:
            said.say("nullable", True, null)
        return schema

    def _child(self, task: _Task, where: str, about: tuple[Raw, ...]) -> SchemaId:
        if len(about) == 1:
            return self.ask(about[0])
        if task.id.count(JOINED) >= MOST_JOINED:
            return self.ask(about[-1])
        joined = SchemaId(f"{task.id}/{_escaped(where)}{JOINED}")
        self._ask(_Task(id=joined, nodes=about))
        return joined

    def _alternatives(self, task: _Task, found: Layers) -> tuple[Alternative, ...]:
        """List the alternatives, joined with what stands beside their union."""
        unions = _endless_left_out(found)
        if not unions:
            return ()
        rest = tuple(layer for layer in found.layers if _is_worth_joining(layer))
        if not rest and len(unions) == 1:
            return tuple(
                Alternative(schema=self.ask(each), member=_member_id(each))
                for each in unions[0].members
            )
        if task.id.count(JOINED) >= MOST_JOINED:
            return ()
        return self._joined_alternatives(task, rest, unions)

    def _joined_alternatives(
        self, task: _Task, rest: tuple[Layer, ...], unions: list[Choice]
    ) -> tuple[Alternative, ...]:
        count = 1
        for each in unions:
            count *= len(each.members)
        if count > MOST_ALTERNATIVES:
            message = (
                f"unions beside one another come to {count} alternatives;"
                f" the first of them is taken alone"
            )
            self.reporter.unsupported("alternatives", message, task.nodes[-1])
            unions = unions[:1]
        found: list[Alternative] = []
        for index, nodes in enumerate(product(*(each.members for each in unions))):
            about = self._found(nodes, rest)
            if about[1].conflicts:
                continue  # no value satisfies the nodes together
            key = SchemaId(f"{task.id}/oneOf/{index}{JOINED}")
            self._ask(_Task(id=key, nodes=nodes, rest=rest, found=about))
            member = _member_id(nodes[0]) if len(nodes) == 1 else key
            found.append(Alternative(schema=key, member=member))
        return tuple(found)

    def _discriminator(
        self, found: Layers, alternatives: tuple[Alternative, ...]
    ) -> Discriminator | None:
        """Read the most specific `discriminator`, its mapping in terms of the alternatives."""
        for layer in reversed(found.layers):
            if layer.is_carried and not alternatives:
                continue  # the children of a base do not pass its discriminator on
            raw = layer.raw.get("discriminator")
            if raw is None or not raw.text("propertyName"):
                continue
            by_member = {each.member: each.schema for each in alternatives}
            mapping: dict[str, SchemaId] = {}
            for tag, each in raw.entries("mapping"):
                named = _mapped_id(each)
                mapping[tag] = by_member.get(named, named)
            return Discriminator(
                property=raw.text("propertyName"),
                mapping=mapping,
                pointer=raw.pointer,
            )
        return None

    def _target(self, task: _Task, whole: Schema, found: Layers) -> SchemaId | None:
        """Find the schema that this is only another place of."""
        if len(found.references) != 1 or found.fault:
            return None
        reference = found.references[0]
        if reference.id == whole.id:
            return None
        if _narrows(task, found) and shape_of(whole) != self._shape(reference):
            return None
        return self.ask(reference)

    def _shape(self, raw: Raw) -> object:
        """Return what decides the type of another schema; each is looked at once."""
        task = _Task(id=SchemaId(raw.id), nodes=(raw,))
        if task.id not in self._shapes:
            whole = self._schema(task, *self._found(task.nodes, ()), Said())
            self._shapes[task.id] = shape_of(whole)
        return self._shapes[task.id]


def _bare_reference(task: _Task) -> Raw | None:
    """Return what a task refers to when it says nothing else: most places are that plain."""
    if task.rest or len(task.nodes) != 1:
        return None
    raw = task.nodes[0]
    keywords = raw.mapping()
    if len(keywords) != 1 or "$ref" not in keywords:
        return None
    target = raw.target()
    is_sound = target is not None and target.id != task.id
    return target if is_sound else None


def _narrows(task: _Task, found: Layers) -> bool:
    """Return whether anything but the one reference may decide the type."""
    own = [layer for layer in found.layers if not layer.is_carried]
    pointers = {layer.raw.pointer for layer in own}
    return (
        bool(task.rest)
        or any(union.layer in pointers for union in found.unions)
        or any(_says_more(layer) for layer in own)
    )


def _says_more(layer: Layer) -> bool:
    """Return whether a node says more than a reference and what belongs to its place.

    The discriminator of a union with one member tells nothing apart.
    """
    leading = {"$ref", "allOf", "oneOf", "anyOf", "nullable"}
    if layer.raw.has("oneOf", "anyOf"):
        leading.add("discriminator")
    return any(
        not (is_annotation(each) or each in LOOSE or each in leading)
        for each in layer.raw.mapping()
    )


def _is_worth_joining(layer: Layer) -> bool:
    """Return whether a node beside a union narrows its members."""
    raw = layer.raw
    return (
        any(raw.mapping().get(each) for each in _NARROWING)
        or values_of(raw) is not None
        or isinstance(raw.mapping().get("additionalProperties"), dict)
    )


def _endless_left_out(found: Layers) -> list[Choice]:
    """Leave out members that lead back to the union that lists them."""
    kept: list[Choice] = []
    for union in found.unions:
        members = tuple(
            each for each in union.members if _resolved_pointer(each) not in found.seen
        )
        if members:
            kept.append(
                union
                if len(members) == len(union.members)
                else type(union)(
                    layer=union.layer, keyword=union.keyword, members=members
                )
            )
    return kept


def _resolved_pointer(raw: Raw) -> object:
    resolved = raw.resolved()
    return resolved.pointer if resolved is not None else raw.pointer


def _only_null(layers: Iterable[Layer]) -> tuple[str, ...]:
    """Distinguish null alone from null besides anything."""
    said = any(
        types_of(layer.raw) is not None or values_of(layer.raw) is not None
        for layer in layers
    )
    return ("null",) if said else ()


def _component_ids(raws: Iterable[Raw]) -> tuple[SchemaId, ...]:
    return tuple(
        dict.fromkeys(
            SchemaId(each.id)
            for each in raws
            if len(each.pointer) == 3 and each.pointer[:2] == COMPONENTS
        )
    )


def _member_id(raw: Raw) -> SchemaId:
    """Return what a member of a union is: what it refers to, else itself."""
    target = raw.target() if raw.has("$ref") else None
    return SchemaId((target or raw).id)


def _mapped_id(raw: Raw) -> SchemaId:
    """Read a mapping's value: a reference or the bare name of a component."""
    value = raw.value if isinstance(raw.value, str) else ""
    if value.startswith("#"):
        return SchemaId(value)
    return SchemaId(format_pointer((*COMPONENTS, value)))


def _escaped(where: str) -> str:
    head, _, name = where.partition("/")
    return f"{head}/{name.replace('~', '~0').replace('/', '~1')}" if name else head
