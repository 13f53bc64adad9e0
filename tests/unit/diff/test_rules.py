"""The table of rules, its cases and its mirrors."""

from __future__ import annotations

import re
from datetime import date

import pytest

from case_files import CASES
from diff_sides import case_sides
from specweld.diff.compare import compare
from specweld.diff.rules import RULE_BY_ID, RULES, Rule

TODAY = date(2026, 1, 1)
ONE_WAY = {
    # A parameter or body is only ever sent; statuses, headers and kinds are only received.
    "request-parameter-",
    "request-body-",
    "request-property-added-",
    "response-property-added",
    "response-kind-",
    "response-body-",
    "response-content-type-",
    "response-success-status-",
    "response-header-",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_case_of_a_rule_shows_it_and_its_mirror_undoes_it(rule: Rule) -> None:
    old, new = case_sides(CASES / "diff" / f"{rule.id}.yaml")
    there, back = (
        {x.rule for x in compare(*sides, complete=True, today=TODAY).changes}
        for sides in ((old, new), (new, old))
    )
    assert rule.id in there
    assert rule.mirror in back


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_document_does_not_differ_from_itself(rule: Rule) -> None:
    old, new = case_sides(CASES / "diff" / f"{rule.id}.yaml")
    for side in (old, new):
        found = compare(side, side, complete=True)
        assert (found.changes, found.layout, found.docs_changes) == ((), (), 0)


def test_ids_are_kebab_case_and_unique() -> None:
    assert [
        rule.id for rule in RULES if not re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    ] == []
    assert len(RULE_BY_ID) == len(RULES)


def test_every_rule_has_a_mirror_or_says_why_not() -> None:
    assert [
        rule.id
        for rule in RULES
        if (rule.mirror not in RULE_BY_ID) == (rule.waiver == "")
    ] == []


def test_every_direction_has_its_counterpart() -> None:
    lonely = [
        rule.id
        for rule in RULES
        if rule.id.startswith(("request-", "response-"))
        and not rule.id.startswith(tuple(ONE_WAY))
        and _counterpart(rule.id) not in RULE_BY_ID
    ]
    assert lonely == []


def _counterpart(rule: str) -> str:
    direction, _, rest = rule.partition("-")
    return f"{'response' if direction == 'request' else 'request'}-{rest}"


def test_reasons_end_without_a_full_stop() -> None:
    assert [
        rule.id for rule in RULES if rule.what.endswith(".") or rule.why.endswith(".")
    ] == []
