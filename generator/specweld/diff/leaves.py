"""Walks two documents side by side and finds every leaf that differs: the checksum of a diff.

It knows how documents are put together and nothing of what a difference means. What a comparer
has found already is claimed and not walked into; what is left becomes an entry as well, so that
nothing that differs is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diff.canonical import (
    DOCUMENTATION,
    Place,
    SchemaView,
    follow,
    is_same,
    view_schema,
)
from specweld.json_types import resolve_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diff.finding import Finding
    from specweld.json_types import Json, JsonObject, Pointer

_SECURITY = ("components", "securitySchemes")
_SCHEMAS = ("components", "schemas")
_LAYOUT = {"title": "titles", "tags": "tags", "operationId": "operation-ids"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One value that differs."""

    old_pointer: Pointer | None
    new_pointer: Pointer | None
    """Of the node that holds the keyword; None where that side has no such node."""
    keyword: str
    old: Json
    new: Json


@dataclass(slots=True, kw_only=True)
class Claims:
    """Nodes and keywords that comparers have reported on, on one side."""

    nodes: set[Pointer] = field(default_factory=set["Pointer"])
    keywords: set[tuple[Pointer, str]] = field(
        default_factory=set[tuple["Pointer", str]]
    )

    def add(self, pointer: Pointer | None, keyword: str) -> None:
        """Claim a node, or one keyword of it."""
        if pointer is None:
            return
        if keyword:
            self.keywords.add((pointer, keyword))
        else:
            self.nodes.add(pointer)

    def covers(self, places: Iterable[Pointer], keyword: str = "") -> bool:
        """Tell whether one of several nodes, or a keyword of theirs, is claimed."""
        return any(
            each in self.nodes or (keyword and (each, keyword) in self.keywords)
            for each in places
        )


def claim(findings: Iterable[Finding]) -> tuple[Claims, Claims]:
    """Collect what findings claim, on the old side and on the new."""
    old, new = Claims(), Claims()
    for each in findings:
        old.add(each.spot.old, each.keyword)
        new.add(each.spot.new, each.keyword)
    return old, new


class LeafWalk:
    """Walks pairs of nodes; remembers which pairs it has seen and what differed."""

    def __init__(
        self,
        documents: tuple[JsonObject, JsonObject],
        claims: tuple[Claims, Claims],
    ) -> None:
        self.old, self.new = documents
        self.old_claims, self.new_claims = claims
        self.leaves: dict[tuple[Pointer | None, Pointer | None, str], Leaf] = {}
        self.documentation: set[tuple[Pointer | None, Pointer | None, str]] = set()
        self.layout: dict[str, set[Pointer]] = {}
        self.renamed_from: set[Pointer] = set()
        self.renamed_to: set[Pointer] = set()
        self._seen: set[tuple[Pointer, Pointer]] = set()
        self._extracted: set[tuple[Pointer, Pointer]] = set()
        self._pending: list[tuple[Place, Place]] = []

    def is_claimed(
        self, old: Iterable[Pointer], new: Iterable[Pointer], keyword: str = ""
    ) -> bool:
        """Tell whether a comparer has reported on a node or a keyword of it."""
        return self.old_claims.covers(old, keyword) or self.new_claims.covers(
            new, keyword
        )

    def is_first_visit(self, old: Pointer, new: Pointer) -> bool:
        """Remember a pair of nodes; tell whether it was not seen before."""
        if (old, new) in self._seen:
            return False
        self._seen.add((old, new))
        return True

    def differ(
        self,
        places: tuple[Pointer | None, Pointer | None],
        keyword: str,
        values: tuple[Json, Json],
    ) -> None:
        """Report one keyword of a node, as documentation, layout or a leaf of its own."""
        bare = keyword.partition("~")[0]
        key = (*places, keyword)
        if bare in DOCUMENTATION or bare == "x-specweld":
            self.documentation.add(key)
        elif bare in _LAYOUT:
            pointer = places[1] or places[0] or ()
            self.layout.setdefault(_LAYOUT[bare], set()).add(pointer)
        else:
            self.leaves[key] = Leaf(
                old_pointer=places[0],
                new_pointer=places[1],
                keyword=bare,
                old=values[0],
                new=values[1],
            )

    def mapping(
        self,
        old: Place,
        new: Place,
        *,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Compare two mappings key by key, down to their leaves; lists as a whole."""
        left = old[0] if isinstance(old[0], dict) else {}
        right = new[0] if isinstance(new[0], dict) else {}
        for key in {**left, **right}:
            if key in without or self.is_claimed((old[1],), (new[1],), key):
                continue
            if key == "security" and self.is_claimed((_SECURITY,), (_SECURITY,)):
                continue
            before, after = left.get(key), right.get(key)
            below = ((*old[1], key), (*new[1], key))
            if self.is_claimed((below[0],), (below[1],)):
                continue
            if isinstance(before, dict) and isinstance(after, dict):
                if key in DOCUMENTATION:
                    if not is_same(before, after):
                        self.differ((old[1], new[1]), key, (before, after))
                else:
                    self.mapping((before, below[0]), (after, below[1]))
            elif (key in left) != (key in right) or not is_same(before, after):
                self.differ((old[1], new[1]), key, (before, after))

    def schemas(self, old: Place, new: Place) -> None:
        """Compare two schemas and everything below them, without recursion."""
        self._pending.append((old, new))
        while self._pending:
            before, after = self._pending.pop()
            if _is_bare_reference(before[0]) and _is_bare_reference(after[0]):
                if self.is_claimed((before[1],), (after[1],)):
                    continue
                before, after = follow(self.old, before), follow(self.new, after)
            if self.is_first_visit(before[1], after[1]):
                self._schema(
                    view_schema(self.old, before), view_schema(self.new, after)
                )

    def schemas_at(self, old: Pointer, new: Pointer) -> None:
        """Compare two components that are the same one under two names."""
        self.renamed_from.add(old)
        self.renamed_to.add(new)
        if (old[:2] == _SCHEMAS) != (new[:2] == _SCHEMAS) or len(old) != len(new):
            # Written in place on one side: null may stand beside the reference on the other.
            self._extracted.add((old, new))
        self.schemas(
            (resolve_pointer(self.old, old), old), (resolve_pointer(self.new, new), new)
        )

    def _schema(self, old: SchemaView, new: SchemaView) -> None:
        stopped = self.is_claimed(old.places, new.places)
        for key in {**old.keywords, **new.keywords}:
            bare = key.partition("~")[0]
            if stopped and bare not in DOCUMENTATION:
                continue
            before, after = old.keywords.get(key), new.keywords.get(key)
            is_missing = (key in old.keywords) != (key in new.keywords)
            if not is_missing and is_same(before, after):
                continue
            if bare == "discriminator" and self._has_claimed_member(old, new):
                continue
            if not self.is_claimed(old.claimable, new.claimable, bare):
                places = (
                    old.holders.get(key, old.places[0]),
                    new.holders.get(key, new.places[0]),
                )
                self.differ(places, key, (before, after))
        if stopped:
            return
        pair = (old.places[0], new.places[0])
        if old.is_nullable != new.is_nullable and pair not in self._extracted:
            places = (old.places[0], new.places[0])
            self.differ(places, "nullable", (old.is_nullable, new.is_nullable))
        self._required(old, new)
        self._named(old.properties, new.properties, "properties", (old, new))
        self._named(old.children, new.children, "", (old, new))
        self._members(old, new)

    def _required(self, old: SchemaView, new: SchemaView) -> None:
        for name in {**old.required, **new.required}:
            if (name in old.required) == (name in new.required):
                continue
            before, after = old.properties.get(name), new.properties.get(name)
            old_places = (before[1],) if before else ()
            new_places = (after[1],) if after else ()
            if (before is None) != (after is None) and self.is_claimed(
                old_places, new_places
            ):
                continue
            if not self.is_claimed(old_places, new_places, "required"):
                places = (
                    before[1] if before else old.places[0],
                    after[1] if after else new.places[0],
                )
                values = (name in old.required, name in new.required)
                self.differ(places, "required", values)

    def _named(
        self,
        old: Mapping[str, Place],
        new: Mapping[str, Place],
        keyword: str,
        views: tuple[SchemaView, SchemaView],
    ) -> None:
        for name in {**old, **new}:
            before, after = old.get(name), new.get(name)
            if before is not None and after is not None:
                self._pending.append((before, after))
                continue
            old_places = (before[1],) if before is not None else ()
            new_places = (after[1],) if after is not None else ()
            if self.is_claimed(old_places, new_places):
                continue
            if keyword:
                places = (
                    before[1] if before is not None else None,
                    after[1] if after is not None else None,
                )
            else:
                places = (views[0].places[0], views[1].places[0])
            values = (
                before[0] if before is not None else views[0].keywords.get(name),
                after[0] if after is not None else views[1].keywords.get(name),
            )
            self.differ(places, keyword or name.partition("\0")[0], values)

    def _has_claimed_member(self, old: SchemaView, new: SchemaView) -> bool:
        return self.is_claimed(
            [each[1] for each in old.members], [each[1] for each in new.members]
        )

    def _members(self, old: SchemaView, new: SchemaView) -> None:
        left, right = list(old.members), list(new.members)
        for before in old.members:
            ident = follow(self.old, before)[1]
            found = next(
                (each for each in right if follow(self.new, each)[1] == ident), None
            )
            if found is not None and ident != before[1]:
                left.remove(before)
                right.remove(found)
                self._pending.append((before, found))
        for before, after in zip(left, right, strict=False):
            self._pending.append((before, after))
        for before in left[len(right) :]:
            if not self.old_claims.covers((before[1],)):
                places = (before[1], new.places[0])
                self.differ(places, "anyOf", (before[0], None))
        for after in right[len(left) :]:
            if not self.new_claims.covers((after[1],)):
                places = (old.places[0], after[1])
                self.differ(places, "anyOf", (None, after[0]))


def _is_bare_reference(node: Json) -> bool:
    return isinstance(node, dict) and "$ref" in node and len(node) == 1
