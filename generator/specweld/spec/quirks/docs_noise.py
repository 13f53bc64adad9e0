"""Traces of the docs site: tags, placeholder descriptions, MDX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.spec.quirks.quirk import APIDOG, EVERYWHERE, FERN, NodeRule, Quirk
from specweld.spec.shapes import text_at, without

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject

_PREFIX = "subpackage_"


def _flat_tags(operation: JsonObject) -> JsonObject | None:
    tags = operation["tags"]
    if not isinstance(tags, list) or not any(isinstance(tag, list) for tag in tags):
        return None
    flat: list[Json] = []
    for tag in tags:
        if isinstance(tag, list):
            # The list is a path that repeats itself: [a, a/b, a/b/c].
            flat.extend(tag[-1:])
        else:
            flat.append(tag)
    if not flat:
        return without(operation, "tags")
    return {**operation, "tags": flat}


def _plain_tags(operation: JsonObject) -> JsonObject | None:
    tags = operation["tags"]
    if not isinstance(tags, list):
        return None
    plain: list[Json] = [
        tag.removeprefix(_PREFIX) if isinstance(tag, str) else tag for tag in tags
    ]
    return {**operation, "tags": plain} if plain != tags else None


def _without_placeholder(schema: JsonObject) -> JsonObject | None:
    if text_at(schema, "description") == "Any type" and len(schema) == 1:
        return {}
    return None


def _last_folders(operation: JsonObject) -> JsonObject | None:
    tags = operation["tags"]
    if not isinstance(tags, list):
        return None
    half = len(tags) // 2
    once = tags[:half] if half and tags[:half] == tags[half:] else tags
    names = [_last_folder(tag) if isinstance(tag, str) else tag for tag in once]
    return {**operation, "tags": names} if names != tags else None


def _last_folder(tag: str) -> str:
    folders = [" ".join(each.split()) for each in tag.split("/")]
    return next((each for each in reversed(folders) if each), tag)


_TAGS = (
    "Accordion|AccordionGroup|Anchor|Aside|Badge|Button|Callout|Card|CardGroup|Cards|Check"
    "|CodeBlock|CodeBlocks|CodeGroup|Danger|Error|Expandable|Frame|Icon|If|Indent|Info"
    "|LaunchNote|Markdown|Note|ParamField|ResponseField|Step|Steps|Success|Tab|Tabs|Tip"
    "|Tooltip|Update|Warning"
)
_MDX = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>[ \t]*\n?")
_BLANK_LINES = re.compile(r"\n{3,}")


def _without_mdx(node: JsonObject) -> JsonObject | None:
    text = text_at(node, "description")
    if "<" not in text or not _MDX.search(text):
        return None
    plain = _BLANK_LINES.sub("\n\n", _MDX.sub("", text)).strip()
    return {**node, "description": plain}


NESTED_TAGS = Quirk(
    id="nested-tags",
    wrote="`tags: [[subpackage_voices, subpackage_voices/settings]]`: a list in the list.",
    made="The last of the inner list, which holds the others.",
    seen="Every vendor until January 2026.",
    platforms=FERN,
    rule=(NodeRule(kind=Kind.OPERATION, trigger="tags", change=_flat_tags),),
)

SUBPACKAGE_TAGS = Quirk(
    id="subpackage-tags",
    wrote="`subpackage_voices/settings` as a tag.",
    made="`voices/settings`.",
    seen="Every vendor until early 2026, some later.",
    platforms=FERN,
    rule=(NodeRule(kind=Kind.OPERATION, trigger="tags", change=_plain_tags),),
)

FOLDER_TAGS = Quirk(
    id="folder-tags",
    wrote="`docs/en/Market/Image    Models/Google` as a tag: the way through the site's navigation;"
    " or one tag twice.",
    made="`Google`, once.",
    seen="Kie, Jamal.",
    platforms=APIDOG,
    rule=(NodeRule(kind=Kind.OPERATION, trigger="tags", change=_last_folders),),
)

ANY_TYPE_DESCRIPTION = Quirk(
    id="any-type-description",
    wrote="`{description: Any type}` where the type is not known.",
    made="`{}`, any value.",
    seen="66 pages.",
    platforms=FERN,
    rule=(
        NodeRule(kind=Kind.SCHEMA, trigger="description", change=_without_placeholder),
    ),
)

MDX_IN_DESCRIPTIONS = Quirk(
    id="mdx-in-descriptions",
    wrote="`<Note>...</Note>` and other components of the docs site within a description.",
    made="The text between them.",
    seen="Webflow, ElevenLabs (13 pages).",
    platforms=EVERYWHERE,
    rule=tuple(
        NodeRule(kind=kind, trigger="description", change=_without_mdx)
        for kind in (
            Kind.OPERATION,
            Kind.PARAMETER,
            Kind.BODY,
            Kind.RESPONSE,
            Kind.SCHEMA,
        )
    ),
)
