"""Where references of a document lead: by pointer, through other references, by anchor or by id."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

from specweld.json_types import parse_pointer, resolve_pointer
from specweld.spec.walk import walk_schemas

if TYPE_CHECKING:
    from collections.abc import Container

    from specweld.json_types import Json, JsonObject, Pointer


class Reach:
    """Finds what the references of one document mean; the document must not change meanwhile."""

    def __init__(self, document: JsonObject) -> None:
        self._document = document
        self._known: dict[str, Pointer | None] = {}

    def pointer_of(self, ref: str) -> Pointer | None:
        """Return where a reference leads, in the document's own terms; None if nowhere."""
        if ref not in self._known:
            self._known[ref] = None  # while it is looked for, it leads nowhere
            self._known[ref] = self._found(ref)
        return self._known[ref]

    @property
    def ids(self) -> Container[str]:
        """Names that schemas of the document give themselves, and that refer to no file."""
        return self._named["$id"]

    def value_at(self, pointer: Pointer) -> Json:
        """Return what is at a pointer that was found."""
        return resolve_pointer(self._document, pointer)

    def circle(self, target: Pointer) -> tuple[Pointer, ...]:
        """Follow references from a target on; return all that were met if they never end."""
        met: list[Pointer] = []
        while target not in met:
            met.append(target)
            value = self.value_at(target)
            ref = value.get("$ref") if isinstance(value, dict) else None
            following = self.pointer_of(ref) if isinstance(ref, str) else None
            if following is None:
                return ()
            target = following
        return tuple(met)

    def is_lost(self, target: Pointer) -> bool:
        """Return whether references from a target on end nowhere."""
        met: set[Pointer] = set()
        while target not in met:
            met.add(target)
            value = self.value_at(target)
            if not isinstance(value, dict) or "$ref" not in value:
                return False
            ref = value["$ref"]
            following = self.pointer_of(ref) if isinstance(ref, str) else None
            if following is None:
                return True
            target = following
        return True

    def dynamic_anchors(self, name: str) -> tuple[Pointer, ...]:
        """List the schemas that a dynamic reference may mean."""
        return tuple(self._named["$dynamicAnchor"].get(name, ()))

    def _found(self, ref: str) -> Pointer | None:
        base, _, fragment = ref.partition("#")
        fragment = unquote(fragment)
        start: Pointer | None = ()
        if base:
            start = next(iter(self._named["$id"].get(base, ())), None)
        if start is None or not fragment:
            return start
        if not fragment.startswith("/"):
            anchors = self._named["$anchor"].get(fragment, ())
            return next(iter((*anchors, *self.dynamic_anchors(fragment))), None)
        return self._below(start, parse_pointer(fragment))

    def _below(self, start: Pointer, rest: Pointer) -> Pointer | None:
        """Go down from a node; where a part is missing, a reference there is followed."""
        where: Pointer = start
        value = self.value_at(start)
        for part in rest:
            met: set[Pointer] = set()
            while isinstance(value, dict) and part not in value and "$ref" in value:
                led = self.pointer_of(str(value["$ref"]))
                if led is None or led in met:
                    return None
                met.add(led)
                where, value = led, self.value_at(led)
            try:
                value = resolve_pointer(value, (part,))
            except KeyError:
                return None
            where += (part,)
        return where

    @cached_property
    def _named(self) -> dict[str, dict[str, list[Pointer]]]:
        named: dict[str, dict[str, list[Pointer]]] = {
            "$anchor": {},
            "$dynamicAnchor": {},
            "$id": {},
        }
        for pointer, schema in walk_schemas(self._document):
            for keyword, found in named.items():
                name = schema.get(keyword)
                if isinstance(name, str):
                    found.setdefault(name, []).append(pointer)
        return named
