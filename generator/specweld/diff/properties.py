"""Compares two things that have a name and a type: fields of models, arguments of methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.models import Field
from specweld.api.operations import Argument
from specweld.diff.change import Bump, SymbolChange
from specweld.diff.finding import Finding, Spot

if TYPE_CHECKING:
    from specweld.diff.flow import Flow
    from specweld.diff.type_edits import TypeEdit, Types
    from specweld.json_types import Json

Named: TypeAlias = Field | Argument

_TITLES = {
    "became-nullable": "may be null now",
    "became-not-nullable": "may no longer be null",
    "became-enum": "is restricted to {new}",
    "stopped-being-enum": "is no longer restricted to {old}",
    "enum-value-added": "may be {new} now",
    "enum-value-removed": "may no longer be {old}",
    "suggested-value-added": "lists {new} among its usual values now",
    "suggested-value-removed": "no longer lists {old} among its usual values",
    "union-member-added": "may be {new} now",
    "union-member-removed": "may no longer be {old}",
    "type-changed": "is {new} instead of {old}",
    "type-widened": "is {new} instead of {old}",
    "type-narrowed": "is {new} instead of {old}",
    "format-changed": "has the format {new} instead of {old}",
    "model-swapped": "is {new} instead of {old}, which has the same properties",
    "model-extracted": "is {new} instead of {old}, which has the same properties",
}


def show(value: Json) -> str:
    """Write a value into a message: names and values in backquotes."""
    match value:
        case None:
            return "none"
        case list():
            return ", ".join(show(each) for each in value)
        case str():
            return f"`{value}`"
        case _:
            return f"`{value!r}`"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One named thing before and after, and how Python calls it."""

    old: Named
    new: Named
    old_symbol: str
    """`models.Voice.name`, `client.voices.get(name)`"""
    new_symbol: str
    flow: Flow
    spot: Spot
    word: str
    """`parameter` or `property`, as the rules call it."""


def compare_named(pair: Pair, types: Types) -> Iterator[Finding]:
    """Find everything that differs between two fields or two arguments of one wire name."""
    yield from _name(pair)
    yield from _required(pair, types)
    yield from _constant_or_type(pair, types)
    yield from _default(pair)
    yield from _deprecated(pair)


def form_of(named: Named, types: Types, *, is_old: bool) -> str:
    """Write a field or an argument as it stands in the code: `limit: int | None = None`."""
    text = types.old_text if is_old else types.new_text
    if named.is_required:
        return f"{named.name}: {text.of(named.type)}"
    return f"{named.name}: {text.optional(named.type)}"


def symbol_of(pair: Pair, types: Types) -> tuple[SymbolChange, ...]:
    """Show one symbol before and after; nothing when Python sees no difference."""
    old_form = form_of(pair.old, types, is_old=True)
    new_form = form_of(pair.new, types, is_old=False)
    if old_form == new_form and pair.old_symbol == pair.new_symbol:
        return ()
    return (
        SymbolChange(
            old=pair.old_symbol,
            new=pair.new_symbol,
            old_form=old_form,
            new_form=new_form,
        ),
    )


def constant_of(named: Named) -> str | int | bool | None:
    """Return the one value that a field may have; None when there are several."""
    return named.constant if isinstance(named, Field) else None


def edit_findings(
    pair: Pair, edits: Iterator[TypeEdit], types: Types
) -> Iterator[Finding]:
    """Turn type edits into findings at a place."""
    symbols = symbol_of(pair, types)
    for edit in edits:
        python = pair.flow.bump(sent=edit.sent, received=edit.received)
        if _is_swallowed(edit, pair):
            python = Bump.NONE
        yield type_finding(
            edit,
            pair.spot,
            pair.flow,
            symbols=symbols or _same_symbol(pair, types, python),
            python=python,
        )


def _same_symbol(pair: Pair, types: Types, python: Bump) -> tuple[SymbolChange, ...]:
    """Name the symbol although it is spelled as before: what its alias means changed."""
    if python in {Bump.NONE, Bump.PATCH}:
        return ()
    form = form_of(pair.new, types, is_old=False)
    return (
        SymbolChange(
            old=pair.old_symbol, new=pair.new_symbol, old_form=form, new_form=form
        ),
    )


def _is_swallowed(edit: TypeEdit, pair: Pair) -> bool:
    """Null beside what may be missing anyway: the annotation says None on both sides."""
    return (
        edit.topic in {"became-nullable", "became-not-nullable"}
        and not edit.path
        and not pair.old.is_required
        and not pair.new.is_required
    )


def type_finding(
    edit: TypeEdit,
    spot: Spot,
    flow: Flow,
    *,
    symbols: tuple[SymbolChange, ...],
    python: Bump,
) -> Finding:
    """Turn one type edit into a finding at a place."""
    place = f"`{spot.name}{edit.path}`"
    text = _TITLES[edit.topic].format(old=show(edit.old), new=show(edit.new))
    return Finding(
        topic=f"{edit.topic}{edit.path}",
        rules=flow.rules(edit.topic) if edit.has_direction else (edit.topic,),
        spot=spot,
        message=f"{place} {text}",
        direction=flow.direction,
        old=edit.old,
        new=edit.new,
        symbols=symbols,
        python=python,
        copies=edit.copies and f"{edit.topic} {edit.copies}",
        # A format is one keyword: limits beside it may differ as well.
        keyword="format" if edit.topic == "format-changed" and not edit.path else "",
    )


def _name(pair: Pair) -> Iterator[Finding]:
    if pair.old.name == pair.new.name:
        return
    rule = "field-renamed" if isinstance(pair.new, Field) else "argument-renamed"
    yield Finding(
        topic=rule,
        rules=(rule,),
        spot=pair.spot,
        message=f"`{pair.spot.name}` is called `{pair.new.name}` in Python instead of `{pair.old.name}`",
        direction=pair.flow.direction,
        old=pair.old.name,
        new=pair.new.name,
        symbols=(SymbolChange(old=pair.old_symbol, new=pair.new_symbol),),
        python=Bump.MAJOR,
        keyword="x-name",
    )


def _required(pair: Pair, types: Types) -> Iterator[Finding]:
    if pair.old.is_required == pair.new.is_required:
        return
    is_required = pair.new.is_required
    topic = f"{pair.word}-became-{'required' if is_required else 'optional'}"
    text = "is required now" if is_required else "may be left out now"
    yield Finding(
        topic=topic,
        rules=pair.flow.rules(topic),
        spot=pair.spot,
        message=f"`{pair.spot.name}` {text}",
        direction=pair.flow.direction,
        old=pair.old.is_required,
        new=is_required,
        symbols=symbol_of(pair, types),
        python=pair.flow.bump(
            sent=Bump.MAJOR if is_required else Bump.MINOR,
            received=Bump.MINOR if is_required else Bump.MAJOR,
        ),
        keyword="required",
    )


def _constant_or_type(pair: Pair, types: Types) -> Iterator[Finding]:
    old, new = constant_of(pair.old), constant_of(pair.new)
    if old is None and new is None:
        edits = types.edits(pair.old.type, pair.new.type)
        yield from edit_findings(pair, edits, types)
        return
    if old == new and type(old) is type(new):
        return
    verb = (
        "changed" if None not in (old, new) else "added" if old is None else "removed"
    )
    variance = types.variance
    yield Finding(
        topic=f"constant-{verb}",
        rules=pair.flow.rules(f"constant-{verb}"),
        spot=pair.spot,
        message=f"`{pair.spot.name}` is fixed to {show(new)} instead of {show(old)}",
        direction=pair.flow.direction,
        old=old,
        new=new,
        symbols=symbol_of(pair, types),
        python=pair.flow.bump(
            sent=variance.sent(pair.old.type, pair.new.type),
            received=(
                Bump.MAJOR
                if verb == "changed"
                else variance.received(pair.old.type, pair.new.type, is_open=False)
            ),
        ),
    )


def _default(pair: Pair) -> Iterator[Finding]:
    old, new = pair.old.default, pair.new.default
    if old == new and repr(old) == repr(new):
        return
    verb = "changed" if old and new else "removed" if old else "added"
    before = show(old.value) if old else "none"
    after = show(new.value) if new else "none"
    yield Finding(
        topic=f"default-{verb}",
        rules=pair.flow.rules(f"default-{verb}"),
        spot=pair.spot,
        message=f"the default of `{pair.spot.name}` is {after} instead of {before}",
        direction=pair.flow.direction,
        old=old.value if old else None,
        new=new.value if new else None,
        python=Bump.PATCH,
        keyword="default",
    )


def _deprecated(pair: Pair) -> Iterator[Finding]:
    if pair.old.is_deprecated == pair.new.is_deprecated:
        return
    verb = "deprecated" if pair.new.is_deprecated else "undeprecated"
    rule = (
        f"request-parameter-{verb}" if pair.word == "parameter" else f"property-{verb}"
    )
    text = "is deprecated" if pair.new.is_deprecated else "is no longer deprecated"
    yield Finding(
        topic=verb,
        rules=(rule,),
        spot=pair.spot,
        message=f"`{pair.spot.name}` {text}",
        direction=pair.flow.direction,
        old=pair.old.is_deprecated,
        new=pair.new.is_deprecated,
        python=Bump.MINOR if pair.new.is_deprecated else Bump.PATCH,
        keyword="deprecated",
    )
