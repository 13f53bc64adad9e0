"""The walk over what operations carry: bodies, answers, headers, representations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.edit import EditKind
from specweld.diff.ledger import Ledger
from specweld.diff.media import media_class
from specweld.diff.schema_pairs import Stop
from specweld.diff.schema_walk import SchemaWalk
from specweld.json_types import Json
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.nodes import (
        Answer,
        Body,
        Encoding,
        Header,
        Media,
        Operation,
        SchemaId,
    )
    from specweld.json_types import Pointer

STRUCTURE = frozenset({"url", "name", "in", "required", "style", "explode"})
"""Keywords that are compared as what they mean, not as they are spelled."""


@dataclass(slots=True, kw_only=True)
class ContentWalk:
    """Walks what two operations carry."""

    ledger: Ledger
    schemas: SchemaWalk

    def schema(
        self,
        kind: EditKind,
        node: tuple[tuple[Pointer, Pointer], SchemaId | None, SchemaId | None],
    ) -> None:
        """Compare the schemas of two nodes, either of which may have none."""
        places, old, new = node
        if old is not None and new is not None:
            self.schemas.compare(Stop(old=old, new=new))
        elif old is not None or new is not None:
            self.ledger.keyword(kind, "schema", places, (old, new))

    def body(self, old: Operation, new: Operation) -> None:
        """Compare what two operations send besides their parameters."""
        before, after = old.body, new.body
        if before is None or after is None:
            if before is not None or after is not None:
                self.ledger.nodes(
                    EditKind.BODY,
                    before.pointer if before else None,
                    after.pointer if after else None,
                    before=_content_types(before),
                    after=_content_types(after),
                    is_required=after is not None and after.is_required,
                )
            return
        if self.ledger.is_first(before.pointer, after.pointer):
            self._bodies(before, after)

    def _bodies(self, old: Body, new: Body) -> None:
        places = old.pointer, new.pointer
        if old.is_required != new.is_required:
            values = old.is_required, new.is_required
            self.ledger.keyword(EditKind.BODY, "required", places, values)
        self.ledger.facts(
            EditKind.BODY,
            (old.pointer, old.facts),
            (new.pointer, new.facts),
            without=STRUCTURE,
        )
        self._content(old.media, new.media)

    def answers(self, old: Operation, new: Operation) -> None:
        """Compare the answers of two operations, status by status."""
        before = {each.status: each for each in old.answers}
        after = {each.status: each for each in new.answers}
        for status in {**before, **after}:
            one, other = before.get(status), after.get(status)
            if one is not None and other is not None:
                if self.ledger.is_first(one.pointer, other.pointer):
                    self._answer(one, other)
            else:
                # A shared answer is another one for every operation: the place tells them apart.
                self.ledger.nodes(
                    EditKind.ANSWER,
                    (*old.pointer, "responses", status) if one else None,
                    (*new.pointer, "responses", status) if other else None,
                    before=status if one else None,
                    after=status if other else None,
                )

    def _answer(self, old: Answer, new: Answer) -> None:
        self.ledger.facts(
            EditKind.ANSWER, (old.pointer, old.facts), (new.pointer, new.facts)
        )
        self._headers(old.headers, new.headers)
        self._content(old.media, new.media)

    def _headers(self, old: Mapping[str, Header], new: Mapping[str, Header]) -> None:
        for name in {**old, **new}:
            before, after = old.get(name), new.get(name)
            if before is not None and after is not None:
                self._header(before, after)
            else:
                one = before or after
                self.ledger.nodes(
                    EditKind.HEADER,
                    before.pointer if before else None,
                    after.pointer if after else None,
                    before=before.name if before else None,
                    after=after.name if after else None,
                    is_required=one is not None and one.is_required,
                )

    def _header(self, old: Header, new: Header) -> None:
        if not self.ledger.is_first(old.pointer, new.pointer):
            return
        places = old.pointer, new.pointer
        if old.is_required != new.is_required:
            values = old.is_required, new.is_required
            self.ledger.keyword(EditKind.HEADER, "required", places, values)
        self.ledger.facts(
            EditKind.HEADER,
            (old.pointer, old.facts),
            (new.pointer, new.facts),
            without=STRUCTURE,
        )
        self.schema(EditKind.HEADER, (places, old.schema, new.schema))

    def _content(self, old: Mapping[str, Media], new: Mapping[str, Media]) -> None:
        """Compare two sets of representations; one that took another's place is the same one."""
        left = [each for key, each in old.items() if key not in new]
        right = [each for key, each in new.items() if key not in old]
        for key in old.keys() & new.keys():
            self.media(old[key], new[key])
        if len(left) == len(right) == 1 and len(old) == len(new) == 1:
            self._replaced(left[0], right[0])
            return
        for each in left:
            self.ledger.nodes(
                EditKind.MEDIA, each.pointer, None, before=each.content_type
            )
        for each in right:
            self.ledger.nodes(
                EditKind.MEDIA, None, each.pointer, after=each.content_type
            )

    def _replaced(self, old: Media, new: Media) -> None:
        values = old.content_type, new.content_type
        self.ledger.keyword(
            EditKind.MEDIA, "content-type", (old.pointer, new.pointer), values
        )
        if media_class(old.content_type) == media_class(new.content_type):
            self.media(old, new)

    def media(self, old: Media, new: Media) -> None:
        """Compare two representations of one thing."""
        if not self.ledger.is_first(old.pointer, new.pointer):
            return
        facts = (old.pointer, old.facts), (new.pointer, new.facts)
        self.ledger.facts(EditKind.MEDIA, *facts, without=frozenset({EXTENSION}))
        places = old.pointer, new.pointer
        self.schema(EditKind.MEDIA, (places, old.schema, new.schema))
        for name in {**old.encodings, **new.encodings}:
            before, after = old.encodings.get(name), new.encodings.get(name)
            if before is not None and after is not None:
                self._encoding(before, after)
            else:
                self.ledger.nodes(
                    EditKind.ENCODING,
                    before.pointer if before else None,
                    after.pointer if after else None,
                )

    def _encoding(self, old: Encoding, new: Encoding) -> None:
        self.ledger.facts(
            EditKind.ENCODING, (old.pointer, old.facts), (new.pointer, new.facts)
        )
        self._headers(old.headers, new.headers)


def _content_types(body: Body | None) -> Json:
    return None if body is None else ", ".join(body.media)
