"""What `specweld init` writes is read by what it is written for."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from specweld.cli import run
from specweld.commands.init import FILES
from specweld.diagnostics import Problems
from specweld.settings.file import read_config


def test_the_example_workflow_is_what_init_writes(root: Path) -> None:
    written = files("specweld.scaffold").joinpath("workflow.yml").read_text()
    example = (root / "docs/examples/regenerate-client.yml").read_text()
    assert example == written.replace("@SPECS@", "specs/acme")


@pytest.mark.parametrize("specs", ["specs/acme", "specs/acme-api.v2", "2captcha"])
def test_every_file_is_well_formed(
    specs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--quiet", "--specs", specs]) == 0
    for target in FILES.values():
        text = (tmp_path / target).read_text(encoding="utf-8")
        assert "@" not in text.replace("actions/checkout@", "").replace(
            "actions/setup-python@", ""
        ).replace("=@report.md", "")
        if target.endswith((".yaml", ".yml")):
            yaml.safe_load(text)
    problems = Problems()
    config = read_config(Path("specweld.toml"), problems)
    assert problems.diagnostics == []
    assert config is not None
    assert [each.specs for each in config.clients] == [(Path(specs),)]


def test_every_commented_setting_is_one(tmp_path: Path) -> None:
    text = files("specweld.scaffold").joinpath("specweld.toml").read_text()
    lines = [
        line.removeprefix("# ") if _is_setting(line) else line
        for line in text.replace("@NAME@", "acme").replace("@SPECS@", "s").splitlines()
    ]
    path = tmp_path / "specweld.toml"
    path.write_text(
        "\n".join(lines)
        .replace("@PACKAGE@", "acme")
        .replace("@CLASS@", "A")
        .replace("@ENV@", "A")
    )
    problems = Problems()
    config = read_config(path, problems)
    assert problems.diagnostics == []
    assert config is not None
    assert dict(config.clients[0].names) == {
        "GET /v1/example/{id}": "examples.get",
        "#/components/schemas/Body_create_example": "ExampleCreation",
    }


def _is_setting(line: str) -> bool:
    words = line.removeprefix("# ")
    return line.startswith("# ") and (" = " in words or words.startswith("["))
