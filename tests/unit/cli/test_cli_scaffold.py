"""What `specweld init` writes is read by what it is written for."""

from __future__ import annotations

import re
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from specweld.cli import run
from specweld.diagnostics import Problems
from specweld.settings.file import read_config


def test_the_example_workflow_is_what_init_writes(root: Path) -> None:
    written = files("specweld.scaffold").joinpath("workflow.yml").read_text()
    example = (root / "docs/examples/regenerate-client.yml").read_text()
    filled = written.replace("@USES@", " --uses src").replace("@DEFAULTS@", "")
    assert example == filled.replace("@VERSION@", version("specweld"))


def test_actions_are_named_by_commit(root: Path) -> None:
    workflows = [*sorted((root / ".github/workflows").glob("*.yml"))]
    workflows += sorted((root / "docs/examples").glob("*.yml"))
    used = [
        line.partition("uses:")[2].strip()
        for path in workflows
        for line in path.read_text(encoding="utf-8").splitlines()
        if "uses:" in line
    ]
    assert len(used) >= 6
    assert [
        x for x in used if not re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", x)
    ] == []


@pytest.mark.parametrize(
    "name", ["acme.yaml", 'my acme\'s "api".yaml', "2captcha.json"]
)
@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_every_file_is_well_formed(
    name: str, forge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("api").mkdir()
    Path("api", name).write_text(
        '{"openapi": "3.1.0", "info": {"title": "API", "version": "1"}, "paths": {}}'
    )
    assert run(["init", "--quiet", "--ci", forge]) == 0
    written = [each for each in tmp_path.rglob("*.y*ml") if each.parent.name != "api"]
    assert len(written) == 2
    for path in written:
        text = path.read_text(encoding="utf-8")
        assert re.findall("@[A-Z]+@", text) == []
        yaml.safe_load(text)
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = hooks["repos"][0]["hooks"]
    problems = Problems()
    config = read_config(Path("specweld.toml"), problems)
    assert problems.diagnostics == []
    assert config is not None
    (client,) = config.clients
    assert client.specs == (Path("api", name),)
    watched = ["specweld.toml", f"api/{name}", f"{client.output.as_posix()}/client.py"]
    assert all(re.search(hook["files"], each) for each in watched)
    for other in (f"api/{name}.bak", "api/other.yaml", "src/specweld.toml"):
        assert not re.search(hook["files"], other)


def test_every_commented_setting_is_one(tmp_path: Path) -> None:
    text = files("specweld.scaffold").joinpath("specweld.toml").read_text()
    lines = [
        line.removeprefix("# ") if _is_setting(line) else line
        for line in text.replace("@NAME@", "acme")
        .replace("@SPECS@", '"s"')
        .splitlines()
    ]
    path = tmp_path / "specweld.toml"
    path.write_text(
        "\n".join(lines)
        .replace("@PACKAGE@", "acme")
        .replace("@CLASS@", "A")
        .replace("@ENV@", "A")
        .replace("@MARK@", "")
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
