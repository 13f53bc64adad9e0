"""Changes that leave nothing to compare: another kind of answer, another shape of body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.api.operations import ResponseKind
from specweld.diff.change import Direction, SubjectKind
from specweld.diff.finding import Recognition
from specweld.diff.surface import Role
from specweld.diff.symbols import PRESENCE, TYPE, least

if TYPE_CHECKING:
    from specweld.api.operations import Argument, Method, Payload
    from specweld.diff.matched import Matched
    from specweld.diff.sighting import Join, Sighting
    from specweld.diff.symbols import Shift
    from specweld.json_types import Pointer


def absorb(
    sightings: tuple[Sighting, ...], matched: Matched, join: Join
) -> tuple[tuple[Sighting, ...], tuple[Recognition, ...]]:
    """Report such changes as one each, and leave out what was seen inside of them."""
    findings: list[Recognition] = []
    inside: list[tuple[Pointer, ...]] = []
    for finding, pointers in (*_kinds(matched, join), *_shapes(matched, join)):
        findings.append(finding)
        inside.append(pointers)
    known = {pointer for pointers in inside for pointer in pointers}
    kept = tuple(each for each in sightings if not _is_inside(each, known))
    return kept, tuple(findings)


def _is_inside(sighting: Sighting, known: set[Pointer]) -> bool:
    for pointer in (sighting.edit.old, sighting.edit.new):
        if pointer is not None and any(
            pointer[:length] in known for length in range(1, len(pointer) + 1)
        ):
            return True
    return False


def _kinds(
    matched: Matched, join: Join
) -> Iterator[tuple[Recognition, tuple[Pointer, ...]]]:
    operations = _by_id(matched)
    for shift in matched.shifts:
        if shift.role is not Role.METHOD or "result" not in shift.bumps:
            continue
        if shift.old is None or shift.new is None:
            continue
        old, new = operations[0][shift.old.owner], operations[1][shift.new.owner]
        join.explained.update({(id(shift), TYPE), (id(shift), "result")})
        rule = "response-kind-changed"
        if old.response.kind is ResponseKind.DECIDE:
            rule = "response-body-documented"
        elif new.response.kind is ResponseKind.DECIDE:
            rule = "response-body-undocumented"
        places = tuple(
            (*each.response.origin.pointer, "content") for each in (old, new)
        )
        before, after = shift.old.form[3:], shift.new.form[3:]
        arrivals = join.below(places[0], 0) + join.below(places[1], 1)
        yield Recognition(
            rules=(rule,),
            kind=SubjectKind.RESPONSE,
            name=f"{old.id} response",
            message=f"the answer of `{old.id}` is `{after}` instead of `{before}`",
            places=(places[0], places[1]),
            direction=Direction.RECEIVED,
            old=before,
            new=after,
            symbols=(
                shift.change(TYPE),
                *(each.change(PRESENCE) for each in arrivals),
            ),
            operations=(new.id,),
            python=least(rule, shift.bumps[TYPE], *(each.bump for each in arrivals)),
        ), places


def _shapes(
    matched: Matched, join: Join
) -> Iterator[tuple[Recognition, tuple[Pointer, ...]]]:
    operations = _by_id(matched)
    for one, other in matched.operations:
        old, new = operations[0].get(one.id), operations[1].get(other.id)
        if old is None or new is None or old.body is None or new.body is None:
            continue
        if (old.body.argument is None) == (new.body.argument is None):
            continue
        places = old.body.origin.pointer, new.body.origin.pointer
        shifts = [
            each
            for each in join.owned(new.id) + join.owned(old.id)
            if each.role is Role.ARGUMENT
            and each.either.key[0] == "body"
            and PRESENCE in each.bumps
        ]
        join.explained.update((id(each), PRESENCE) for each in shifts)
        arrivals = join.below(places[0], 0) + join.below(places[1], 1)
        rule = "request-body-shape-changed"
        found: dict[int, Shift] = {id(each): each for each in (*shifts, *arrivals)}
        yield Recognition(
            rules=(rule,),
            kind=SubjectKind.OPERATION,
            name=f"{old.id} body",
            message=f"the body of `{old.id}` is {_words(new.body)} instead of {_words(old.body)}",
            places=places,
            direction=Direction.SENT,
            old=[each.name for each in _arguments(old.body)],
            new=[each.name for each in _arguments(new.body)],
            symbols=tuple(
                each.change(PRESENCE)
                for each in sorted(found.values(), key=lambda each: each.old is None)
            ),
            operations=(new.id,),
            python=least(rule, *(each.bump for each in found.values())),
        ), places


def _by_id(matched: Matched) -> tuple[dict[str, Method], dict[str, Method]]:
    old, new = (
        {each.id: each for each in view.side.api.operations}
        for view in (matched.old, matched.new)
    )
    return old, new


def _arguments(body: Payload) -> tuple[Argument, ...]:
    return body.arguments if body.argument is None else (body.argument,)


def _words(body: Payload) -> str:
    if body.argument is not None:
        return f"the argument `{body.argument.name}`"
    count = len(body.arguments)
    return "one argument" if count == 1 else f"{count} arguments"
