"""The file of accepted changes: reading, applying, writing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from comparisons import change_of, comparison_of
from specweld.diagnostics import Problems
from specweld.diff.accept import (
    Acceptance,
    apply_accepted,
    read_accepted,
    with_accepted,
)
from specweld.diff.change import Bump
from specweld.diff.rules import RULE_BY_ID, RULES
from specweld.source import TextPlace

TODAY = date(2030, 1, 15)
REMOVED = {
    "rule": "operation-removed",
    "python": "major",
    "wire": "breaking",
    "subject": {"name": 'GET /"x"\\y'},
    "message": "`GET /x` is gone",
}


def found(problems: Problems) -> list[tuple[str, int]]:
    return [
        (each.rule, getattr(each.place, "line", -1)) for each in problems.diagnostics
    ]


def write(folder: Path, text: str) -> Path:
    path = folder / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("[[accepted]]\nfingerprint = 'a'\nreason = 'r'\n", []),
        ("accepted = 1\n", [("config-wrong-type", 1)]),
        ("accepted = [1]\n", [("config-wrong-type", 1)]),
        ("[other]\n", [("config-unknown-key", 1)]),
        ("[[accepted]]\nreason = 'r'\n", [("accepted-incomplete", 1)]),
        ("[[accepted]]\nfingerprint = 'a'\n", [("accepted-incomplete", 1)]),
        (
            "[[accepted]]\nfingerprint = 'a'\nreason = ' '\n",
            [("accepted-incomplete", 3)],
        ),
        (
            "[[accepted]]\nfingerprint = 'a'\nreason = 'r'\nexpires = 'soon'\n",
            [("config-wrong-type", 4)],
        ),
        (
            "[[accepted]]\nfingerprint = 'a'\nreason = 'r'\nuntil = 1\n",
            [("config-unknown-key", 4)],
        ),
        ("[[accepted\n", [("accepted-unreadable", 0)]),
    ],
)
def test_faults_have_their_line(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    problems = Problems()
    read_accepted(write(tmp_path, text), problems)
    assert found(problems) == expected


def test_no_file_accepts_nothing(tmp_path: Path) -> None:
    problems = Problems()
    assert read_accepted(tmp_path / "none.toml", problems) == ()
    assert problems.diagnostics == []


@pytest.mark.parametrize(
    "reason", ["plain", 'quo"te\\', "line\nend\t\x00\x7f", "ü\ud800"]
)
def test_what_is_written_is_read_again(tmp_path: Path, reason: str) -> None:
    text = with_accepted("", [change_of(REMOVED)], reason=reason, expires=TODAY)
    problems = Problems()
    (entry,) = read_accepted(write(tmp_path, text), problems)
    assert problems.diagnostics == []
    assert entry.reason == reason.replace("\ud800", "\ufffd")
    assert entry.subject == 'GET /"x"\\y'
    assert entry.fingerprint == change_of(REMOVED).fingerprint
    assert entry.expires == TODAY


def test_writing_keeps_what_is_there() -> None:
    before = "# mine\n[[accepted]]\nfingerprint = 'a'\nreason = 'r'"
    text = with_accepted(before, [change_of(REMOVED)], reason="x", expires=None)
    assert text.startswith(before + "\n\n[[accepted]]\n")
    assert "expires" not in text


@pytest.mark.parametrize(
    ("expires", "accepted", "rules"),
    [
        (None, "why", []),
        (TODAY, "why", []),
        (date(2030, 1, 14), "", ["accepted-expired"]),
    ],
)
def test_entries_count_until_they_expire(
    tmp_path: Path, expires: date | None, accepted: str, rules: list[str]
) -> None:
    comparison = comparison_of({"changes": [REMOVED]})
    text = with_accepted("", comparison.changes, reason="why", expires=expires)
    problems = Problems()
    entries = read_accepted(write(tmp_path, text), problems)
    result = apply_accepted(comparison, entries, problems, today=TODAY)
    assert [each.accepted for each in result.changes] == [accepted]
    assert [each.rule for each in problems.diagnostics] == rules
    assert result.bump is (Bump.PATCH if accepted else Bump.MAJOR)


def test_accepting_again_renews(tmp_path: Path) -> None:
    comparison = comparison_of({"changes": [REMOVED]})
    text = with_accepted("", comparison.changes, reason="old", expires=date(2020, 1, 1))
    text = with_accepted(text, comparison.changes, reason="new", expires=None)
    problems = Problems()
    entries = read_accepted(write(tmp_path, text), problems)
    result = apply_accepted(comparison, entries, problems, today=TODAY)
    assert [each.accepted for each in result.changes] == ["new"]
    assert problems.diagnostics == []


def test_an_entry_that_matches_nothing_is_stale(tmp_path: Path) -> None:
    text = with_accepted("", [change_of(REMOVED)], reason="why", expires=None)
    problems = Problems()
    entries = read_accepted(write(tmp_path, text), problems)
    apply_accepted(comparison_of({}), entries, problems, today=TODAY)
    assert found(problems) == [("accepted-stale", 4)]


def test_rewording_does_not_lose_an_acceptance() -> None:
    reworded = change_of(REMOVED | {"message": "gone", "why": "because"})
    other = change_of(REMOVED | {"old": 1})
    assert reworded.fingerprint == change_of(REMOVED).fingerprint
    assert other.fingerprint != change_of(REMOVED).fingerprint


def test_a_rule_that_was_divided_keeps_what_was_accepted() -> None:
    plain = {"python": "none", "wire": "unknown", "subject": {"name": "Voice.name"}}
    change = change_of({**plain, "rule": "request-format-removed", "old": "uuid"})
    before = change_of({**plain, "rule": "request-format-changed", "old": "uuid"})
    other = change_of({**plain, "rule": "request-format-changed", "old": "date"})
    comparison = replace(comparison_of({}), changes=(change,))
    for each, reason in ((before, "agreed"), (other, "")):
        problems = Problems()
        entry = Acceptance(
            fingerprint=each.fingerprint,
            rule=each.rule,
            subject=each.subject.name,
            reason="agreed",
            expires=None,
            place=TextPlace(path="accepted.toml"),
        )
        marked = apply_accepted(comparison, [entry], problems, today=TODAY)
        assert [x.accepted for x in marked.changes] == [reason]
        assert bool(problems.diagnostics) is (reason == "")


def test_former_ids_of_rules_are_no_accident() -> None:
    """An id that a rule had is one of today, or was one: never a slip."""
    gone = {x for each in RULES for x in each.formerly} - RULE_BY_ID.keys()
    assert gone == set()
