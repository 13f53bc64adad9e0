"""The summary of a run, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from specweld.acceptance import AcceptedCount
from specweld.api.api import Coverage
from specweld.config import ClientConfig
from specweld.generation import Outcome
from specweld.printing.summary import counted, coverage_words, is_complete
from specweld.session.outcome import is_incomplete, outcome_as_json, outcome_words

CLIENT = ClientConfig(
    name="acme", specs=(), package="acme", output=Path("generated/acme")
)
WHOLE = Coverage(
    operations=208,
    operations_found=208,
    schemas=593,
    schemas_found=593,
    untyped_bodies=0,
)


def coverage(**changes: int) -> Coverage:
    fields = {
        "operations": 2,
        "operations_found": 2,
        "schemas": 3,
        "schemas_found": 3,
        "untyped_bodies": 0,
    }
    return Coverage(**{**fields, **changes})


def test_coverage_words() -> None:
    assert coverage_words(WHOLE) == (
        "208 of 208 operations, 593 of 593 schemas, 0 untyped bodies"
    )


@pytest.mark.parametrize(
    ("changes", "complete"),
    [
        ({}, True),
        ({"operations": 1}, False),
        ({"schemas": 2}, False),
        ({"untyped_bodies": 1}, False),
    ],
)
def test_what_is_left_out_is_a_finding(changes: dict[str, int], complete: bool) -> None:
    assert is_complete(coverage(**changes)) == complete
    accepted = AcceptedCount(rule="some-rule", count=1, reason="known", expires=None)
    outcome = Outcome(coverage=coverage(**changes))
    assert is_incomplete(outcome) != complete
    assert not is_incomplete(replace(outcome, accepted=(accepted,)))


@pytest.mark.parametrize(
    ("fields", "deed"),
    [
        ({"is_up_to_date": True}, "up to date"),
        ({"unchanged": 9}, "up to date"),
        (
            {"is_up_to_date": True, "remarks": 2},
            "up to date; 2 remarks when it was last generated",
        ),
        ({"changed": ("a.py",), "unchanged": 8}, "1 file written, 0 deleted"),
        (
            {"changed": ("a.py", "b.py"), "deleted": ("c.py",)},
            "2 files written, 1 deleted",
        ),
        (
            {"changed": ("a.py",), "diff": "--- a.py\n"},
            "out of date, 1 file to write and 0 to delete; mend it",
        ),
        (
            {"changed": ("a.py",), "diff": "--- a.py\n", "strays": ("b.py", "c")},
            "out of date, 1 file to write and 0 to delete; mend it; "
            "2 files there do not belong to the package",
        ),
        (
            {"diff": "Only in acme: b.py\n", "strays": ("b.py",)},
            "1 file there does not belong to the package: move what is yours to `extras/`",
        ),
    ],
)
def test_outcome_words(fields: dict[str, Any], deed: str) -> None:
    assert outcome_words(
        CLIENT, Outcome(coverage=WHOLE, **fields), remedy="mend it"
    ) == (
        f"acme: {coverage_words(WHOLE)}",
        f"  generated/acme: {deed}",
    )


def test_accepted_findings_are_listed() -> None:
    accepted = AcceptedCount(
        rule="some-rule", count=2, reason="known", expires=date(2030, 1, 31)
    )
    outcome = Outcome(coverage=WHOLE, accepted=(accepted,))
    lines = outcome_words(CLIENT, outcome, remedy="mend it")
    assert lines[1] == "  accepted: 2 some-rule (known, until 2030-01-31)"
    (entry,) = outcome_as_json(CLIENT, outcome)["accepted"]  # type: ignore[misc,union-attr]  # JSON
    assert entry == {
        "rule": "some-rule",
        "count": 2,
        "reason": "known",
        "expires": "2030-01-31",
    }


def test_outcome_as_json() -> None:
    outcome = Outcome(coverage=coverage(), changed=("a.py",), deleted=("b.py",))
    assert outcome_as_json(CLIENT, outcome) == {
        "name": "acme",
        "package": "acme",
        "output": "generated/acme",
        "coverage": {
            "operations": 2,
            "operations_found": 2,
            "schemas": 3,
            "schemas_found": 3,
            "untyped_bodies": 0,
        },
        "accepted": [],
        "is_up_to_date": False,
        "changed": ["a.py"],
        "deleted": ["b.py"],
        "strays": [],
        "diff": "",
    }


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 files"), (1, "1 file"), (2, "2 files")]
)
def test_counted(count: int, words: str) -> None:
    assert counted(count, "file") == words
