"""One operationId for each operation, and none for two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.pages.words import snake_case
from specweld.source import EXTENSION
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, mappings_in, text_at, with_value
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace


def with_unique_ids(
    document: JsonObject, origins: Mapping[Pointer, NodePlace], problems: Problems
) -> JsonObject:
    """Name operations after their endpoint: `voices_samples_audio_get`.

    One that comes from no page keeps its own id; the second of two equal ids gets a
    number, and a warning, as the specification wants ids to be unique.
    """
    taken: set[str] = set()
    changes: list[tuple[Pointer, JsonObject]] = []
    # By path, not as they come: pages have no order of their own.
    for pointer, operation in sorted(walk_operations(document), key=_by_path):
        own = text_at(operation, "operationId")
        wanted = _endpoint_id(operation) or own
        if not wanted:
            continue
        unique = _unique(wanted, taken)
        taken.add(unique)
        if unique != wanted and wanted == own:
            problems.report(
                "duplicate-operation-id",
                Severity.WARNING,
                f"{quote(own)} names another operation already; expected an id of its own",
                origins.get(pointer),
            )
        if unique != own or list_at(operation, EXTENSION, "methods"):
            changes.append((pointer, _with_id(operation, unique, taken)))
    paths: Json = document.get("paths")
    for pointer, operation in changes:
        paths = with_value({"paths": paths}, pointer, operation)["paths"]
    return {**document, "paths": paths} if changes else document


def _by_path(found: tuple[Pointer, JsonObject]) -> Pointer:
    return found[0]


def _endpoint_id(operation: JsonObject) -> str:
    parts = list_at(operation, EXTENSION, "endpoint")
    return "_".join(snake_case(part) for part in parts if isinstance(part, str))


def _unique(wanted: str, taken: set[str]) -> str:
    number, unique = 2, wanted
    while unique in taken:
        unique = f"{wanted}_{number}"
        number += 1
    return unique


def _with_id(operation: JsonObject, unique: str, taken: set[str]) -> JsonObject:
    named = {**operation, "operationId": unique}
    methods = list_at(operation, EXTENSION, "methods")
    for index, method in enumerate(mappings_in(methods)):
        own = _endpoint_id(method)
        if index and own:
            own = _unique(own, taken)
            taken.add(own)
        pointer = (EXTENSION, "methods", str(index), "operationId")
        named = with_value(named, pointer, own or unique)
    return named
