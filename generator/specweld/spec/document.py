"""The merged document: what all later stages read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.json_types import JsonObject, Pointer
    from specweld.source import NodePlace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Document:
    """Several sources merged into one OpenAPI 3.1 document."""

    data: JsonObject = field(repr=False)
    origins: Mapping[Pointer, NodePlace] = field(repr=False)
    """Where each merged part came from: operations, components, servers. Longest prefix wins."""
    pages: Mapping[Pointer, tuple[NodePlace, ...]] = field(repr=False)
    """Every place that declared a part, the first one included, in order of reading."""
    _deepest: int = field(init=False, repr=False)
    """Parts of the longest pointer among the origins: no longer prefix need be looked for."""

    def __post_init__(self) -> None:
        """Measure the origins once: a place is asked for some fifty thousand times."""
        object.__setattr__(self, "_deepest", max(map(len, self.origins), default=0))

    def place(self, pointer: Pointer, *, on_key: bool = False) -> NodePlace | None:
        """Find the source node behind a node of the merged document."""
        for length in range(min(len(pointer), self._deepest), -1, -1):
            origin = self.origins.get(pointer[:length])
            if origin is not None:
                rest = pointer[length:]
                return origin.source.place(*origin.pointer, *rest, on_key=on_key)
        return None

    def with_data(self, data: JsonObject) -> Document:
        """Return the same document with other data, origins unchanged."""
        return replace(self, data=data)
