"""The JSON report keeps the promise of its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from case_files import CASES, TESTS

SCHEMA = json.loads(
    (TESTS.parent / "docs" / "diff-schema.json").read_text(encoding="utf-8")
)
REPORTS = sorted((CASES / "report").glob("json*.out.txt"))


def undeclared(data: Any, schema: Any, path: str) -> list[str]:
    """List the keys that a report has and its schema does not mention."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        schema = schema["oneOf"][-1]
    if isinstance(data, list):
        found = [undeclared(each, schema.get("items", {}), path) for each in data]
        return [key for keys in found for key in keys]
    if not isinstance(data, dict) or "properties" not in schema:
        return []
    found = [
        undeclared(value, schema["properties"].get(key, {}), f"{path}.{key}")
        for key, value in data.items()
    ]
    missing = [f"{path}.{key}" for key in data if key not in schema["properties"]]
    return missing + [key for keys in found for key in keys]


def test_there_are_reports_to_check() -> None:
    assert [each.name for each in REPORTS] == ["json-hostile.out.txt", "json.out.txt"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_reports_fit_the_schema(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert undeclared(report, SCHEMA, "report") == []


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_refuses_what_is_no_report() -> None:
    report = json.loads(REPORTS[-1].read_text(encoding="utf-8"))
    report["changes"][0]["wire"] = "perhaps"
    errors = list(jsonschema.Draft202012Validator(SCHEMA).iter_errors(report))
    assert [each.json_path for each in errors] == ["$.changes[0].wire"]
