"""Words of a document within a message: one line, not too long, in backquotes."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def quote(text: str, *, limit: int = 160) -> str:
    """Put text of the input in backquotes, cut at a number of characters."""
    line = _UNPRINTABLE.sub(" ", text)
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    return f"`{line}`"
