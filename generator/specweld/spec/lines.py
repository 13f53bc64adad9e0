"""Lines of a text: where each starts, counted once however many positions are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache


class Lines:
    """The lines of one text, by number."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(each.end() for each in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Turn an offset into a line and a column, both 1-based, in characters."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        """Return a line without its line break; empty where there is none."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._text.find("\n", start)
        return self._text[start : end if end >= 0 else None].removesuffix("\r")


@lru_cache(maxsize=8)
def lines_of(text: str) -> Lines:
    """Split a text once: a report may show thousands of its lines."""
    return Lines(text)
