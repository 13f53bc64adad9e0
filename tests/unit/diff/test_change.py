"""Which version a comparison recommends, and which changes decide it."""

from __future__ import annotations

from typing import Any

import pytest

from comparisons import comparison_of
from specweld.diff.change import Bump
from specweld.diff.reports.outline import verdict

LAYOUT = [{"trait": "titles", "message": "titles of schemas differ", "count": 3}]
LIMIT = {"rule": "request-limit-tightened", "wire": "breaking", "python": "none"}
FIELD = {"rule": "response-property-added", "wire": "compatible", "python": "minor"}
GONE = {"rule": "operation-removed", "wire": "breaking", "python": "major"}


@pytest.mark.parametrize(
    ("case", "bump", "words"),
    [
        ({}, Bump.NONE, "Nothing changed"),
        ({"docs_changes": 1}, Bump.PATCH, "(only the docs' wording changed)"),
        ({"layout": LAYOUT}, Bump.PATCH, "(only the docs' layout changed)"),
        ({"changes": [LIMIT]}, Bump.PATCH, "(1 breaks on the wire only)"),
        ({"changes": [FIELD, LIMIT]}, Bump.MINOR, "1 is new or wider)"),
        ({"changes": [FIELD, GONE]}, Bump.MAJOR, "(1 breaks Python code, 1 is new"),
        (
            {"changes": [{**GONE, "accepted": "agreed"}]},
            Bump.PATCH,
            "(all changes are accepted)",
        ),
        (
            {"changes": [{**GONE, "accepted": "agreed"}, FIELD]},
            Bump.MINOR,
            "a minor version (1 is new or wider)",
        ),
    ],
)
def test_the_largest_pending_change_decides(
    case: dict[str, Any], bump: Bump, words: str
) -> None:
    comparison = comparison_of(case)
    assert comparison.bump is bump
    assert words in verdict(comparison)


def test_what_the_caller_uses_decides_first() -> None:
    use = {"path": "app.py", "line": 1, "code": "client.get()"}
    changes = [
        {**GONE, "subject": {"name": name}, "uses": uses}
        for name, uses in (
            ("a", []),
            ("b", [{**use, "is_guess": True}]),
            ("c", [use]),
            ("d", [use, {**use, "line": 2}]),
        )
    ]
    comparison = comparison_of({"changes": changes})
    assert [each.subject.name for each in comparison.deciding] == ["d", "c", "a"]


def test_the_wire_decides_where_python_does_not() -> None:
    comparison = comparison_of({"changes": [LIMIT]})
    assert [each.rule for each in comparison.deciding] == ["request-limit-tightened"]
