"""A parsed document together with its text, and places in either."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from specweld.json_types import JsonObject, Pointer

EXTENSION = "x-specweld"
"""The one extension key of ours, at the top of an endpoint spec and on merged operations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodePlace:
    """A node of a YAML or JSON document. Its line is looked up only when it is printed."""

    source: Source
    pointer: Pointer
    on_key: bool = False
    """Point at the key of the last part instead of at its value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPlace:
    """A position in a text that did not parse, or that is not YAML at all (a page, a TOML file)."""

    path: str
    """As a person would type it: relative to the working directory, or a URL."""
    text: str = field(default="", repr=False)
    """The whole text, for the excerpt; empty when there is none (a missing file)."""
    line: int = 0
    """1-based; 0 when the whole file is meant."""
    column: int = 0
    """1-based; 0 when the whole line is meant."""


Place: TypeAlias = NodePlace | TextPlace


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Source:
    """One OpenAPI document as read. Compared and hashed by identity."""

    path: str
    """As a person would type it: relative to the working directory, or a URL."""
    text: str = field(repr=False)
    """The YAML or JSON text, which positions are looked up in."""
    data: JsonObject = field(repr=False)
    """Plain dicts and lists; stages copy before they change anything."""
    first_line: int = 1
    """Line of the file on which `text` starts: more than 1 for the YAML block of a page."""
    places: Mapping[Pointer, NodePlace] = field(
        default_factory=dict["Pointer", "NodePlace"], repr=False
    )
    """Parts of `data` that come from other files. Longest prefix wins."""

    def place(self, *pointer: str, on_key: bool = False) -> NodePlace:
        """Name a node of this source, for a diagnostic."""
        for length in range(len(pointer) if self.places else 0, 0, -1):
            found = self.places.get(pointer[:length])
            if found is not None:
                rest = pointer[length:]
                return replace(found, pointer=found.pointer + rest, on_key=on_key)
        return NodePlace(source=self, pointer=pointer, on_key=on_key)

    def with_data(self, data: JsonObject) -> Source:
        """Return the same source with other data, positions unchanged."""
        return replace(self, data=data)
