"""Security as docs platforms write it beside the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.spec.quirks.quirk import (
    APIDOG,
    README,
    Changed,
    DocumentRule,
    NodeRule,
    Quirk,
)
from specweld.spec.shapes import list_at, mapping_at, text_at, with_value, without
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.facts import PageFacts


def _requirements(document: JsonObject) -> Iterator[tuple[Pointer, JsonObject]]:
    """List what holds `security`: the document itself, then its operations."""
    yield (), document
    yield from walk_operations(document)


def _without_extensions(document: JsonObject, _: PageFacts | None) -> Changed | None:
    places: list[Pointer] = []
    changed = document
    for pointer, holder in _requirements(document):
        plain = [_plain(each) for each in list_at(holder, "security")]
        if plain != list_at(holder, "security"):
            at = (*pointer, "security")
            changed = with_value(changed, at, plain)
            places.append(at)
    return Changed(document=changed, places=tuple(places)) if places else None


def _plain(requirement: Json) -> Json:
    if not isinstance(requirement, dict):
        return requirement
    return {
        name: scopes
        for name, scopes in requirement.items()
        if not name.startswith("x-")
    }


def _of_known_type(scheme: JsonObject) -> JsonObject | None:
    written = text_at(scheme, "type")
    kind = written.lower()
    if kind in {"bearer", "basic"}:
        return {**scheme, "type": "http", "scheme": kind}
    is_key = kind == "apikey" and written != "apiKey"
    return {**scheme, "type": "apiKey"} if is_key else None


def _with_shared_security(document: JsonObject, _: PageFacts | None) -> Changed | None:
    is_form = document.get("x-readme-fauxas") is True
    if not is_form or not list_at(document, "security"):
        return None
    places: list[Pointer] = []
    paths: Json = document.get("paths")
    for pointer, operation in walk_operations(document):
        if operation.get("security") == []:
            paths = mapping_at(
                with_value({"paths": paths}, pointer, without(operation, "security")),
                "paths",
            )
            places.append((*pointer, "security"))
    changed: JsonObject = {**document, "paths": paths}
    return Changed(document=changed, places=tuple(places)) if places else None


REQUIREMENT_EXTENSIONS = Quirk(
    id="requirement-extensions",
    wrote="`security: [{BearerAuth: [], x-apidog: {...}}]`: settings of the editor beside the scheme.",
    made="`security: [{BearerAuth: []}]`: each key of a requirement is a scheme that must be met.",
    seen="Kie, April 2026 (148 operations).",
    platforms=APIDOG,
    rule=DocumentRule(change=_without_extensions),
)

BEARER_SCHEME_TYPE = Quirk(
    id="bearer-scheme-type",
    wrote="`type: bearer` or `type: apikey` as a security scheme's type.",
    made="`type: http` and `scheme: bearer`; `type: apiKey`.",
    seen="Kie, April 2026; a vendor of signatures.",
    platforms=APIDOG,
    rule=(NodeRule(kind=Kind.SECURITY_SCHEME, trigger="type", change=_of_known_type),),
)

UNSECURED_OPERATIONS = Quirk(
    id="unsecured-operations",
    wrote="`security: []` on each operation under a `security` that names a scheme: nobody filled"
    " in the form for the operation.",
    made="No `security` of its own, so that the one above is asked for.",
    seen="Notion (19 of 19 pages), whose API refuses requests without a token.",
    platforms=README,
    rule=DocumentRule(change=_with_shared_security),
)
