"""Who wrote which part of a filled template: the template itself, or a view that it printed."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from specweld.render.layout import FOREIGN, OWN

_MARKS = re.compile(f"({FOREIGN}|{OWN})")


@dataclass(frozen=True, kw_only=True)  # without slots: it remembers its lines
class Filled:
    """What came of a template."""

    text: str
    spans: tuple[tuple[int, int], ...] | None = None
    """Where views were printed, in bytes of UTF-8; None when the template is a built-in one."""

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        found = [0]
        for each in self.text.split("\n"):
            found.append(found[-1] + len(each.encode()) + 1)
        return found

    def is_printed(self, line: int, column: int) -> bool:
        """Return whether a view printed what stands at a place, as `ast` counts places."""
        spans = self.spans or ()
        offset = self._lines[line - 1] + column
        index = bisect_right(spans, offset, key=lambda span: span[0])
        return index > 0 and offset < spans[index - 1][1]


def printed(text: str) -> str:
    """Mark what a view prints."""
    return f"{FOREIGN}{text}{OWN}" if text else ""


def told_apart(text: str) -> Filled:
    """Take the marks out of a text, and remember where they were."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    offset, depth, start = 0, 0, 0
    for piece in _MARKS.split(text):
        if piece == FOREIGN:
            start = start if depth else offset
            depth += 1
        elif piece == OWN:
            depth -= 1
            if not depth:
                spans.append((start, offset))
        else:
            pieces.append(piece)
            offset += len(piece.encode())
    return Filled(text="".join(pieces), spans=tuple(spans))
