"""Keep many findings of one kind from burying the few that matter."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Diagnostic

_SHOWN = 3
"""Findings of one rule that a person is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """What is shown, and how much is not."""

    shown: tuple[Diagnostic, ...]
    hidden: tuple[tuple[str, int], ...]
    """Rule and how many more of it there are, in order of first appearance."""


def fold(diagnostics: Iterable[Diagnostic]) -> Folded:
    """Keep the first few findings of every rule."""
    shown: list[Diagnostic] = []
    counts: Counter[str] = Counter()
    for each in dict.fromkeys(diagnostics):
        counts[each.rule] += 1
        if counts[each.rule] <= _SHOWN:
            shown.append(each)
    hidden = (
        (rule, count - _SHOWN) for rule, count in counts.items() if count > _SHOWN
    )
    return Folded(shown=tuple(shown), hidden=tuple(hidden))


def fold_words(folded: Folded) -> str:
    """Say what is not shown, one rule a line; empty when everything is."""
    lines = [
        f"and {count} more {rule}: `specweld explain {rule}` says what to do, "
        "`--json` lists all"
        for rule, count in folded.hidden
    ]
    return "\n".join([*lines, ""]) if lines else ""
