"""Validation in a process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from specweld.diagnostics import Problems, Severity
from specweld.spec import validate
from specweld.spec.document import Document
from specweld.spec.load import load_source
from specweld.spec.merge import merge
from specweld.spec.validate import check, start_validation

FOUND = [("invalid-openapi", Severity.WARNING)]


@pytest.fixture
def document() -> Document:
    """A document with one fault: a response without description."""
    text = """\
openapi: 3.1.0
info: {title: Case, version: 1.0.0}
paths:
  /a: {get: {responses: {'200': {}}}}
"""
    source = load_source("x.yaml", text, Problems())
    assert source is not None
    return merge([source], Problems())


def findings(problems: Problems) -> list[tuple[str, Severity]]:
    return [(each.rule, each.severity) for each in problems.diagnostics]


def test_a_process_says_what_a_call_says(document: Document) -> None:
    called, run = Problems(), Problems()
    check(document, called, strict=False)
    with start_validation(document) as validation:
        validation.finish(run)
    assert findings(called) == FOUND
    assert called.diagnostics == run.diagnostics


def test_strict_findings_are_errors(document: Document) -> None:
    problems = Problems()
    check(document, problems, strict=True)
    assert findings(problems) == [("invalid-openapi", Severity.ERROR)]


def test_a_verdict_is_remembered(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(Problems())

    def refuse(*_: object) -> None:
        raise AssertionError("the verdict was known")

    monkeypatch.setattr(validate.subprocess, "Popen", refuse)
    problems = Problems()
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(problems)
    assert findings(problems) == FOUND


def test_another_document_has_another_verdict(
    document: Document, tmp_path: Path
) -> None:
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(Problems())
    valid = document.with_data({**document.data, "paths": {}})
    problems = Problems()
    with start_validation(valid, cache=tmp_path) as validation:
        validation.finish(problems)
    assert findings(problems) == []
    assert len(list(tmp_path.rglob("*.json"))) == 2


def test_a_damaged_verdict_is_made_anew(document: Document, tmp_path: Path) -> None:
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(Problems())
    (verdict,) = tmp_path.rglob("*.json")
    verdict.write_text('[["half', encoding="utf-8")
    problems = Problems()
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(problems)
    assert findings(problems) == FOUND


def test_validator_failed(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr(validate.subprocess, "Popen", fail)
    problems = Problems()
    with start_validation(document) as validation:
        validation.finish(problems)
    assert findings(problems) == [("validator-failed", Severity.WARNING)]


def test_leaving_early_stops_the_process(document: Document) -> None:
    with start_validation(document) as validation:
        process = validation._process
        assert process is not None
    assert process.poll() is not None


def test_a_document_in_a_circle_is_no_crash() -> None:
    schema: dict[str, object] = {"type": "object"}
    schema["properties"] = {"self": {"$ref": "#/components/schemas/A"}}
    text = f"openapi: 3.1.0\ninfo: {{title: a, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}\n"
    source = load_source("x.yaml", text.replace("'", '"'), Problems())
    assert source is not None
    problems = Problems()
    check(merge([source], Problems()), problems, strict=True)
    assert findings(problems) == []
