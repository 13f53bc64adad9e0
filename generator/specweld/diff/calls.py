"""One operation before and after, for the comparers of its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.finding import Spot

if TYPE_CHECKING:
    from specweld.api.operations import Operation
    from specweld.diff.change import SubjectKind
    from specweld.diff.type_edits import Types
    from specweld.json_types import JsonObject, Pointer


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
