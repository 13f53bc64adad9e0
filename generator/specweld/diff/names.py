"""Changes of names: what no edit of the documents explains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind
from specweld.diff.finding import Recognition
from specweld.diff.surface import STREAM, Role
from specweld.diff.symbols import NAME, NEED, ORDER, PRESENCE, TYPE, Shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.diff.matched import Matched
    from specweld.diff.sighting import Join
    from specweld.json_types import Json

_RENAMES = {
    Role.METHOD: ("method-renamed", "`{old}` is called `{new}`"),
    Role.MODEL: ("model-renamed", "the model `{own}` is called `{new_own}`"),
    Role.ARGUMENT: (
        "argument-renamed",
        "`{name}` is called `{new_own}` in Python instead of `{own}`",
    ),
    Role.FIELD: (
        "field-renamed",
        "`{name}` is called `{new_own}` in Python instead of `{own}`",
    ),
    Role.CREDENTIAL: (
        "argument-renamed",
        "the argument `{own}` of the client is called `{new_own}`",
    ),
}
_KINDS = {
    Role.METHOD: SubjectKind.OPERATION,
    Role.MODEL: SubjectKind.MODEL,
    Role.ARGUMENT: SubjectKind.ARGUMENT,
    Role.FIELD: SubjectKind.FIELD,
    Role.CLIENT: SubjectKind.API,
    Role.ENVIRONMENT: SubjectKind.API,
    Role.CREDENTIAL: SubjectKind.AUTH,
}
_PAGING = {
    "added": "can be walked page by page now",
    "removed": "can no longer be walked page by page",
    "changed": "is walked page by page in another way",
}


class Unexplained:
    """Words the changes of public names that nothing else explains."""

    def __init__(
        self, matched: Matched, join: Join, told: Sequence[Recognition]
    ) -> None:
        self._matched = matched
        self._join = join
        self._told = {x.old for each in told for x in each.symbols}
        self._told |= {x.new for each in told for x in each.symbols}

    def findings(self) -> Iterator[Recognition]:
        """Report each such change."""
        for shift in self._matched.shifts:
            left = [
                facet
                for facet in shift.bumps
                if (id(shift), facet) not in self._join.explained
            ]
            for facet in left:
                yield from self._of(shift, facet)

    def _of(self, shift: Shift, facet: str) -> Iterator[Recognition]:
        if facet == NAME and shift.role in _RENAMES:
            yield self._renamed(shift)
        elif facet == ORDER:
            yield self._reordered(shift)
        elif facet == "paging":
            yield self._paged(shift)
        elif facet == PRESENCE and shift.either.name not in self._told:
            yield self._lone(shift)
        elif facet in {TYPE, NEED, STREAM} and shift.bumps[facet] is not Bump.NONE:
            yield self._retyped(shift, facet)

    def _finding(
        self,
        shift: Shift,
        rule: str,
        message: str,
        values: tuple[Json, Json],
        *,
        facet: str,
    ) -> Recognition:
        old, new = shift.old, shift.new
        return Recognition(
            rules=(rule,),
            kind=_KINDS[shift.role],
            name=self._name(shift),
            message=message,
            places=(old.origin if old else None, new.origin if new else None),
            direction=_direction(shift, facet),
            old=values[0],
            new=values[1],
            symbols=(shift.change(facet),),
            operations=self._operations(shift),
            python=shift.bumps[facet],
        )

    def _name(self, shift: Shift) -> str:
        symbol = shift.old or shift.either
        view = self._matched.old if shift.old else self._matched.new
        match symbol.role:
            case Role.METHOD:
                return symbol.owner
            case Role.ARGUMENT:
                return " ".join((symbol.owner, *symbol.key))
            case Role.MODEL | Role.FIELD:
                return view.places.of(symbol.origin).name
            case _:
                return symbol.name

    def _operations(self, shift: Shift) -> tuple[str, ...]:
        symbol = shift.either
        match symbol.role:
            case Role.METHOD | Role.ARGUMENT:
                return (symbol.owner,)
            case Role.MODEL | Role.FIELD:
                view = self._matched.new if shift.new else self._matched.old
                return view.reach.operations_of(symbol.owner)
            case _:
                return ()

    def _renamed(self, shift: Shift) -> Recognition:
        old, new = shift.old or shift.either, shift.new or shift.either
        rule, text = _RENAMES[shift.role]
        message = text.format(
            name=self._name(shift),
            old=old.name,
            new=new.name,
            own=old.own,
            new_own=new.own,
        )
        return self._finding(shift, rule, message, (old.own, new.own), facet=NAME)

    def _reordered(self, shift: Shift) -> Recognition:
        old, new = shift.old or shift.either, shift.new or shift.either
        forms = [f"({', '.join(each.positional)})" for each in (old, new)]
        text = f"the positional arguments of `{new.name}` are `{forms[1]}` instead of `{forms[0]}`"
        values: tuple[Json, Json] = (list(old.positional), list(new.positional))
        return self._finding(shift, "argument-order-changed", text, values, facet=ORDER)

    def _paged(self, shift: Shift) -> Recognition:
        old, new = shift.old or shift.either, shift.new or shift.either
        before, after = old.details["paging"], new.details["paging"]
        verb = "changed" if before and after else "removed" if before else "added"
        text = f"the list that `{old.owner}` answers with {_PAGING[verb]}"
        values = str(before) or None, str(after) or None
        return self._finding(shift, f"paging-{verb}", text, values, facet="paging")

    def _lone(self, shift: Shift) -> Recognition:
        is_added = shift.old is None
        verb, said = ("added", "new") if is_added else ("removed", "gone")
        symbol = shift.either
        if shift.role is Role.MODEL:
            rule, text = f"model-{verb}", f"the model `{symbol.own}` is {said}"
            if shift.successor:
                text += f", `{shift.successor.removeprefix('models.')}` takes its place"
            value = symbol.own
        else:
            rule, text = f"python-name-{verb}", f"the name `{symbol.name}` is {said}"
            value = symbol.name
        values = None if is_added else value, value if is_added else None
        return self._finding(shift, rule, text, values, facet=PRESENCE)

    def _retyped(self, shift: Shift, facet: str) -> Recognition:
        old, new = shift.old or shift.either, shift.new or shift.either
        text = f"`{new.name}` is `{new.form}` instead of `{old.form}`"
        return self._finding(
            shift, "python-type-changed", text, (old.form, new.form), facet=facet
        )


def _direction(shift: Shift, facet: str) -> Direction:
    if shift.role is not Role.METHOD:
        return shift.either.flow.direction
    return {ORDER: Direction.SENT, NAME: Direction.NEITHER}.get(
        facet, Direction.RECEIVED
    )
