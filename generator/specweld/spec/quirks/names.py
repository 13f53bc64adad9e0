"""Component names that no reader of OpenAPI accepts, or that carry noise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.spec.quirks.quirk import EVERYWHERE, FERN, Changed, DocumentRule, Quirk
from specweld.spec.refs import rename_components
from specweld.spec.shapes import mapping_at, text_at, without

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.json_types import JsonObject
    from specweld.spec.facts import PageFacts

_TYPE_PREFIX = re.compile(r"type_[A-Za-z0-9_.\-/]*:(?=.)")
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9._\-]+")


def _without_prefix(name: str) -> str:
    return _TYPE_PREFIX.sub("", name, count=1) if name.startswith("type_") else name


def _in_allowed_characters(name: str) -> str:
    return _NOT_ALLOWED.sub("_", name) or "_"


def _renamed(document: JsonObject, rename: Callable[[str], str]) -> Changed | None:
    schemas = mapping_at(document, "components", "schemas")
    wanted = {name: rename(name) for name in schemas if rename(name) != name}
    if not wanted:
        return None
    taken = set(schemas) - set(wanted)
    names: dict[str, str] = {}
    for old, new in wanted.items():
        number, candidate = 2, new
        while candidate in taken:
            candidate = f"{new}_{number}"
            number += 1
        names[old] = candidate
        taken.add(candidate)
    places = tuple(("components", "schemas", old) for old in wanted)
    renamed = {("schemas", old): new for old, new in names.items()}
    return Changed(document=rename_components(document, renamed), places=places)


def _untitled(document: JsonObject, _: PageFacts | None) -> Changed | None:
    schemas = mapping_at(document, "components", "schemas")
    plain = {
        name: without(schema, "title")
        for name, schema in schemas.items()
        if isinstance(schema, dict) and text_at(schema, "title") == name
    }
    if not plain:
        return None
    components: JsonObject = {
        **mapping_at(document, "components"),
        "schemas": {**schemas, **plain},
    }
    return Changed(
        document={**document, "components": components},
        places=tuple(("components", "schemas", name) for name in plain),
    )


TYPE_PREFIX = Quirk(
    id="type-prefix",
    wrote="`type_:Voice` or `type_package:Voice` as a component's name and in references.",
    made="`Voice`, everywhere.",
    seen="ElevenLabs and others from February 2026 on, with a clean `title` beside it.",
    platforms=FERN,
    rule=DocumentRule(change=lambda document, _: _renamed(document, _without_prefix)),
)

COMPONENT_NAME_CHARACTERS = Quirk(
    id="component-name-characters",
    wrote="`API Keys_createKeys_Response_201`: spaces and other characters that OpenAPI forbids"
    " in component names.",
    made="An underscore for each run of them.",
    seen="OpenRouter (12 pages).",
    platforms=EVERYWHERE,
    rule=DocumentRule(
        change=lambda document, _: _renamed(document, _in_allowed_characters)
    ),
)

REDUNDANT_TITLE = Quirk(
    id="redundant-title",
    wrote="`title: Voice` on the component that is called `Voice` already.",
    made="No title.",
    seen="Pages from February 2026 on.",
    platforms=EVERYWHERE,
    rule=DocumentRule(change=_untitled),
)
