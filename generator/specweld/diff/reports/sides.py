"""Two texts side by side, with the words marked that differ."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from itertools import groupby

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_LIMIT = 4_000
"""Characters of a side that are compared word by word; longer ones are marked as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some words of one side."""

    text: str
    tag: str
    """The HTML element that it stands in: `mark` where the sides differ, else `span`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What was and what is, each in pieces; a side without pieces is nothing at all."""

    caption: str
    """What is compared: `signature`, `document`, `your code`."""
    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def side_by_side(caption: str, old: str, new: str) -> Pair:
    """Compare two texts word by word."""
    if not old or not new or max(len(old), len(new)) > _LIMIT:
        return Pair(caption=caption, old=_whole(old), new=_whole(new))
    before, after = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        left += [(word, tag != "equal") for word in before[start:end]]
        right += [(word, tag != "equal") for word in after[other_start:other_end]]
    return Pair(caption=caption, old=_joined(left), new=_joined(right))


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text=text, tag="mark"),) if text else ()


def _joined(words: list[tuple[str, bool]]) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            text="".join(word for word, _ in run), tag="mark" if is_changed else "span"
        )
        for is_changed, run in groupby(words, key=lambda pair: pair[1])
    )
