"""A value of the merged document, read without trust: anything may be of any type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.contract.keywords import FLAGS
from specweld.json_types import (
    Json,
    JsonObject,
    Pointer,
    format_pointer,
    resolve_pointer,
)
from specweld.spec.refs import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator


_MISSING: JsonObject = {}
"""Stands for a key that is not there; told apart by identity, as null is a value too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A value, where it is, and the document around it."""

    root: JsonObject
    pointer: Pointer
    value: Json

    def get(self, *keys: str) -> Raw | None:
        """Walk down mappings; None when a key is missing or its holder is not a mapping."""
        value = self._find(keys)
        if value is _MISSING:
            return None
        return Raw(root=self.root, pointer=self.pointer + keys, value=value)

    def _find(self, keys: tuple[str, ...]) -> Json:
        """Walk down mappings without making nodes: most questions are about values."""
        value = self.value
        for key in keys:
            if not isinstance(value, dict):
                return _MISSING
            value = value.get(key, _MISSING)
        return value

    def has(self, *keys: str) -> bool:
        """Return whether this is a mapping with at least one of the keys."""
        return isinstance(self.value, dict) and not self.value.keys().isdisjoint(keys)

    def mapping(self, *keys: str) -> JsonObject:
        """Return a mapping further down; an empty one where there is none."""
        value = self._find(keys) if keys else self.value
        return value if isinstance(value, dict) else {}

    def entries(self, *keys: str) -> Iterator[tuple[str, Raw]]:
        """Yield the children of a mapping further down, by key, in document order."""
        pointer = self.pointer + keys
        for key, value in self.mapping(*keys).items():
            yield key, Raw(root=self.root, pointer=(*pointer, key), value=value)

    def elements(self, *keys: str) -> list[Raw]:
        """List the elements of a sequence further down."""
        holder = self._find(keys)
        if not isinstance(holder, list):
            return []
        pointer = self.pointer + keys
        return [
            Raw(root=self.root, pointer=(*pointer, str(index)), value=value)
            for index, value in enumerate(holder)
        ]

    def text(self, *keys: str) -> str:
        """Read a string further down; empty when there is none."""
        value = self._find(keys)
        return value if isinstance(value, str) else ""

    def is_true(self, *keys: str) -> bool:
        """Return whether a flag further down is exactly `true`."""
        return self._find(keys) is True

    def texts(self, *keys: str) -> tuple[str, ...]:
        """Read a sequence of strings further down, leaving out what is not a string."""
        value = self._find(keys)
        if not isinstance(value, list):
            return ()
        return tuple(each for each in value if isinstance(each, str))

    def facts(self, *children: str) -> JsonObject:
        """Return the keywords of a mapping besides its children, idle flags left out.

        Examples that are kept elsewhere stand here in full: they are a fact wherever they stand.
        """
        found = {
            key: value
            for key, value in self.mapping().items()
            if key not in children and not (value is False and key in FLAGS)
        }
        if isinstance(found.get("examples"), dict):
            found["examples"] = {
                name: each.value if (whole := each.resolved()) is None else whole.value
                for name, each in self.entries("examples")
            }
        return found

    def target(self) -> Raw | None:
        """Find what a `$ref` of this node names, one step; None when nothing is there."""
        pointer = pointer_of(self.text("$ref"))
        if pointer is None:
            return None
        try:
            value = resolve_pointer(self.root, pointer)
        except KeyError:
            return None
        return Raw(root=self.root, pointer=pointer, value=value)

    def resolved(self) -> Raw | None:
        """Follow `$ref`s to the end; None when one leads nowhere or round in a circle."""
        node: Raw | None = self
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
