"""A change that was recognised, before it is known where it stands in the sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Direction, SubjectKind, SymbolChange, Wire
from specweld.diff.rules import RULE_BY_ID, Rule

if TYPE_CHECKING:
    from specweld.json_types import Json, Pointer

_WIRES = tuple(Wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """One change, with what it means for Python."""

    rules: tuple[str, ...]
    """Ids of the rules that recognise it, one per direction; the severest wins."""
    kind: SubjectKind
    name: str
    message: str
    places: tuple[Pointer | None, Pointer | None] = (None, None)
    """The nodes on the old and on the new side."""
    direction: Direction = Direction.NEITHER
    old: Json = None
    new: Json = None
    symbols: tuple[SymbolChange, ...] = ()
    operations: tuple[str, ...] = ()
    python: Bump = Bump.NONE

    @property
    def rule(self) -> Rule:
        """Return the rule with the severest meaning on the wire."""
        found = [RULE_BY_ID[each] for each in self.rules]
        return min(found, key=lambda rule: _WIRES.index(rule.wire))
