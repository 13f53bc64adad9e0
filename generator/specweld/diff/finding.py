"""What a comparer saw, before it is known how far it reaches; equal sightings become one."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.diff.assign import worst
from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange, Wire
from specweld.diff.pair import is_component
from specweld.diff.rules import RULE_BY_ID, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.api.types import ModelId
    from specweld.json_types import Json, Pointer

_WIRES = tuple(Wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where something is: what it is called, and which nodes of the two documents it is."""

    kind: SubjectKind
    name: str
    old: Pointer | None = None
    new: Pointer | None = None
    operations: tuple[str, ...] = ()
    """Ids of the operations that it belongs to."""
    old_model: ModelId | None = None
    new_model: ModelId | None = None
    """The model that it belongs to, when it is a model or a field of one."""
    also_old: tuple[ModelId, ...] = ()
    also_new: tuple[ModelId, ...] = ()
    """Other models that have it as well: those that `allOf` joins it into."""

    @property
    def owner_length(self) -> int:
        """Tell how close the subject is to its nodes: a model owns what its id leads to."""
        for model, pointer in ((self.new_model, self.new), (self.old_model, self.old)):
            if model is not None and pointer is not None:
                parts = tuple(model.removeprefix("#/").split("/"))
                if pointer[: len(parts)] == tuple(
                    part.replace("~1", "/").replace("~0", "~") for part in parts
                ):
                    return len(parts)
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One sighting of a change, by one comparer."""

    topic: str
    """What kind of change, without its direction; equal topics at equal nodes are one change."""
    rules: tuple[str, ...]
    """Ids of the rules that may recognise it, one a direction; the severest wins."""
    spot: Spot
    message: str
    direction: Direction = Direction.NEITHER
    old: Json = None
    new: Json = None
    symbols: tuple[SymbolChange, ...] = ()
    python: Bump = Bump.NONE
    keyword: str = ""
    """The one keyword of the node that differs; empty when the node as a whole does."""
    copies: str = ""
    """Findings of equal text are of copies of one thing; empty when there can be none."""

    @property
    def rule(self) -> Rule:
        """Return the rule with the severest meaning on the wire."""
        found = [RULE_BY_ID[each] for each in self.rules]
        return min(found, key=lambda rule: _WIRES.index(rule.wire))

    @property
    def key(self) -> tuple[str, Pointer | None, Pointer | None, str]:
        """Tell which sightings are of one and the same change."""
        values = json.dumps([self.old, self.new], sort_keys=True)
        return (self.topic, self.spot.old, self.spot.new, values)


@dataclass(slots=True)
class Findings:
    """Collects what comparers see; the same change seen twice is kept once."""

    by_key: dict[object, Finding] = field(default_factory=dict[object, Finding])

    def add(self, finding: Finding) -> None:
        """Keep a finding, merged with an earlier sighting of the same change."""
        key = finding.key
        if finding.spot.old is None and finding.spot.new is None:
            key = (*key[:3], f"{finding.spot.name} {key[3]}")
        earlier = self.by_key.get(key)
        self.by_key[key] = finding if earlier is None else _merged(earlier, finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep several findings."""
        for each in findings:
            self.add(each)

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of first sight."""
        return tuple(self.by_key.values())


def fold_copies(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Take the same edit of an enum that is written out in several places as one change.

    It stands where the enum has a name of its own, if anywhere.
    """
    groups: dict[object, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.copies or id(each), []).append(each)
    return tuple(
        group[0] if len(group) == 1 else _folded(group) for group in groups.values()
    )


def _folded(group: list[Finding]) -> Finding:
    first, *others = sorted(group, key=_prominence)
    folded = first
    for each in others:
        folded = _merged(folded, each, owner=first)
    count = "a copy" if len(others) == 1 else f"{len(others)} copies"
    subject, name, rest = first.message.partition(f"`{first.spot.name}`")
    return replace(folded, message=f"{subject}{name} and {count} of it{rest}")


def _prominence(finding: Finding) -> tuple[bool, bool, int, str]:
    """Sort components first, then other models, then what has a short name."""
    model = finding.spot.new_model or finding.spot.old_model
    is_named = model is not None and is_component(model)
    name = finding.spot.name
    return (not is_named, model is None, len(name), name)


def _merged(
    first: Finding, second: Finding, *, owner: Finding | None = None
) -> Finding:
    """Join two sightings of one change; the closer one to its node gives it its name."""
    if owner is None:
        is_closer = second.spot.owner_length > first.spot.owner_length
        owner = second if is_closer else first
    one, other = first.spot, second.spot
    old_models = (*one.also_old, *other.also_old, one.old_model, other.old_model)
    new_models = (*one.also_new, *other.also_new, one.new_model, other.new_model)
    spot = replace(
        owner.spot,
        operations=tuple(dict.fromkeys((*one.operations, *other.operations))),
        also_old=_others(old_models, owner.spot.old_model),
        also_new=_others(new_models, owner.spot.new_model),
    )
    return replace(
        owner,
        rules=_rules(first, second),
        direction=_direction(first.direction, second.direction),
        symbols=tuple(dict.fromkeys((*first.symbols, *second.symbols))),
        python=worst(first.python, second.python),
        spot=spot,
    )


def _others(
    models: tuple[ModelId | None, ...], owner: ModelId | None
) -> tuple[ModelId, ...]:
    found = dict.fromkeys(each for each in models if each is not None)
    return tuple(each for each in found if each != owner)


def _rules(first: Finding, second: Finding) -> tuple[str, ...]:
    """Join the rules; a sighting at a place that nothing travels through has no say."""
    if first.direction is Direction.NEITHER:
        return second.rules
    if second.direction is Direction.NEITHER:
        return first.rules
    return tuple(dict.fromkeys((*first.rules, *second.rules)))


def _direction(first: Direction, second: Direction) -> Direction:
    if first is second or second is Direction.NEITHER:
        return first
    return second if first is Direction.NEITHER else Direction.BOTH
