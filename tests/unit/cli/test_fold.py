from __future__ import annotations

from specweld.diagnostics import Diagnostic, Severity
from specweld.printing.fold import fold, fold_words


def finding(rule: str, severity: Severity, number: int) -> Diagnostic:
    return Diagnostic(rule=rule, severity=severity, message=f"number {number}")


def test_errors_are_shown_all_and_warnings_three_of_a_rule() -> None:
    errors = [finding("merge-conflict", Severity.ERROR, n) for n in range(9)]
    left_out = [finding("unsupported-tuple", Severity.UNSUPPORTED, n) for n in range(9)]
    warnings = [finding("long-name", Severity.WARNING, n) for n in range(9)]
    notices = [finding("asyncapi-page", Severity.NOTICE, n) for n in range(3)]
    folded = fold([*warnings, *errors, *left_out, *notices, *notices])
    assert folded.shown == (*warnings[:3], *errors, *left_out, *notices)
    assert folded.hidden == (("long-name", 6),)
    assert fold_words(folded) == "and 6 more long-name: `--json` lists them\n"


def test_nothing_hidden_says_nothing() -> None:
    assert fold_words(fold([])) == ""
