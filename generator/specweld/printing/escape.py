"""Text from elsewhere, made safe to print: it cannot move the cursor, recolour or re-order a line."""

from __future__ import annotations

import unicodedata

# Re-ordering marks (UAX #9): a terminal obeys them, and a line then reads as something else.
_BIDI = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """Write control characters and re-ordering marks as escapes: `\\x1b[31m`.

    Line ends and tabs are escaped as well, so the result is always one line.
    """
    return "".join(each if _is_harmless(each) else _escaped(each) for each in text)


def visible_text(text: str) -> str:
    """Make a text of several lines safe to print; line ends and tabs stay."""
    return "".join(
        each if each in "\n\t" or _is_harmless(each) else _escaped(each)
        for each in text
    )


def visible_source(line: str) -> str:
    """Make a line of a file safe to print, one character for each, so that columns still fit."""
    return "".join(
        each if _is_harmless(each) else (" " if each == "\t" else "\ufffd")
        for each in line
    )


def display_width(text: str) -> int:
    """Count the terminal cells that a text takes: two for a wide character, none for a combining one."""
    return sum(_cells(each) for each in text)


def _is_harmless(character: str) -> bool:
    category = unicodedata.category(character)
    return category not in {"Cc", "Cs", "Zl", "Zp"} and character not in _BIDI


def _escaped(character: str) -> str:
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
