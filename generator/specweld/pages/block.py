"""Writes the extension block at the end of an endpoint spec: block style YAML that any text survives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject

COMMENT = "# What the page says beside its YAML; written by `specweld ingest`."
"""The line above the block, by which a spec of ours is known."""

_PLAIN = re.compile(
    r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*|https?://[\w./{}~%-]+"
)
# YAML 1.1 reads these as something else; YAML 1.2 only some of them.
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
# All that YAML 1.2 (5.1) does not print, and what PyYAML takes for a line break.
_ESCAPED = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def write_block(extension: JsonObject) -> str:
    """Write `x-specweld: ...` with a comment above it, each line ended."""
    lines = [COMMENT, *_mapping({EXTENSION: extension}, "")]
    return "\n".join(lines) + "\n"


def _mapping(mapping: JsonObject, indent: str) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _entry(f"{indent}{_scalar(key)}:", value, indent)


def _entry(head: str, value: Json, indent: str) -> Iterator[str]:
    match value:
        case dict() if value:
            yield head
            yield from _mapping(value, indent + "  ")
        case list() if value:
            yield head
            yield from _items(value, indent + "  ")
        case str() if "\n" in value and not _ESCAPED.search(value):
            yield from _literal(head, value, indent + "  ")
        case _:
            yield f"{head} {_scalar(value)}"


def _items(items: list[Json], indent: str) -> Iterator[str]:
    for item in items:
        match item:
            case dict() if item:
                first, *rest = _mapping(item, indent + "  ")
            case list() if item:
                first, *rest = _items(item, indent + "  ")
            case _:
                first, *rest = (_scalar(item),)
        yield f"{indent}- {first.lstrip()}"
        yield from rest


def _literal(head: str, text: str, indent: str) -> Iterator[str]:
    """Write a literal block scalar; the indicator lets its first line start with blanks."""
    lines = text.split("\n")
    if lines[-1]:
        chomping = "-"
    else:
        lines.pop()
        chomping = "" if lines[-1].strip(" ") else "+"
    indicator = "2" if not lines[0].strip() or lines[0][0] in " \t" else ""
    yield f"{head} |{indicator}{chomping}"
    for line in lines:
        yield indent + line if line else ""


def _scalar(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case dict():
            return "{}"
        case list():
            return "[]"
        case _:
            return str(value)


def _string(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if "\n" not in text and not _ESCAPED.search(text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, _backslashes(text)) + '"'


def _backslashes(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return text


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xD800 <= code <= 0xDFFF:
        code = (
            0xFFFD  # a lone surrogate is not a character: nothing can write it in UTF-8
        )
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
