"""What `--json` prints keeps the promise of its published schema, whatever becomes of the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from specweld import pipeline
from specweld.cli import COMMANDS, run
from specweld.source import Source

SCHEMA = json.loads(
    (Path(__file__).parents[3] / "docs/output-schema.json").read_text(encoding="utf-8")
)
ZOO = """\
openapi: 3.1.0
info: {title: Zoo, version: '1'}
servers: [{url: 'https://zoo.example'}]
paths:
  /animals:
    get:
      operationId: list
      responses:
        '200':
          description: All
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}}
components:
  schemas:
    Animal: {type: object, properties: {name: {type: reptile}}}
"""
PAGE = f"# List\n\nGET https://zoo.example/animals\n\n```yaml\n{ZOO}```\n"
RUNS = [
    ("regenerate", 5),
    ("regenerate --check", 5),
    ("regenerate --accept-all --reason known", 0),
    ("regenerate", 0),
    ("regenerate nobody", 2),
    ("generate zoo.yaml -p other", 5),
    ("generate zoo.yaml -p json", 2),
    ("generate nothing.yaml -p other", 3),
    ("ingest page.md --into ingested", 0),
    ("names", 0),
    ("names list --ugliest 3", 0),
    ("names pin #/components/schemas/Animal Beast", 0),
    ("names unpin Beast", 0),
    ("names adopt nothing", 2),
    ("merge zoo.yaml", 0),
    ("merge zoo.yaml -o merged.json --report", 0),
    ("diff zoo.yaml new.yaml", 0),
    ("diff zoo.yaml new.yaml --fail-on any", 1),
    ("diff zoo.yaml", 2),
    ("explain", 0),
    ("explain dangling-ref", 0),
    ("explain Animal", 0),
    ("explain Nothing", 2),
    ("rules", 0),
    ("rules nothing", 2),
    ("init", 0),
    ("init --update", 1),
    ("no-such-command", 2),
    ("regenerate --no-such-option", 2),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("zoo.yaml").write_text(ZOO, encoding="utf-8")
    Path("new.yaml").write_text(ZOO.replace("/animals", "/beasts"), encoding="utf-8")
    Path("page.md").write_text(PAGE, encoding="utf-8")
    Path("specweld.toml").write_text('[clients.zoo]\nspecs = "zoo.yaml"\n')
    return tmp_path


def printed(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    code = run([*command.split(), "--json"])
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, json.loads(captured.out)


def check(report: Any) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    known = {*SCHEMA["properties"]}
    for each in SCHEMA["$defs"].get(report["command"], {}).get("oneOf", []):
        known |= each["properties"].keys()
    known |= SCHEMA["$defs"].get(report["command"], {}).get("properties", {}).keys()
    assert sorted(report.keys() - known) == []


def test_every_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command, code in RUNS:
        found, report = printed(command, capsys)
        assert (command, found) == (command, code)
        assert report["exit_code"] == code
        check(report)
    assert {each.split()[0] for each, _code in RUNS} >= COMMANDS.keys()


def test_a_run_with_nothing_to_do_has_its_findings_again(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = [printed("generate zoo.yaml -p a", capsys)[1] for _ in range(2)]
    assert reports[0]["findings"] == reports[1]["findings"] != []
    run(["regenerate", "-q", "--accept-all", "--reason", "known"])
    reports = [printed("regenerate", capsys)[1] for _ in range(2)]
    assert reports[0]["findings"] == reports[1]["findings"] != []
    assert [each["pointer"] for each in reports[1]["findings"]] == [
        "#/components/schemas/Animal/properties/name",
        "#/components/schemas/Animal/properties/name/type",
    ]
    assert reports[1]["clients"][0]["is_up_to_date"] is True


def test_a_fault_of_ours_names_the_place(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(sources: tuple[Source, ...], *_: object) -> None:
        place = sources[0].place("components", "schemas", "Animal")
        raise ValueError(f"ours at {len(place.pointer)}")

    monkeypatch.setattr(pipeline, "merge_sources", fails)
    code, report = printed("regenerate", capsys)
    check(report)
    assert (code, report["exit_code"]) == (4, 4)
    (finding,) = report["findings"]
    assert finding["rule"] == "internal-error"
    assert finding["message"] == "ValueError: ours at 3"
    assert (finding["place"]["path"], finding["place"]["line"]) == ("zoo.yaml", 15)
    assert run(["regenerate"]) == 4
    assert capsys.readouterr().err == (
        "internal error: ValueError: ours at 3 (at zoo.yaml:15:13); run again with `--debug` "
        "and report what that prints, with the input\n"
    )


def test_a_refusal_of_the_system(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = printed("diff zoo.yaml new.yaml -o zoo.yaml/report.md", capsys)
    check(report)
    assert (code, report["findings"][0]["rule"]) == (3, "system-refused")


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        check({"format": 1, "command": "init", "exit_code": 0, "findings": []})
