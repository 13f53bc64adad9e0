"""What a walk has found so far: every difference once, and what belongs together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.diff.edit import Edit, EditKind
from specweld.json_types import is_same

if TYPE_CHECKING:
    from datetime import date

    from specweld.contract.nodes import Facts
    from specweld.json_types import Json, Pointer


@dataclass(slots=True, kw_only=True)
class Ledger:
    """Keeps the edits of a walk."""

    today: date | None = None
    """What has come to its announced end is planned; None where nobody asked."""
    edits: list[tuple[Edit, list[Edit]]] = field(
        default_factory=list[tuple[Edit, list[Edit]]]
    )
    """Each with its other sightings: a shared node whose twins are many, or the other way round."""
    twins: dict[Pointer, Pointer] = field(default_factory=dict["Pointer", "Pointer"])
    """The nodes of the old side that are ones of the new side."""
    _known: dict[object, int] = field(default_factory=dict[object, int])
    _seen: set[tuple[Pointer, Pointer]] = field(
        default_factory=set[tuple["Pointer", "Pointer"]]
    )

    def report(self, edit: Edit) -> None:
        """Keep an edit; the same edit at the same node is kept once."""
        said = edit.kind, edit.keyword, repr((edit.before, edit.after))
        keys = [
            (*said, side, node)
            for side, node in (("old", edit.old), ("new", edit.new))
            if node is not None
        ]
        known = next((self._known[each] for each in keys if each in self._known), None)
        if known is None:
            known = len(self.edits)
            self.edits.append((edit, []))
        else:
            self.edits[known][1].append(edit)
        self._known.update(dict.fromkeys(keys, known))

    def is_first(self, old: Pointer, new: Pointer) -> bool:
        """Remember a pair of nodes; return whether it was not seen before."""
        self.twins[old] = new
        if (old, new) in self._seen:
            return False
        self._seen.add((old, new))
        return True

    def nodes(
        self, kind: EditKind, old: Pointer | None, new: Pointer | None, **rest: object
    ) -> None:
        """Report a node that only one side has."""
        edit = Edit(kind=kind, old=old, new=new)
        self.report(replace(edit, **rest))  # type: ignore[arg-type]

    def facts(
        self,
        kind: EditKind,
        old: tuple[Pointer, Facts],
        new: tuple[Pointer, Facts],
        *,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Compare the keywords of two nodes."""
        for keyword in {**old[1], **new[1]}:
            if keyword in without:
                continue
            before, after = old[1].get(keyword), new[1].get(keyword)
            before = None if before is False else before
            after = None if after is False else after
            if not is_same(before, after):
                self.keyword(kind, keyword, (old[0], new[0]), (before, after))

    def keyword(
        self,
        kind: EditKind,
        keyword: str,
        places: tuple[Pointer, Pointer],
        values: tuple[Json, Json],
    ) -> None:
        """Report one keyword of a node that both sides have."""
        self.report(
            Edit(
                kind=kind,
                keyword=keyword,
                old=places[0],
                new=places[1],
                before=values[0],
                after=values[1],
            )
        )
