"""Keys that a platform writes for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.spec.quirks.quirk import APIDOG, README, Changed, DocumentRule, Quirk
from specweld.spec.shapes import without
from specweld.spec.walk import rewrite

if TYPE_CHECKING:
    from specweld.json_types import JsonObject
    from specweld.spec.facts import PageFacts

_OF_APIDOG = ("x-apidog", "x-apifox", "x-run-in-api")


def _without_editor_keys(document: JsonObject, _: PageFacts | None) -> Changed | None:
    changed = rewrite(document, lambda _kind, _pointer, node: _plain(node))
    return None if changed is document else Changed(document=changed, places=((),))


def _plain(node: JsonObject) -> JsonObject:
    own = [key for key in node if key.startswith(_OF_APIDOG)]
    return without(node, *own) if own else node


def _without_id(document: JsonObject, _: PageFacts | None) -> Changed | None:
    if "_id" not in document:
        return None
    return Changed(document=without(document, "_id"), places=(("_id",),))


APIDOG_KEYS = Quirk(
    id="apidog-keys",
    wrote="`x-apidog-orders`, `x-apidog-folder`, `x-run-in-apidog` and others, on every schema and"
    " operation; Apifox writes its own name.",
    made="Nothing: they are about the editor, and differ from page to page.",
    seen="Kie, Jamal (all pages).",
    platforms=APIDOG,
    rule=DocumentRule(change=_without_editor_keys),
)

PAGE_ID = Quirk(
    id="page-id",
    wrote="`_id` beside `openapi` and `paths`, where OpenAPI allows no such key.",
    made="Nothing.",
    seen="Notion.",
    platforms=README,
    rule=DocumentRule(change=_without_id),
)
"""The id of the page in ReadMe's own store."""
