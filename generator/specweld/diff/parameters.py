"""Compares the parameters of two operations, and the order that Python gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.operations import Location
from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange
from specweld.diff.finding import Finding, Spot
from specweld.diff.flow import SENT
from specweld.diff.properties import Pair, compare_named, form_of

if TYPE_CHECKING:
    from specweld.api.operations import Argument
    from specweld.diff.calls import Calls

_Matched: TypeAlias = "list[tuple[Argument, Argument]]"


def compare_parameters(calls: Calls) -> Iterator[Finding]:
    """Find what differs between the parameters of two operations."""
    matched, removed, added = _match(calls)
    for old, new in matched:
        yield from _pair(calls, old, new)
    for each in added:
        yield _added(calls, each)
    for each in removed:
        yield _removed(calls, each)
    yield from _order(calls, matched)


def _match(calls: Calls) -> tuple[_Matched, list[Argument], list[Argument]]:
    """Match by place and name, path parameters by position, then by name alone."""
    left, right = list(calls.old.arguments), list(calls.new.arguments)
    matched: _Matched = []
    for key in (_by_place, _by_name):
        before = {key(each): each for each in left}
        for each in tuple(right):
            found = before.pop(key(each), None)
            if found is not None:
                matched.append((found, each))
                left.remove(found)
                right.remove(each)
        if key is _by_place:
            _match_path(left, right, matched)
    return matched, left, right


def _match_path(left: list[Argument], right: list[Argument], matched: _Matched) -> None:
    before = [each for each in left if each.location is Location.PATH]
    after = [each for each in right if each.location is Location.PATH]
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            matched.append((old, new))
            left.remove(old)
            right.remove(new)


def _by_place(argument: Argument) -> tuple[Location, str]:
    is_header = argument.location is Location.HEADER
    name = argument.wire_name.lower() if is_header else argument.wire_name
    return argument.location, name


def _by_name(argument: Argument) -> str:
    return argument.wire_name


def _spot(calls: Calls, old: Argument | None, new: Argument | None) -> Spot:
    named = old or new
    where = f" {named.location.value} {named.wire_name}" if named else ""
    return calls.spot(
        SubjectKind.ARGUMENT,
        where,
        old.origin.pointer if old else None,
        new.origin.pointer if new else None,
    )


def _pair(calls: Calls, old: Argument, new: Argument) -> Iterator[Finding]:
    pair = Pair(
        old=old,
        new=new,
        old_symbol=f"{calls.old_symbol}.{old.name}",
        new_symbol=f"{calls.new_symbol}.{new.name}",
        flow=SENT,
        spot=_spot(calls, old, new),
        word="parameter",
    )
    is_path_rename = (
        old.location is Location.PATH
        and new.location is Location.PATH
        and old.wire_name != new.wire_name
    )
    if is_path_rename:
        yield _path_rename(pair)
    for finding in compare_named(pair, calls.types):
        if not (is_path_rename and finding.topic == "argument-renamed"):
            yield finding
    yield from _travel(pair, old, new)


def _path_rename(pair: Pair) -> Finding:
    return Finding(
        topic="path-parameter-renamed",
        rules=("path-parameter-renamed",),
        spot=pair.spot,
        message=f"`{pair.spot.name}` is called `{pair.new.wire_name}`",
        direction=Direction.SENT,
        old=pair.old.wire_name,
        new=pair.new.wire_name,
        symbols=(
            SymbolChange(
                old=pair.old_symbol,
                new=pair.new_symbol,
                old_form=pair.old.name,
                new_form=pair.new.name,
            ),
        ),
        python=Bump.MAJOR if pair.old.name != pair.new.name else Bump.PATCH,
        keyword="name",
    )


def _travel(pair: Pair, old: Argument, new: Argument) -> Iterator[Finding]:
    if old.location is not new.location:
        yield Finding(
            topic="parameter-location-changed",
            rules=("request-parameter-location-changed",),
            spot=pair.spot,
            message=f"`{old.wire_name}` travels in the {new.location.value} instead of the {old.location.value}",
            direction=Direction.SENT,
            old=old.location.value,
            new=new.location.value,
            symbols=(SymbolChange(old=pair.old_symbol, new=pair.new_symbol),),
            # A path parameter is positional, any other one keyword-only.
            python=Bump.MAJOR if old.location is Location.PATH else Bump.PATCH,
            keyword="in",
        )
    elif (old.style, old.explode) != (new.style, new.explode):
        yield Finding(
            topic="parameter-style-changed",
            rules=("request-parameter-style-changed",),
            spot=pair.spot,
            message=f"`{pair.spot.name}` is written in the style {_style(new)} instead of {_style(old)}",
            direction=Direction.SENT,
            old=_style(old),
            new=_style(new),
            python=Bump.PATCH,
            keyword="style",
        )


def _style(argument: Argument) -> str:
    exploded = ", exploded" if argument.explode else ""
    return f"`{argument.style.value}{exploded}`"


def _added(calls: Calls, argument: Argument) -> Finding:
    word = "required" if argument.is_required else "optional"
    spot = _spot(calls, None, argument)
    form = form_of(argument, calls.types, is_old=False)
    return Finding(
        topic="parameter-added",
        rules=(f"request-parameter-added-{word}",),
        spot=spot,
        message=f"`{spot.name}` is new and {word}",
        direction=Direction.SENT,
        new=calls.types.new_text.of(argument.type),
        symbols=(
            SymbolChange(
                old="", new=f"{calls.new_symbol}.{argument.name}", new_form=form
            ),
        ),
        python=Bump.MAJOR if argument.is_required else Bump.MINOR,
    )


def _removed(calls: Calls, argument: Argument) -> Finding:
    spot = _spot(calls, argument, None)
    form = form_of(argument, calls.types, is_old=True)
    return Finding(
        topic="parameter-removed",
        rules=("request-parameter-removed",),
        spot=spot,
        message=f"`{spot.name}` is gone",
        direction=Direction.SENT,
        old=calls.types.old_text.of(argument.type),
        symbols=(
            SymbolChange(
                old=f"{calls.old_symbol}.{argument.name}", new="", old_form=form
            ),
        ),
        python=Bump.MAJOR,
    )


def _order(calls: Calls, matched: _Matched) -> Iterator[Finding]:
    """Compare the order of the arguments that may be passed by position."""
    partner = {id(new): old for old, new in matched}
    after = [
        partner[id(each)].name
        for each in calls.new.arguments
        if each.location is Location.PATH and id(each) in partner
    ]
    before = [
        each.name
        for each in calls.old.arguments
        if each.location is Location.PATH and each.name in after
    ]
    after = [name for name in after if name in before]
    if before == after:
        return
    yield _order_finding(calls, before, after)


def _order_finding(calls: Calls, before: list[str], after: list[str]) -> Finding:
    old_form = f"({', '.join(before)})"
    new_form = f"({', '.join(after)})"
    return Finding(
        topic="argument-order-changed",
        rules=("argument-order-changed",),
        spot=calls.spot(
            SubjectKind.OPERATION,
            "",
            calls.old.origin.pointer,
            calls.new.origin.pointer,
        ),
        message=f"the positional arguments of `{calls.new_symbol}` are `{new_form}` instead of `{old_form}`",
        direction=Direction.SENT,
        old=list(before),
        new=list(after),
        symbols=(
            SymbolChange(
                old=calls.old_symbol,
                new=calls.new_symbol,
                old_form=old_form,
                new_form=new_form,
            ),
        ),
        python=Bump.MAJOR,
        keyword="x-order",
    )
