"""Compares what two operations send besides their parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange
from specweld.diff.finding import Finding, Spot
from specweld.diff.flow import SENT
from specweld.diff.properties import Pair, compare_named, form_of, show
from specweld.json_types import JsonObject, Pointer, parse_pointer, resolve_pointer

if TYPE_CHECKING:
    from specweld.api.operations import Argument, Body, Operation
    from specweld.diff.type_edits import Types

_MAX_REFERENCES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """One operation before and after, with the documents that they are in."""

    old: Operation
    new: Operation
    old_document: JsonObject
    new_document: JsonObject
    types: Types

    @property
    def old_symbol(self) -> str:
        """Return the dotted name of the method before."""
        return f"client.{self.old.qualified_name}"

    @property
    def new_symbol(self) -> str:
        """Return the dotted name of the method after."""
        return f"client.{self.new.qualified_name}"

    def spot(
        self,
        kind: SubjectKind,
        place: str,
        old: Pointer | None,
        new: Pointer | None,
    ) -> Spot:
        """Say where a part of the operation is: `GET /v1/voices` + ` query page_size`."""
        return Spot(
            kind=kind,
            name=f"{self.old.id}{place}",
            old=old,
            new=new,
            operations=(self.new.id,),
        )


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
        yield from _flattened(calls, old, new)


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
            _schema_pointer(old_body),
            _schema_pointer(new_body),
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


def _flattened(calls: Calls, old: Body, new: Body) -> Iterator[Finding]:
    before = {each.wire_name: each for each in old.arguments}
    after = {each.wire_name: each for each in new.arguments}
    old_constants = {each.wire_name: each.value for each in old.constants}
    new_constants = {each.wire_name: each.value for each in new.constants}
    for name, argument in after.items():
        if name in before:
            yield from _kept(calls, before[name], argument, old, new)
        elif name not in old_constants:
            yield _added(calls, argument)
    for name, argument in before.items():
        if name not in after and name not in new_constants:
            yield _removed(calls, argument)
    for name in {**old_constants, **new_constants}:
        yield from _constant(
            calls, name, (old, new), (before.get(name), after.get(name))
        )


def _kept(
    calls: Calls, old: Argument, new: Argument, old_body: Body, new_body: Body
) -> Iterator[Finding]:
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
    body_decides = old_body.is_required != new_body.is_required
    for finding in compare_named(pair, calls.types):
        if not (body_decides and finding.keyword == "required"):
            yield finding


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
    symbols: list[SymbolChange] = []
    if arguments[0] is not None:
        form = form_of(arguments[0], calls.types, is_old=True)
        name_before = f"{calls.old_symbol}.{arguments[0].name}"
        symbols.append(SymbolChange(old=name_before, new="", old_form=form))
    if arguments[1] is not None:
        form = form_of(arguments[1], calls.types, is_old=False)
        name_after = f"{calls.new_symbol}.{arguments[1].name}"
        symbols.append(SymbolChange(old="", new=name_after, new_form=form))
    yield Finding(
        topic=f"constant-{verb}",
        rules=(f"request-constant-{verb}",),
        spot=spot,
        message=f"`{spot.name}` is fixed to {show(new)} instead of {show(old)}",
        direction=Direction.SENT,
        old=old,
        new=new,
        symbols=tuple(symbols),
        python=Bump.MAJOR if symbols else Bump.NONE,
    )


def _schema_pointer(body: Body) -> Pointer:
    return (*body.origin.pointer, "content", body.content_type, "schema")


def _property_pointer(document: JsonObject, body: Body, name: str) -> Pointer | None:
    """Find the node of a property of a flattened body, through references."""
    pointer = _schema_pointer(body)
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
