"""A second run, which knows the names of the first, gives the same ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.stages.api import document_of

from specweld.api.lower import LowerOptions, lower
from specweld.api.names import public_names
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems

FOLDER = Path(__file__).parents[2] / "cases" / "api"
CASES = [
    each
    for each in sorted(FOLDER.glob("*.yaml"))
    if "paths" in (data := yaml.safe_load(each.read_text()))
    or "schemas" in data.get("components", {})
]


@pytest.mark.parametrize("case", CASES, ids=lambda each: each.stem)
def test_names_again(case: Path) -> None:
    data = yaml.safe_load(case.read_text())
    contract = resolve(document_of({"openapi": "3.1.0", **data}), Problems())
    first = lower(contract, LowerOptions(package="acme"), Problems())
    names = public_names(first)
    again = lower(contract, LowerOptions(package="acme", previous=names), Problems())
    assert {key: each.name for key, each in again.models.items()} == {
        key: each.name for key, each in first.models.items()
    }
    assert public_names(again) == names
