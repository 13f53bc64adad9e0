"""Take a schema apart into the nodes that speak of the same value: references, `allOf`, itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.contract.keywords import TYPING

if TYPE_CHECKING:
    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter
    from specweld.json_types import Json, Pointer

MOST_LAYERS = 1000
"""Nodes that may speak of one value: more is not a schema but an attack."""

DEEPEST = 100
"""References and `allOf` in a row; nobody writes that many, and each costs a frame of the stack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One node that speaks of the value: its own keywords hold, what it refers to is a layer."""

    raw: Raw
    is_carried: bool = False
    """Reached through a reference, or said of a whole union: what it says of its place stays there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Alternatives that a layer lists; null is left out."""

    layer: Pointer
    keyword: str
    members: tuple[Raw, ...]


@dataclass(slots=True, kw_only=True)
class Layers:
    """All that speaks of one value, the least specific first."""

    layers: list[Layer] = field(default_factory=list[Layer])
    unions: list[Choice] = field(default_factory=list[Choice])
    references: list[Raw] = field(default_factory=list["Raw"])
    """What references lead to, those inside of what they lead to left out."""
    nulls: set[Pointer] = field(default_factory=set["Pointer"])
    """Layers with an alternative that is just null."""
    choices: set[tuple[Pointer, str]] = field(
        default_factory=set["tuple[Pointer, str]"]
    )
    """Unions whose members only name what goes together: facts, not alternatives."""
    allows_nothing: bool = False
    fault: str = ""
    seen: set[Pointer] = field(default_factory=set["Pointer"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Layerer:
    """Takes schemas apart."""

    reporter: Reporter

    def layers(self, start: tuple[Raw, ...], rest: tuple[Layer, ...] = ()) -> Layers:
        """Take apart nodes that all speak of one value.

        Args:
            start: Nodes with everything in them, the most specific last.
            rest: Layers of a node around a union; of these only their own keywords hold.
        """
        found = Layers()
        for layer in rest:
            found.seen.add(layer.raw.pointer)
            found.layers.append(replace(layer, is_carried=True))
        for raw in start:
            self._expand(found, raw, depth=0, is_carried=False)
        return found

    def _expand(self, found: Layers, raw: Raw, *, depth: int, is_carried: bool) -> None:
        if raw.pointer in found.seen:
            return
        if depth > DEEPEST or len(found.layers) >= MOST_LAYERS:
            self.reporter.unsupported(
                "nesting", "the schema consists of too many schemas in one another", raw
            )
            found.fault = "too many schemas in one another"
            return
        found.seen.add(raw.pointer)
        match raw.value:
            case dict():
                self._reference(found, raw, depth=depth, is_carried=is_carried)
                for each in raw.elements("allOf"):
                    self._expand(found, each, depth=depth + 1, is_carried=is_carried)
                if raw.has("oneOf", "anyOf"):
                    self._unions(found, raw, depth=depth, is_carried=is_carried)
                found.layers.append(Layer(raw=raw, is_carried=is_carried))
            case True:
                found.layers.append(Layer(raw=raw, is_carried=is_carried))
            case False:
                found.allows_nothing = True
                found.layers.append(Layer(raw=raw, is_carried=is_carried))
            case _:
                self.reporter.malformed("schema", "a mapping", raw)
                found.fault = "no schema"

    def _reference(
        self, found: Layers, raw: Raw, *, depth: int, is_carried: bool
    ) -> None:
        if not raw.has("$ref"):
            return
        target = raw.target()
        if target is None:
            self.reporter.dangling(raw)
            found.fault = "a reference to nothing"
            return
        if not is_carried:
            found.references.append(target)
        self._expand(found, target, depth=depth + 1, is_carried=True)

    def _unions(self, found: Layers, raw: Raw, *, depth: int, is_carried: bool) -> None:
        known: list[list[Json]] = []
        for keyword in ("oneOf", "anyOf"):
            listed = raw.elements(keyword)
            members = [each for each in listed if not is_null(each)]
            if not listed or [each.value for each in members] in known:
                continue
            known.append([each.value for each in members])
            if len(members) < len(listed):
                found.nulls.add(raw.pointer)
            if not any(adds_type(each) for each in members):
                if members:
                    found.choices.add((raw.pointer, keyword))
            elif len(members) == 1:
                self._expand(found, members[0], depth=depth + 1, is_carried=is_carried)
            else:
                union = Choice(
                    layer=raw.pointer, keyword=keyword, members=tuple(members)
                )
                found.unions.append(union)


def adds_type(raw: Raw) -> bool:
    """Return whether a schema says anything about types: not only prose or `required`."""
    if isinstance(raw.value, bool):
        return not raw.value
    return raw.has(*TYPING)


def is_null(raw: Raw) -> bool:
    """Return whether a schema allows null and nothing else."""
    schema = raw.resolved()
    if schema is None:
        return False
    if schema.has("const"):
        return schema.mapping()["const"] is None
    if schema.has("enum"):
        return schema.mapping()["enum"] == [None]
    return (schema.text("type"),) == ("null",) or schema.texts("type") == ("null",)
