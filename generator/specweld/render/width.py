"""How wide text is, counted as black counts it."""

from __future__ import annotations

import unicodedata

LINE_LENGTH = 88
"""Columns of a generated line: black's own default."""


def width(text: str) -> int:
    """Count the columns of a line; East Asian wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
