from __future__ import annotations

from specweld.diagnostics import Diagnostic, Severity
from specweld.printing.fold import fold, fold_words


def finding(rule: str, severity: Severity, number: int) -> Diagnostic:
    return Diagnostic(rule=rule, severity=severity, message=f"number {number}")


def test_three_of_a_rule_are_shown() -> None:
    errors = [finding("merge-conflict", Severity.ERROR, n) for n in range(9)]
    left_out = [finding("unsupported-tuple", Severity.UNSUPPORTED, n) for n in range(9)]
    warnings = [finding("long-name", Severity.WARNING, n) for n in range(9)]
    notices = [finding("asyncapi-page", Severity.NOTICE, n) for n in range(3)]
    folded = fold([*warnings, *errors, *left_out, *notices, *notices])
    assert folded.shown == (*warnings[:3], *errors[:3], *left_out[:3], *notices)
    assert folded.hidden == (
        ("long-name", 6),
        ("merge-conflict", 6),
        ("unsupported-tuple", 6),
    )
    assert fold_words(folded).splitlines()[0] == (
        "and 6 more long-name: `specweld explain long-name` says what to do, "
        "`--json` lists all"
    )


def test_nothing_hidden_says_nothing() -> None:
    assert fold_words(fold([])) == ""
