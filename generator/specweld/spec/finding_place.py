"""Where a finding of the validator belongs: some come with half a pointer or none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from specweld.json_types import resolve_pointer
from specweld.spec.difference import is_same
from specweld.spec.walk import walk_schemas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject, Pointer

_OPERATION = re.compile(
    r" for '(?P<method>\w+)' (?:operation )?in '(?P<path>.*)'(?: was not resolved| is not unique)$"
)


class FindingPlaces:
    """Completes the pointers of findings about one document.

    The validator checks each schema by itself, so that its pointer starts there. It goes
    through the schemas in order: the second finding of a kind is at the second schema
    that it can be about.
    """

    def __init__(self, document: JsonObject) -> None:
        self._document = document
        self._schemas: list[tuple[Pointer, JsonObject]] = []
        self._seen: Counter[tuple[Pointer, str]] = Counter()

    def find(self, pointer: Pointer, message: str, instance: Json) -> Pointer:
        """Return the pointer from the root of the document; `()` if nothing fits."""
        found = _OPERATION.search(message)
        if found is not None:
            operation = ("paths", found["path"], found["method"])
            return operation if self._has(operation) else ()
        if pointer and self._has(pointer):
            return pointer
        if isinstance(instance, dict | list) and not pointer:
            return ()
        number = self._seen[pointer, message]
        self._seen[pointer, message] += 1
        candidates = list(self._candidates(pointer or ("default",), instance))
        if not candidates:
            return ()
        return candidates[min(number, len(candidates) - 1)]

    def _has(self, pointer: Pointer) -> bool:
        try:
            resolve_pointer(self._document, pointer)
        except KeyError:
            return False
        return True

    def _candidates(self, below: Pointer, instance: Json) -> Iterator[Pointer]:
        """Yield the places of all schemas that hold a value at a relative pointer."""
        self._schemas = self._schemas or list(walk_schemas(self._document))
        for pointer, schema in self._schemas:
            try:
                value = resolve_pointer(schema, below)
            except KeyError:
                continue
            if is_same(value, instance):
                yield pointer + below
