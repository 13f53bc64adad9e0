"""The page of rules is what the code says."""

from __future__ import annotations

import re

from case_files import ROOT
from specweld.cli import run
from specweld.diff.reports.catalogue import rules_page
from specweld.diff.rules import RULES

PAGE = ROOT / "docs" / "rules.md"


def test_the_page_is_current(update_cases: bool) -> None:
    page = rules_page(RULES)
    if update_cases:
        PAGE.write_text(page, encoding="utf-8")
    assert page == PAGE.read_text(
        encoding="utf-8"
    ), "docs/rules.md is out of date: run `specweld rules --markdown > docs/rules.md`"


def test_every_rule_has_one_row_of_six_cells() -> None:
    rows = [each for each in rules_page(RULES).splitlines() if each.startswith("| `")]
    assert sorted(each.split("`")[1] for each in rows) == sorted(
        each.id for each in RULES
    )
    assert {len(re.findall(r"(?<!\\)\|", each)) for each in rows} == {7}


def test_the_command_prints_the_page() -> None:
    assert run(["rules", "--markdown", "--json"]) == 2
    assert run(["rules", "request-enum-*", "--markdown"]) == 0
