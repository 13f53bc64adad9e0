from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from specweld.cli import run
from specweld.render.manifest import content_hash

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


def git(*command: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *command], check=True, env=environment)


def commit() -> None:
    author = ["-c", "user.name=Zoe", "-c", "user.email=zoe@zoo.example"]
    git("add", ".")
    git(*author, "commit", "-qm", "Go on")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "specweld.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "zoo.yaml").write_text(SPEC, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    commit()
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


def test_what_another_version_of_the_generator_writes_is_not_from_the_docs(
    repository: Path,
) -> None:
    """An older one wrote the file with the signatures, in other words."""
    assert run(["regenerate", "zoo", "-q"]) == 0
    package = repository / "generated" / "zoo"
    surface = (package / "api.md").read_text(encoding="utf-8")
    older = surface.replace("(*, legs)", "(legs)")
    assert older != surface
    manifest = (package / ".specweld.json").read_text(encoding="utf-8")
    assert content_hash(surface) in manifest
    manifest = manifest.replace(content_hash(surface), content_hash(older))
    (package / ".specweld.json").write_text(manifest, encoding="utf-8")
    (package / "api.md").write_text(older, encoding="utf-8")
    commit()
    report = ["regenerate", "zoo", "-q", "--report"]
    assert run([*report, "report.txt"]) == 0
    text = " ".join((repository / "report.txt").read_text(encoding="utf-8").split())
    assert "only what this version of specweld writes changed" in text
    count = len(json.loads(manifest)["files"])
    assert f"writes 1 of {count} files differently, 1 method among them" in text
    assert "`client.animals.list(*, legs) -> None`" in text
    assert run([*report, "report.json"]) == 0
    found = json.loads((repository / "report.json").read_text(encoding="utf-8"))
    assert found["rewriting"]["methods"] == ["client.animals.list(*, legs) -> None"]
    commit()
    assert run([*report, "report.json"]) == 0
    found = json.loads((repository / "report.json").read_text(encoding="utf-8"))
    assert found["rewriting"] is None


CHANGED = SPEC.replace("name: legs", "name: wings")


@pytest.mark.parametrize("command", ["diff -o", "regenerate -q --report"])
def test_clients_share_a_report(
    command: str, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "zoo.yaml").write_text(CHANGED, encoding="utf-8")
    for name in ("report.md", "report.txt", "report.json", "report.html"):
        assert run([*command.split(), name]) == 0, capsys.readouterr().err
    texts = {
        each.suffix: each.read_text(encoding="utf-8")
        for each in repository.glob("report.*")
    }
    headings = re.findall(r"^(###? [^(\n]*\w)", texts[".md"], re.MULTILINE)
    verdict = "### Recommended: a major version"
    assert headings == ["## zoo", verdict, "## farm", verdict]
    assert texts[".md"].startswith("<!-- specweld-report:all -->\n")
    assert re.findall("^(zoo|farm)\n=+$", texts[".txt"], re.MULTILINE) == [
        "zoo",
        "farm",
    ]
    document = json.loads(texts[".json"])
    assert [each["bump"] for each in document["clients"].values()] == ["major"] * 2
    sections = re.findall('<section class="client" aria-label="(.*?)"', texts[".html"])
    assert sections == ["zoo", "farm"]
    assert texts[".html"].count("<body") == texts[".html"].count("</html>") == 1
    assert texts[".html"].count("<script") == texts[".html"].count("<form") == 1


def test_a_comment_of_many_clients_has_room(repository: Path) -> None:
    config = "".join(f'[clients.zoo{n}]\nspecs = "zoo.yaml"\n' for n in range(40))
    (repository / "specweld.toml").write_text(config, encoding="utf-8")
    many = "".join(
        f"  /animals{number}:\n    get:\n      tags: [animals]\n"
        f"      responses: {{'204': {{description: Nothing}}}}\n"
        for number in range(15)
    )
    (repository / "zoo.yaml").write_text(SPEC + many, encoding="utf-8")
    assert run(["diff", "-q", "-o", "report.md"]) == 0
    text = (repository / "report.md").read_text(encoding="utf-8")
    assert len(text) < 65_536
    assert len(re.findall("^## zoo", text, re.MULTILINE)) == 40
    assert "Its report is too long for this comment." in text


def test_a_client_that_is_new_is_all_new(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "specweld.toml").write_text(
        f'{CONFIG}\n[clients.new]\nspecs = "new"\n', encoding="utf-8"
    )
    (repository / "new").mkdir()
    (repository / "new/zoo.yaml").write_text(SPEC, encoding="utf-8")
    assert run(["diff", "--client", "new", "--json", "--fail-on", "major"]) == 0
    (client,) = json.loads(capsys.readouterr().out)["clients"]
    rules = [each["rule"] for each in client["comparison"]["changes"]]
    assert "operation-added" in rules
    assert not [each for each in rules if each.endswith("removed")]
    assert run(["diff", "--since", "no-such-branch"]) == 3
    assert "revision-unreadable" in capsys.readouterr().err


def test_the_first_commit_is_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("specweld.toml").write_text(CONFIG, encoding="utf-8")
    Path("zoo.yaml").write_text(SPEC, encoding="utf-8")
    assert run(["diff", "--client", "zoo"]) == 3
    assert "not a git repository" in capsys.readouterr().err
    subprocess.run(["git", "init", "-q"], check=True)
    assert run(["diff", "--client", "zoo"]) == 0
    assert "/animals" in capsys.readouterr().out


OVERLAY = """\
overlay: 1.0.0
info: {title: Ours, version: 1.0.0}
actions:
  - target: $.paths['/animals'].get.parameters
    update: {name: tail, in: query, schema: {type: boolean}}
"""


def causes(path: str = "report.json") -> dict[str, list[str]]:
    report = json.loads(Path(path).read_text(encoding="utf-8"))
    return {each["rule"]: each["causes"] for each in report["changes"]}


def test_a_report_says_what_caused_each_change(repository: Path) -> None:
    assert run(["regenerate", "zoo", "-q"]) == 0
    commit()
    Path("zoo.yaml").write_text(
        SPEC.replace(
            "name: legs, in: query, schema: {type: integer}",
            "name: legs, in: query, schema: {type: string}",
        ),
        encoding="utf-8",
    )
    assert run(["diff", "--client", "zoo", "-q", "-o", "report.json"]) == 0
    only = causes()
    assert set(map(tuple, only.values())) == {("specs",)}
    Path("overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    Path("specweld.toml").write_text(
        '[clients.zoo]\nspecs = "zoo.yaml"\nclient = "Menagerie"\n'
        'overlays = "overlay.yaml"\n'
        '[clients.zoo.names]\n"GET /animals" = "animals.all"\n',
        encoding="utf-8",
    )
    assert run(["regenerate", "-q", "--report", "report.json"]) == 0
    found = causes()
    assert {key: found[key] for key in only} == only
    assert found["method-renamed"] == ["names"]
    assert found["client-renamed"] == ["settings"]
    assert ["overlays"] in found.values()
    for name in ("report.md", "report.txt", "report.html"):
        assert run(["diff", "-q", "-o", name]) == 0
        text = Path(name).read_text(encoding="utf-8").lower()
        assert "not from the specs alone" in text, name
        assert "a pinned name" in text, name
