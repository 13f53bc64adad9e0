"""One difference between two contracts, in the words of the documents."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.json_types import Json, Pointer

if TYPE_CHECKING:
    from specweld.contract.nodes import Schema


class EditKind(enum.Enum):
    """What sort of node differs."""

    DOCUMENT = "document"
    SERVER = "server"
    SCHEME = "scheme"
    OPERATION = "operation"
    PARAMETER = "parameter"
    BODY = "body"
    ANSWER = "answer"
    MEDIA = "media"
    ENCODING = "encoding"
    HEADER = "header"
    SCHEMA = "schema"
    PROPERTY = "property"
    MEMBER = "member"
    """An alternative of a union."""
    WEBHOOK = "webhook"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One keyword of a node before and after; the whole node where no keyword is named."""

    kind: EditKind
    keyword: str = ""
    old: Pointer | None
    """The node on the old side; None when that side has none."""
    new: Pointer | None
    before: Json = None
    after: Json = None
    old_schema: Schema | None = field(default=None, repr=False, compare=False)
    new_schema: Schema | None = field(default=None, repr=False, compare=False)
    """What the node is about, where that is a schema."""
    lists: str = ""
    """Equal for equal edits of equal lists of values."""
    is_planned: bool = False
    """Of what goes: it was deprecated, and its announced date has come."""
    is_required: bool = False
    """What comes or goes, or where the keyword stands, must be given."""

    @property
    def is_added(self) -> bool:
        """Return whether the node is new."""
        return self.old is None

    @property
    def is_removed(self) -> bool:
        """Return whether the node is gone."""
        return self.new is None

    @property
    def is_of_schema(self) -> bool:
        """Return whether it is about a schema or a part of one."""
        return self.kind in {EditKind.SCHEMA, EditKind.PROPERTY, EditKind.MEMBER}

    @property
    def verb(self) -> str:
        """Return what happened to the node or keyword: `added`, `removed`, `changed`."""
        if self.before is None and self.after is not None:
            return "added"
        if self.after is None and self.before is not None:
            return "removed"
        return "changed"
