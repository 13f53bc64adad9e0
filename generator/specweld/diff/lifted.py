"""Header parameters that carry the credential: normalising lifts them out of the operations.

The merged document has a security scheme in their place. What a page says of such a parameter
besides is noise, yet noise that differs: one line of the report counts it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from specweld.diff.canonical import DOCUMENTATION, is_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.json_types import Json, JsonObject
    from specweld.source import Source
    from specweld.spec.document import Document

Lifted: TypeAlias = "Mapping[tuple[str, str, str], JsonObject]"
"""Parameters by path, method and name."""


def lifted_parameters(sources: Sequence[Source], document: Document) -> Lifted:
    """Collect the header parameters of sources that the merged document no longer has."""
    found: dict[tuple[str, str, str], JsonObject] = {}
    merged = _mapping(document.data.get("paths"))
    for source in sources:
        for path, item in _mapping(source.data.get("paths")).items():
            for method, operation in _mapping(item).items():
                left = _mapping(_mapping(merged.get(path)).get(method))
                kept = {name.lower() for name, _ in _headers(left)}
                for name, parameter in _headers(_mapping(operation)):
                    if left and name.lower() not in kept:
                        found.setdefault((path, method, name), parameter)
    return found


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _headers(operation: JsonObject) -> Iterator[tuple[str, JsonObject]]:
    parameters = operation.get("parameters")
    for each in parameters if isinstance(parameters, list) else ():
        if isinstance(each, dict) and each.get("in") == "header":
            yield str(each.get("name")), each


def lifted_differences(old: Lifted, new: Lifted) -> tuple[int, int]:
    """Count what differs of the parameters of both sides: facts, and texts.

    A parameter that only one side has is told by the credentials and the security section.
    """
    facts = texts = 0
    for key in old.keys() & new.keys():
        before, after = old[key], new[key]
        for keyword in before.keys() | after.keys():
            if not is_same(before.get(keyword), after.get(keyword)):
                if keyword in DOCUMENTATION:
                    texts += 1
                else:
                    facts += 1
    return facts, texts
