from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from specweld.cli import run

CONFIG = """\
[clients.zoo]
specs = "zoo.yaml"

[clients.farm]
specs = "zoo.yaml"
"""
SPEC = """\
openapi: 3.1.0
info: {title: Zoo, version: "1"}
servers: [{url: "https://zoo.example"}]
paths:
  /animals:
    get:
      tags: [animals]
      operationId: list
      parameters:
        - {name: legs, in: query, schema: {type: integer}}
      responses:
        "204": {description: Nothing}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specweld.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "zoo.yaml").write_text(SPEC, encoding="utf-8")
    author = ["-c", "user.name=Zoe", "-c", "user.email=zoe@zoo.example"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "Begin"]):
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
        subprocess.run(["git", *command], cwd=tmp_path, check=True, env=environment)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_regeneration_reports_what_it_changed(repository: Path) -> None:
    spec = repository / "zoo.yaml"
    spec.write_text(SPEC.replace("name: legs", "name: wings"), encoding="utf-8")
    assert run(["regenerate", "zoo", "-q", "--report", "report.md"]) == 0
    report = (repository / "report.md").read_text(encoding="utf-8")
    assert report.startswith(
        "<!-- specweld-report:zoo -->\n### Recommended: a major version"
    )
    assert "- client.animals.list(legs=legs)\n" in report
    assert (repository / "generated" / "zoo" / "client.py").exists()


def test_nothing_changed_is_a_report_too(repository: Path) -> None:
    assert run(["regenerate", "zoo", "-q", "--report", "report.md"]) == 0
    report = (repository / "report.md").read_text(encoding="utf-8")
    assert "- client" not in report


def test_a_report_is_about_one_client(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["regenerate", "--report", "report.md"]) == 2
    assert "`--report` is about one client: name it." in capsys.readouterr().err
    assert not (repository / "report.md").exists()
