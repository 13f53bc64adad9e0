"""Compares what two operations send besides their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange
from specweld.diff.finding import Finding, Spot
from specweld.diff.flattened import compare_flattened, schema_pointer
from specweld.diff.flow import SENT
from specweld.diff.properties import Pair, compare_named, form_of

if TYPE_CHECKING:
    from specweld.api.operations import Argument, Body
    from specweld.diff.calls import Calls


def compare_bodies(calls: Calls) -> Iterator[Finding]:
    """Find what differs between two bodies, either of which may be missing."""
    old, new = calls.old.body, calls.new.body
    if old is not None and new is not None:
        yield from _both(calls, old, new)
    elif new is not None:
        yield _body_added(calls, new)
    elif old is not None:
        yield _body_removed(calls, old)


def body_arguments(body: Body) -> tuple[Argument, ...]:
    """List the arguments that make a body: its properties, or the one that is all of it."""
    return body.arguments if body.argument is None else (body.argument,)


def _forms(calls: Calls, body: Body, *, is_old: bool) -> tuple[SymbolChange, ...]:
    symbol = calls.old_symbol if is_old else calls.new_symbol
    found: list[SymbolChange] = []
    for each in body_arguments(body):
        name = f"{symbol}.{each.name}"
        form = form_of(each, calls.types, is_old=is_old)
        if is_old:
            found.append(SymbolChange(old=name, new="", old_form=form))
        else:
            found.append(SymbolChange(old="", new=name, new_form=form))
    return tuple(found)


def _body_added(calls: Calls, body: Body) -> Finding:
    word = "required" if body.is_required else "optional"
    needed = any(each.is_required for each in body_arguments(body))
    return Finding(
        topic="body-added",
        rules=(f"request-body-added-{word}",),
        spot=calls.spot(SubjectKind.OPERATION, " body", None, body.origin.pointer),
        message=f"`{calls.old.id}` takes a body now, which is {word}",
        direction=Direction.SENT,
        new=body.content_type,
        symbols=_forms(calls, body, is_old=False),
        python=Bump.MAJOR if needed else Bump.MINOR,
    )


def _body_removed(calls: Calls, body: Body) -> Finding:
    return Finding(
        topic="body-removed",
        rules=("request-body-removed",),
        spot=calls.spot(SubjectKind.OPERATION, " body", body.origin.pointer, None),
        message=f"`{calls.old.id}` no longer takes a body",
        direction=Direction.SENT,
        old=body.content_type,
        symbols=_forms(calls, body, is_old=True),
        python=Bump.MAJOR if body_arguments(body) else Bump.NONE,
    )


def _both(calls: Calls, old: Body, new: Body) -> Iterator[Finding]:
    spot = calls.spot(
        SubjectKind.OPERATION, " body", old.origin.pointer, new.origin.pointer
    )
    if (old.kind, old.content_type) != (new.kind, new.content_type):
        yield Finding(
            topic="body-encoding-changed",
            rules=("request-body-encoding-changed",),
            spot=spot,
            message=f"the body of `{calls.old.id}` is sent as `{new.content_type}` instead of `{old.content_type}`",
            direction=Direction.SENT,
            old=old.content_type,
            new=new.content_type,
            python=Bump.PATCH,
            keyword="content",
        )
    if old.is_required != new.is_required:
        word = "required" if new.is_required else "optional"
        yield Finding(
            topic=f"body-became-{word}",
            rules=(f"request-body-became-{word}",),
            spot=spot,
            message=f"the body of `{calls.old.id}` became {word}",
            direction=Direction.SENT,
            old=old.is_required,
            new=new.is_required,
            symbols=_requirements(calls, old, new),
            python=_requirement_bump(old, new),
            keyword="required",
        )
    if old.argument is not None and new.argument is not None:
        yield from _whole(calls, (old, old.argument), (new, new.argument))
    elif old.argument is not None or new.argument is not None:
        yield _shape(calls, old, new, spot)
    else:
        yield from compare_flattened(calls, old, new)


def _requirements(calls: Calls, old: Body, new: Body) -> tuple[SymbolChange, ...]:
    before = {each.wire_name: each for each in body_arguments(old)}
    return tuple(
        SymbolChange(
            old=f"{calls.old_symbol}.{before[each.wire_name].name}",
            new=f"{calls.new_symbol}.{each.name}",
            old_form=form_of(before[each.wire_name], calls.types, is_old=True),
            new_form=form_of(each, calls.types, is_old=False),
        )
        for each in body_arguments(new)
        if each.wire_name in before
        and before[each.wire_name].is_required != each.is_required
    )


def _requirement_bump(old: Body, new: Body) -> Bump:
    before = {each.wire_name for each in body_arguments(old) if each.is_required}
    after = {each.wire_name for each in body_arguments(new) if each.is_required}
    if new.is_required and after - before:
        return Bump.MAJOR
    return Bump.MINOR if before - after else Bump.NONE


def _whole(
    calls: Calls, before: tuple[Body, Argument], after: tuple[Body, Argument]
) -> Iterator[Finding]:
    (old_body, old), (new_body, new) = before, after
    pair = Pair(
        old=old,
        new=new,
        old_symbol=f"{calls.old_symbol}.{old.name}",
        new_symbol=f"{calls.new_symbol}.{new.name}",
        flow=SENT,
        spot=calls.spot(
            SubjectKind.ARGUMENT,
            " body",
            schema_pointer(old_body),
            schema_pointer(new_body),
        ),
        word="body",
    )
    for finding in compare_named(pair, calls.types):
        if finding.topic not in {"body-became-required", "body-became-optional"}:
            yield finding


def _shape(calls: Calls, old: Body, new: Body, spot: Spot) -> Finding:
    return Finding(
        topic="body-shape-changed",
        rules=("request-body-shape-changed",),
        spot=spot,
        message=f"the body of `{calls.old.id}` is {_shape_words(new)} instead of {_shape_words(old)}",
        direction=Direction.SENT,
        old=[each.name for each in body_arguments(old)],
        new=[each.name for each in body_arguments(new)],
        symbols=(
            *_forms(calls, old, is_old=True),
            *_forms(calls, new, is_old=False),
        ),
        python=Bump.MAJOR,
    )


def _shape_words(body: Body) -> str:
    if body.argument is not None:
        return f"the argument `{body.argument.name}`"
    count = len(body.arguments)
    return "one argument" if count == 1 else f"{count} arguments"
