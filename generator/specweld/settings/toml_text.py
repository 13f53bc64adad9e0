"""Writing TOML: only what is appended to a file that a person keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def toml_string(text: str) -> str:
    """Write a basic string (TOML 1.0, String)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_toml_character(each) for each in escaped) + '"'


def toml_key(*parts: str) -> str:
    """Write a dotted key, quoting the parts that need it (TOML 1.0, Keys)."""
    return ".".join(
        each if _BARE_KEY.fullmatch(each) else toml_string(each) for each in parts
    )


def toml_strings(texts: Sequence[str]) -> str:
    """Write one string, or an array with an item a line."""
    if len(texts) == 1:
        return toml_string(texts[0])
    return "".join(["[\n", *(f"  {toml_string(each)},\n" for each in texts), "]"])


def _toml_character(character: str) -> str:
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\\uFFFD"  # half a surrogate pair has no spelling in TOML
    if code < 0x20 or code == 0x7F:
        return f"\\u{code:04X}"
    return character
