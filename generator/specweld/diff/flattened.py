"""Compares bodies whose properties are arguments, and what is filled in beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange
from specweld.diff.finding import Finding
from specweld.diff.flow import SENT
from specweld.diff.properties import Pair, compare_named, form_of, show
from specweld.json_types import JsonObject, Pointer, parse_pointer, resolve_pointer

if TYPE_CHECKING:
    from specweld.api.operations import Argument, Body
    from specweld.diff.calls import Calls

_MAX_REFERENCES = 20


def compare_flattened(calls: Calls, old: Body, new: Body) -> Iterator[Finding]:
    """Find what differs between two objects whose properties are arguments."""
    before = {each.wire_name: each for each in old.arguments}
    after = {each.wire_name: each for each in new.arguments}
    old_constants = {each.wire_name: each.value for each in old.constants}
    new_constants = {each.wire_name: each.value for each in new.constants}
    for name, argument in after.items():
        if name in before:
            is_decided = old.is_required != new.is_required
            for finding in _kept(calls, before[name], argument):
                if not (is_decided and finding.keyword == "required"):
                    yield finding  # the body's own requirement says it all
        elif name not in old_constants:
            yield _added(calls, argument)
    for name, argument in before.items():
        if name not in after and name not in new_constants:
            yield _removed(calls, argument)
    for name in {**old_constants, **new_constants}:
        yield from _constant(
            calls, name, (old, new), (before.get(name), after.get(name))
        )


def _kept(calls: Calls, old: Argument, new: Argument) -> Iterator[Finding]:
    pair = Pair(
        old=old,
        new=new,
        old_symbol=f"{calls.old_symbol}.{old.name}",
        new_symbol=f"{calls.new_symbol}.{new.name}",
        flow=SENT,
        spot=calls.spot(
            SubjectKind.ARGUMENT,
            f" body {old.wire_name}",
            old.origin.pointer,
            new.origin.pointer,
        ),
        word="property",
    )
    yield from compare_named(pair, calls.types)


def _added(calls: Calls, argument: Argument) -> Finding:
    pointer = argument.origin.pointer
    was_read_only = _is_flagged(calls.old_document, pointer, "readOnly")
    topic = "property-lost-read-only" if was_read_only else "property-added"
    word = "required" if argument.is_required else "optional"
    spot = calls.spot(
        SubjectKind.ARGUMENT,
        f" body {argument.wire_name}",
        pointer if was_read_only else None,
        pointer,
    )
    return Finding(
        topic=topic,
        rules=(
            f"request-{topic}" if was_read_only else f"request-property-added-{word}",
        ),
        spot=spot,
        message=(
            f"`{spot.name}` can be set now"
            if was_read_only
            else f"`{spot.name}` is new and {word}"
        ),
        direction=Direction.SENT,
        old=True if was_read_only else None,
        new=False if was_read_only else calls.types.new_text.of(argument.type),
        symbols=(
            SymbolChange(
                old="",
                new=f"{calls.new_symbol}.{argument.name}",
                new_form=form_of(argument, calls.types, is_old=False),
            ),
        ),
        python=Bump.MAJOR if argument.is_required else Bump.MINOR,
        keyword="readOnly" if was_read_only else "",
    )


def _removed(calls: Calls, argument: Argument) -> Finding:
    pointer = argument.origin.pointer
    is_read_only = _is_flagged(calls.new_document, pointer, "readOnly")
    topic = "property-became-read-only" if is_read_only else "property-removed"
    spot = calls.spot(
        SubjectKind.ARGUMENT,
        f" body {argument.wire_name}",
        pointer,
        pointer if is_read_only else None,
    )
    return Finding(
        topic=topic,
        rules=(f"request-{topic}",),
        spot=spot,
        message=f"`{spot.name}` {'can no longer be set' if is_read_only else 'is gone'}",
        direction=Direction.SENT,
        old=False if is_read_only else calls.types.old_text.of(argument.type),
        new=True if is_read_only else None,
        symbols=(
            SymbolChange(
                old=f"{calls.old_symbol}.{argument.name}",
                new="",
                old_form=form_of(argument, calls.types, is_old=True),
            ),
        ),
        python=Bump.MAJOR,
        keyword="readOnly" if is_read_only else "",
    )


def _constant(
    calls: Calls,
    name: str,
    bodies: tuple[Body, Body],
    arguments: tuple[Argument | None, Argument | None],
) -> Iterator[Finding]:
    old = next(
        (each.value for each in bodies[0].constants if each.wire_name == name), None
    )
    new = next(
        (each.value for each in bodies[1].constants if each.wire_name == name), None
    )
    if old == new and type(old) is type(new):
        return
    verb = (
        "changed" if None not in (old, new) else "added" if old is None else "removed"
    )
    spot = calls.spot(
        SubjectKind.ARGUMENT,
        f" body {name}",
        _property_pointer(calls.old_document, bodies[0], name),
        _property_pointer(calls.new_document, bodies[1], name),
    )
    symbols = _argument_symbols(calls, arguments)
    yield Finding(
        topic=f"constant-{verb}",
        rules=(f"request-constant-{verb}",),
        spot=spot,
        message=f"`{spot.name}` is fixed to {show(new)} instead of {show(old)}",
        direction=Direction.SENT,
        old=old,
        new=new,
        symbols=symbols,
        python=Bump.MAJOR if symbols else Bump.NONE,
    )


def schema_pointer(body: Body) -> Pointer:
    """Name the node of the schema of a body."""
    return (*body.origin.pointer, "content", body.content_type, "schema")


def _argument_symbols(
    calls: Calls, arguments: tuple[Argument | None, Argument | None]
) -> tuple[SymbolChange, ...]:
    """Show the argument that became a constant, or the other way round."""
    symbols: list[SymbolChange] = []
    old, new = arguments
    if old is not None:
        form = form_of(old, calls.types, is_old=True)
        name = f"{calls.old_symbol}.{old.name}"
        symbols.append(SymbolChange(old=name, new="", old_form=form))
    if new is not None:
        form = form_of(new, calls.types, is_old=False)
        name = f"{calls.new_symbol}.{new.name}"
        symbols.append(SymbolChange(old="", new=name, new_form=form))
    return tuple(symbols)


def _property_pointer(document: JsonObject, body: Body, name: str) -> Pointer | None:
    """Find the node of a property of a flattened body, through references."""
    pointer = schema_pointer(body)
    for _ in range(_MAX_REFERENCES):
        try:
            node = resolve_pointer(document, pointer)
        except KeyError:
            return None
        match node:
            case {"$ref": str(target)} if target.startswith("#/"):
                pointer = parse_pointer(target)
            case {"properties": dict(properties)} if name in properties:
                return (*pointer, "properties", name)
            case _:
                return None
    return None


def _is_flagged(document: JsonObject, pointer: Pointer, flag: str) -> bool:
    try:
        node = resolve_pointer(document, pointer)
    except KeyError:
        return False
    return isinstance(node, dict) and node.get(flag) is True
