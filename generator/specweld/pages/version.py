"""The version of an API that a document describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.json_types import JsonObject

_NUMBER = re.compile(r"\d+")
_LONGEST = 40
"""Characters of a version that is compared: others are prose."""


def version_text(document: JsonObject) -> str:
    """Return `info.version` as written; empty when there is none."""
    info = document.get("info")
    version = info.get("version") if isinstance(info, dict) else None
    return version if isinstance(version, str) else ""


def version_of(document: JsonObject) -> tuple[int, ...]:
    """Read `info.version` as numbers; empty when it has none."""
    text = version_text(document)
    return tuple(map(int, _NUMBER.findall(text))) if len(text) <= _LONGEST else ()
