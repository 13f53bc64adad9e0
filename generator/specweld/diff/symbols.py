"""Two surfaces compared: which public names changed, and what that means for who uses them.

This is the only place that says major, minor or patch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.types import ModelId
from specweld.diff.change import Bump, Direction, SymbolChange, worst
from specweld.diff.flow import Flow
from specweld.diff.surface import STREAM, Role, Symbol
from specweld.diff.variance import Variance, allows_null, without_null

if TYPE_CHECKING:
    from specweld.api.models import Model
    from specweld.diff.surface import Surface
    from specweld.json_types import Pointer

PRESENCE, NAME, NEED, TYPE, NULL = "presence", "name", "need", "type", "null"
ORDER, VARIABLE = "order", "variable"
"""The facets that a caller's source shows; those in `Symbol.details` have their own names."""

_BARE = frozenset({NAME, "paging", "in"})
"""Facets that no form shows."""

_DETAILS: Mapping[str, tuple[Bump, Bump, Bump]] = {
    # by facet: it came, it went, it is another one
    "default": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "deprecated": (Bump.MINOR, Bump.PATCH, Bump.PATCH),
    "style": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "access": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "paging": (Bump.MINOR, Bump.MAJOR, Bump.PATCH),
    STREAM: (Bump.MINOR, Bump.MAJOR, Bump.MAJOR),
    "result": (Bump.NONE, Bump.NONE, Bump.NONE),  # `_bumps` looks at the type
    "path": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "in": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "servers": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "content-type": (Bump.PATCH, Bump.PATCH, Bump.PATCH),
    "discriminator": (Bump.MINOR, Bump.MINOR, Bump.MINOR),
    VARIABLE: (Bump.MINOR, Bump.MAJOR, Bump.MAJOR),
}

_FLOORS: Mapping[str, Bump] = {
    "default-server-changed": Bump.MINOR,
    "server-added": Bump.MINOR,
    "credential-added": Bump.MINOR,
    "credential-removed": Bump.MAJOR,
    "credential-changed": Bump.PATCH,
    "credential-documented": Bump.PATCH,
    "credential-undocumented": Bump.PATCH,
    "security-required": Bump.MAJOR,
    "security-changed": Bump.PATCH,
    "request-body-shape-changed": Bump.MAJOR,
}
"""By rule, the least that a change of the client as a whole means: callers see more than its names."""


def least(rule: str, *bumps: Bump) -> Bump:
    """Return what a change means that stands for what some names show, and for more."""
    return worst(_FLOORS.get(rule, Bump.NONE), *bumps)


_CAPS: Mapping[str, tuple[Bump, Bump]] = {
    # by topic: what is sent, what is received
    "enum-value-added": (Bump.MINOR, Bump.MINOR),
    "union-member-added": (Bump.MINOR, Bump.MAJOR),
    "union-member-removed": (Bump.MAJOR, Bump.MINOR),
}


def capped(bump: Bump, topic: str, flow: Flow, *, is_of_schema: bool) -> Bump:
    """Return what one edit means at most: others of its type may mean more.

    A schema that no operation sends or receives breaks hardly anyone.
    """
    is_idle = is_of_schema and flow.direction is Direction.NEITHER
    if is_idle and bump is Bump.MAJOR:
        bump = Bump.MINOR
    if topic not in _CAPS:
        return bump
    sent, received = _CAPS[topic]
    most = flow.bump(sent=sent, received=received)
    return bump if worst(bump, most) is most else most


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One public name before and after, with what each difference means."""

    old: Symbol | None
    new: Symbol | None
    bumps: Mapping[str, Bump]
    """By facet; facets that are as before are left out."""
    successor: str = ""
    """The name of what stands in its place, for one that is gone."""

    @property
    def role(self) -> Role:
        """Return what the name stands for."""
        return self.either.role

    @property
    def either(self) -> Symbol:
        """Return the symbol of the side that has one, the new side first."""
        symbol = self.new or self.old
        assert symbol is not None  # noqa: S101 - one of them is given
        return symbol

    @property
    def bump(self) -> Bump:
        """Return the largest bump of all facets."""
        return worst(*self.bumps.values())

    @property
    def is_visible(self) -> bool:
        """Return whether a caller's source can tell: by a name, a type, or what must be given."""
        return bool(self.bumps.keys() & {PRESENCE, NAME, NEED, TYPE, NULL, "in"})

    def change(self, facet: str) -> SymbolChange:
        """Return what reports say of it: forms where they differ, bare names otherwise."""
        old_form, new_form = self._forms(facet)
        return SymbolChange(
            old=self.old.name if self.old else "",
            new=self.new.name if self.new else self.successor,
            old_form=old_form,
            new_form=new_form,
        )

    def _forms(self, facet: str) -> tuple[str, str]:
        old, new = self.old, self.new
        if facet == ORDER:
            return tuple(  # type: ignore[return-value]
                f"({', '.join(each.positional)})" for each in (old, new) if each
            )
        is_of_class = self.role in {Role.MODEL, Role.METHOD}
        is_lone = old is None or new is None
        if facet in _BARE or (is_lone and is_of_class):
            return "", ""
        return old.form if old else "", new.form if new else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Twins:
    """What of the old side is what of the new side."""

    operations: Mapping[str, str]
    models: Mapping[ModelId, ModelId]
    nodes: Mapping[Pointer, Pointer]
    """Parameters and properties, by their nodes."""
    successors: Mapping[ModelId, ModelId] = field(
        default_factory=dict[ModelId, ModelId]
    )


def compare_surfaces(old: Surface, new: Surface, twins: Twins) -> Iterator[Shift]:
    """List every public name that is not what it was."""
    variance = Variance(old=old.models, new=new.models, twins=twins.models)
    partners = _partners(old, new, twins)
    taken = {id(each) for each in partners.values()}
    names = old.names, new.names
    owners = (
        frozenset(x.owner for x in old.symbols if id(x) in partners),
        frozenset(x.owner for x in partners.values()),
    )
    for before in old.symbols:
        after = partners.get(id(before))
        if after is not None:
            bumps = _bumps(before, after, variance)
            if bumps:
                yield Shift(old=before, new=after, bumps=bumps)
        elif not _is_elsewhere(before, names[1]) and not _is_part(before, owners[0]):
            yield _gone(before, new, twins)
    for after in new.symbols:
        is_known = id(after) in taken or _is_elsewhere(after, names[0])
        if not is_known and not _is_part(after, owners[1]):
            yield Shift(old=None, new=after, bumps={PRESENCE: _arrival(after)})


def _is_elsewhere(symbol: Symbol, names: frozenset[str]) -> bool:
    """Return whether the other side has the name for something else: then it is not lost."""
    return symbol.role not in _PARTS and symbol.name in names


_PARTS = frozenset({Role.ARGUMENT, Role.FIELD})


def _is_part(symbol: Symbol, owners: frozenset[str]) -> bool:
    """Return whether a name comes or goes with what it is a part of."""
    return symbol.role in _PARTS and symbol.owner not in owners


def _partners(old: Surface, new: Surface, twins: Twins) -> Mapping[int, Symbol]:
    """Match the symbols of two surfaces, by what they are on the wire, then by their nodes."""
    by_key = {(each.role, each.owner, each.key): each for each in new.symbols}
    by_node = {(each.role, each.owner, each.origin): each for each in new.symbols}
    found: dict[int, Symbol] = {}
    taken: set[int] = set()
    for by_name in (True, False):
        for each in old.symbols:
            owner = _owner(each, twins)
            if owner is None or id(each) in found:
                continue
            if by_name:
                partner = by_key.get((each.role, owner, each.key))
            else:
                node = twins.nodes.get(each.origin, ())
                partner = by_node.get((each.role, owner, node))
            if partner is not None and id(partner) not in taken:
                found[id(each)] = partner
                taken.add(id(partner))
    return found


def _owner(symbol: Symbol, twins: Twins) -> str | None:
    match symbol.role:
        case Role.METHOD | Role.ARGUMENT:
            return twins.operations.get(symbol.owner)
        case Role.MODEL | Role.FIELD:
            return twins.models.get(ModelId(symbol.owner))
        case Role.CLIENT | Role.ENVIRONMENT | Role.CREDENTIAL:
            return ""


def _gone(symbol: Symbol, new: Surface, twins: Twins) -> Shift:
    successor = twins.successors.get(ModelId(symbol.owner))
    model = new.models.get(successor) if successor else None
    return Shift(
        old=symbol,
        new=None,
        bumps={PRESENCE: Bump.MAJOR},
        successor=f"models.{model.name}" if model and symbol.role is Role.MODEL else "",
    )


def _arrival(symbol: Symbol) -> Bump:
    """Judge a name that is new: who builds what is sent has to give what is needed."""
    is_asked_for = symbol.role in {Role.ARGUMENT, Role.FIELD} and symbol.flow.is_sent
    if is_asked_for and symbol.is_needed and symbol.constant is None:
        return Bump.MAJOR
    return Bump.MINOR


def _bumps(old: Symbol, new: Symbol, variance: Variance) -> Mapping[str, Bump]:
    flow = old.flow | new.flow
    bumps: dict[str, Bump] = {}
    if old.name != new.name and old.own != new.own:
        bumps[NAME] = Bump.MAJOR
    if old.is_needed != new.is_needed:
        bumps[NEED] = flow.bump(
            sent=Bump.MAJOR if new.is_needed else Bump.MINOR,
            received=Bump.MINOR if new.is_needed else Bump.MAJOR,
        )
    null = (
        _may_be_none(old, variance.old),
        _may_be_none(new, variance.new),
    )
    if null[0] != null[1]:
        bumps[NULL] = flow.bump(
            sent=Bump.MINOR if null[1] else Bump.MAJOR,
            received=Bump.MAJOR if null[1] else Bump.MINOR,
        )
    bump = _type_bump(old, new, flow, variance)
    if bump is not Bump.NONE:
        bumps[TYPE] = bump
    elif old.is_needed == new.is_needed and _body(old) != _body(new):
        bumps[TYPE] = Bump.NONE
    bumps.update(_detail_bumps(old, new, variance.twins))
    if "result" in bumps:
        bumps.setdefault(TYPE, Bump.MAJOR)  # bytes instead of text have no types
    return bumps


def _detail_bumps(
    old: Symbol, new: Symbol, twins: Mapping[ModelId, ModelId]
) -> Iterator[tuple[str, Bump]]:
    """Yield what differs besides names and types."""
    shared = set(old.positional) & set(new.positional)
    orders = [[x for x in each.positional if x in shared] for each in (old, new)]
    if orders[0] != orders[1]:
        yield ORDER, Bump.MAJOR
    before = {tag: twins.get(model, model) for tag, model in old.tags}
    after = dict(new.tags)
    if before != after:
        is_redirected = any(before[x] != after[x] for x in before.keys() & after.keys())
        yield "tags", Bump.MAJOR if is_redirected else Bump.MINOR
    for facet in old.details.keys() & new.details.keys():
        one, other = old.details[facet], new.details[facet]
        if one != other:
            yield facet, _DETAILS[facet][0 if not one else 1 if not other else 2]


def _body(symbol: Symbol) -> str:
    """Return the form without the name."""
    return symbol.form.removeprefix(f"{symbol.own}: ")


def _may_be_none(symbol: Symbol, models: Mapping[ModelId, Model]) -> bool:
    """Return whether None is among the values; what may be left out is None anyway."""
    is_part = symbol.role in _PARTS
    return (is_part and not symbol.is_needed) or (
        symbol.type is not None and allows_null(symbol.type, models)
    )


def _type_bump(old: Symbol, new: Symbol, flow: Flow, variance: Variance) -> Bump:
    if old.type is None or new.type is None:
        return Bump.NONE if old.type is new.type else Bump.MAJOR
    before, after = without_null(old.type), without_null(new.type)
    constants = old.constant, new.constant
    if None not in constants:
        is_same = repr(old.constant) == repr(new.constant)
        received = Bump.NONE if is_same else Bump.MAJOR
    else:
        is_open = constants == (None, None)
        received = variance.received(before, after, is_open=is_open)
    return flow.bump(sent=variance.sent(before, after), received=received)
