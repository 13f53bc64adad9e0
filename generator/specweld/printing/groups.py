"""Findings by kind, so that many of one kind do not bury the few that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.printing.findings import SEVERITY_WORDS, findings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.diagnostics import Diagnostic, Severity
    from specweld.printing.findings import Finding

SHOWN = 3
"""Findings of one kind that a person is shown who does not ask for all; one more is no longer
than to say that there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup:
    """All findings of one rule and severity."""

    severity: Severity
    rule: str
    count: int
    shown: tuple[Finding, ...]
    """The first of them, by file and line."""


def grouped(
    diagnostics: Iterable[Diagnostic], *, is_verbose: bool = False
) -> tuple[FindingGroup, ...]:
    """Group findings by kind: the most severe first, and those by their first places."""
    kinds: dict[tuple[int, str], list[Finding]] = {}
    for each in findings_of(diagnostics):
        kinds.setdefault((-each.severity, each.rule), []).append(each)
    return tuple(
        FindingGroup(
            severity=found[0].severity,
            rule=found[0].rule,
            count=len(found),
            shown=tuple(
                found if is_verbose or len(found) == SHOWN + 1 else found[:SHOWN]
            ),
        )
        for _, found in sorted(kinds.items(), key=lambda each: each[0][0])
    )


def count_words(groups: Sequence[FindingGroup]) -> str:
    """Sum findings up: `2 errors, 1 warning`; empty when there are none."""
    counts = {
        severity: sum(each.count for each in groups if each.severity is severity)
        for severity in SEVERITY_WORDS
    }
    return ", ".join(
        _counted(count, SEVERITY_WORDS[severity])
        for severity, count in counts.items()
        if count
    )


def _counted(count: int, word: str) -> str:
    if word == "unsupported":
        return f"{count} unsupported"
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
