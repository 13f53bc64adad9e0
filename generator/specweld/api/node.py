"""A node of the merged document, read without trust: anything may be of any type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from specweld.api.models import Origin
from specweld.json_types import (
    Json,
    JsonObject,
    Pointer,
    format_pointer,
    parse_pointer,
    resolve_pointer,
)
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from specweld.source import NodePlace
    from specweld.spec.document import Document


_MISSING: JsonObject = {}
"""Stands for a key that is not there; told apart by identity, as null is a value too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value of the merged document and where it is."""

    document: Document
    pointer: Pointer
    value: Json

    def get(self, *keys: str) -> Node | None:
        """Walk down mappings; None when a key is missing or its holder is no mapping."""
        value = self._find(keys)
        if value is _MISSING:
            return None
        return Node(document=self.document, pointer=self.pointer + keys, value=value)

    def _find(self, keys: tuple[str, ...]) -> Json:
        """Walk down mappings without making nodes: most questions are about values."""
        value = self.value
        for key in keys:
            if not isinstance(value, dict) or key not in value:
                return _MISSING
            value = value[key]
        return value

    def has(self, *keys: str) -> bool:
        """Tell whether this is a mapping with at least one of the keys."""
        return isinstance(self.value, dict) and not self.value.keys().isdisjoint(keys)

    def mapping(self) -> JsonObject:
        """Return the value if it is a mapping, else an empty one."""
        return self.value if isinstance(self.value, dict) else {}

    def entries(self, *keys: str) -> list[tuple[str, Node]]:
        """List the children of a mapping further down, by key, in document order."""
        holder = self._find(keys)
        if not isinstance(holder, dict):
            return []
        pointer = self.pointer + keys
        return [
            (key, Node(document=self.document, pointer=(*pointer, key), value=value))
            for key, value in holder.items()
        ]

    def elements(self, *keys: str) -> list[Node]:
        """List the elements of a sequence further down."""
        holder = self._find(keys)
        if not isinstance(holder, list):
            return []
        pointer = self.pointer + keys
        return [
            Node(document=self.document, pointer=(*pointer, str(index)), value=value)
            for index, value in enumerate(holder)
        ]

    def text(self, *keys: str) -> str:
        """Read a string further down; empty when there is none."""
        value = self._find(keys)
        return value if isinstance(value, str) else ""

    def is_true(self, *keys: str) -> bool:
        """Tell whether a flag further down is exactly `true`."""
        return self._find(keys) is True

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Read a sequence of strings further down, leaving out what is no string."""
        value = self._find(keys)
        if not isinstance(value, list):
            return ()
        return tuple(each for each in value if isinstance(each, str))

    def fact(self, *keys: str) -> Node | None:
        """Read what an earlier stage left for this one under our own extension key."""
        return self.get(EXTENSION, *keys)

    def target(self) -> Node | None:
        """Find what a `$ref` of this node names, one step; None when nothing is there."""
        reference = self.text("$ref")
        if not reference.startswith("#"):
            return None
        try:
            pointer = parse_pointer(unquote(reference))
            value = resolve_pointer(self.document.data, pointer)
        except (KeyError, ValueError):
            return None
        return Node(document=self.document, pointer=pointer, value=value)

    def resolved(self) -> Node | None:
        """Follow `$ref`s to the end; None when one leads nowhere or round in a circle."""
        node: Node | None = self
        seen: set[Pointer] = set()
        while node is not None and node.has("$ref"):
            if node.pointer in seen:
                return None
            seen.add(node.pointer)
            node = node.target()
        return node

    @property
    def id(self) -> str:
        """The pointer as a URI fragment."""
        return format_pointer(self.pointer)

    def place(self) -> NodePlace | None:
        """Find the node in the source that it came from."""
        return self.document.place(self.pointer)

    def origin(self) -> Origin:
        """Say where this came from, for whatever is made of it."""
        return Origin(pointer=self.pointer, place=self.place())


def root_node(document: Document) -> Node:
    """Return the node of the whole document."""
    return Node(document=document, pointer=(), value=document.data)
