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
from specweld.spec.validator import _shortcuts
from specweld.spec.verdict import judge
from specweld.spec.yaml12 import parse_yaml

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


def test_a_run_does_not_wait_for_a_slow_validator(
    document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "PATIENCE", 0.0)
    problems = Problems()
    with start_validation(document, cache=tmp_path) as validation:
        process = validation._process
        validation.finish(problems)
    assert findings(problems) == [("validation-unfinished", Severity.NOTICE)]
    assert process is not None
    process.wait(60)
    told = Problems()
    with start_validation(document, cache=tmp_path) as validation:
        validation.finish(told)
    assert findings(told) == FOUND


def test_a_validator_whose_verdict_nobody_keeps_is_stopped(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validate, "PATIENCE", 0.0)
    problems = Problems()
    with start_validation(document) as validation:
        process = validation._process
        validation.finish(problems)
    assert findings(problems) == [("validation-unfinished", Severity.NOTICE)]
    assert process is not None
    assert process.poll() is not None


FAULTS = """\
openapi: 3.1.0
info: {title: Case, version: 1.0.0}
tags: [{name: a}, {name: a}]
paths:
  /a/{id}:
    get:
      operationId: x
      parameters: [{name: q, in: elsewhere, schema: {type: thing}}]
      responses: {'200': {}}
    put: {operationId: x, responses: {'200': {description: OK, content: {a/b: {schema: {default: a, type: integer}}}}}}
components:
  schemas:
    A: {type: object, maxProperties: x, properties: {a: {minLength: -1}}}
    B: {allOf: [{type: object, properties: {a: {type: string}}}], required: [b]}
    C: {$schema: 'https://example.com/unknown', type: string}
    D: {pattern: '('}
    E: {oneOf: [{type: 7}, {items: 3}], not: {format: 5}}
    F: {type: string, default: 7}
    G: {enum: a, additionalProperties: {type: [string, thing]}}
"""


def test_the_fast_validator_says_what_the_slow_one_says() -> None:
    data, _ = parse_yaml(FAULTS)
    assert isinstance(data, dict)
    slow = judge(data, is_fast=False)
    assert len(slow) >= 10
    assert judge(data) == slow


def test_the_fast_validator_is_as_we_know_it() -> None:
    from openapi_spec_validator import OpenAPIV31SpecValidator

    assert _shortcuts(OpenAPIV31SpecValidator) != {}
