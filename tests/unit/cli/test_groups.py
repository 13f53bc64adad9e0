from __future__ import annotations

import pytest

from specweld.diagnostics import Diagnostic, Severity
from specweld.printing.groups import count_words, grouped
from specweld.printing.palette import Palette
from specweld.printing.terminal import format_groups
from specweld.source import TextPlace


def finding(rule: str, severity: Severity, line: int) -> Diagnostic:
    place = TextPlace(path="a.yaml", line=line)
    return Diagnostic(rule=rule, severity=severity, message=f"at {line}", place=place)


WARNINGS = [finding("long-name", Severity.WARNING, n) for n in range(9, 0, -1)]
ERRORS = [finding("merge-conflict", Severity.ERROR, n) for n in (20, 21)]


def test_kinds_are_grouped_the_most_severe_first() -> None:
    groups = grouped([*WARNINGS, *ERRORS, *ERRORS])
    assert [(each.rule, each.count) for each in groups] == [
        ("merge-conflict", 2),
        ("long-name", 9),
    ]


def test_three_of_a_kind_are_shown_by_their_places() -> None:
    (group,) = grouped(WARNINGS)
    assert [each.message for each in group.shown] == ["at 1", "at 2", "at 3"]


def test_all_are_shown_when_asked_for() -> None:
    (group,) = grouped(WARNINGS, is_verbose=True)
    assert len(group.shown) == 9


def test_what_is_not_shown_is_counted() -> None:
    text = format_groups(grouped(WARNINGS[:5]), Palette(is_on=False))
    assert text.endswith("""\
... and 2 more long-name: `-v` shows all, `specweld explain long-name` says what it means

5 warnings
""")


def test_nothing_found_says_nothing() -> None:
    assert format_groups(grouped([]), Palette(is_on=False)) == ""


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ([], ""),
        ([Severity.ERROR], "1 error"),
        (
            [Severity.NOTICE, Severity.ERROR, Severity.ERROR, Severity.UNSUPPORTED],
            "2 errors, 1 unsupported, 1 notice",
        ),
        ([Severity.WARNING] * 3, "3 warnings"),
    ],
)
def test_count_words(severities: list[Severity], words: str) -> None:
    found = [finding("some-rule", each, n) for n, each in enumerate(severities)]
    assert count_words(grouped(found)) == words
