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
    """Keep the first few findings of every rule; one more is not worth hiding."""
    found = list(dict.fromkeys(diagnostics))
    counts = Counter(each.rule for each in found)
    hidden = {rule: n - _SHOWN for rule, n in counts.items() if n > _SHOWN + 1}
    shown: list[Diagnostic] = []
    seen: Counter[str] = Counter()
    for each in found:
        seen[each.rule] += 1
        if each.rule not in hidden or seen[each.rule] <= _SHOWN:
            shown.append(each)
    return Folded(shown=tuple(shown), hidden=tuple(hidden.items()))


def fold_words(folded: Folded) -> str:
    """Say what is not shown, one rule a line; empty when everything is."""
    lines = [
        f"and {count} more {rule}: `specweld explain {rule}` says what to do, "
        "`--json` lists all"
        for rule, count in folded.hidden
    ]
    return "\n".join([*lines, ""]) if lines else ""
