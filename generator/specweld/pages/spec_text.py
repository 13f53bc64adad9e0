"""What the text of a specification tells before it is parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.pages.fences import Fence
    from specweld.pages.markdown import Markdown

SPEC_LANGUAGES = frozenset({"yaml", "yml", "json"})

_START = re.compile(
    r"^(?:[ \t]*\{?[ \t]*\"(?:open|async)api\"|(?:open|async)api)[ \t]*:", re.MULTILINE
)
_OF_FERN = re.compile(
    r"^[ \t]*version: ['\"]?endpoint_|^[ \t]*- - subpackage_", re.MULTILINE
)
_WEBHOOKS = re.compile(r"^webhooks:", re.MULTILINE)
_PATHS = re.compile(r"^paths:(?![ \t]*(?:\{\}|null|~)?[ \t]*$)", re.MULTILINE)


def spec_start(markdown: Markdown, fence: Fence) -> str:
    """Return the key by which a fence turns out to be a specification; empty if there is none."""
    match = _START.search(markdown.text, fence.body_start, fence.body_end)
    return match[0] if match else ""


def is_asyncapi(markdown: Markdown, fence: Fence) -> bool:
    """Return whether a fence holds an AsyncAPI document."""
    return "asyncapi" in spec_start(markdown, fence)


def is_of_fern(markdown: Markdown, fence: Fence) -> bool:
    """Return whether Fern wrote a specification, whatever stands around it."""
    return _OF_FERN.search(markdown.text, fence.body_start, fence.body_end) is not None


def is_webhook(spec_text: str) -> bool:
    """Return whether a specification documents webhooks and no paths."""
    return bool(_WEBHOOKS.search(spec_text)) and not _PATHS.search(spec_text)
