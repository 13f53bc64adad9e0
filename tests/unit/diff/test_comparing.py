"""Sides and thresholds: what is compared, and what makes the exit code 1."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from case_files import CASES
from comparisons import VOICES, change_of
from diff_sides import case_sides
from specweld.cli import run
from specweld.diagnostics import Problems
from specweld.diff.compare import compare
from specweld.session.client_report import write_client_report
from specweld.session.comparing import Threshold, is_own_past, reaches
from specweld.session.revision import (
    RevisionError,
    RevisionPath,
    extract,
    parse_revision_path,
)
from specweld.settings.file import read_config

RENAMED = VOICES.replace("operationId: voices_get", "operationId: voices_fetch")
BROKEN = "openapi: 3.1.0\npaths:\n  - [\n"
CONFIG = """\
[clients.voicelab]
specs = "specs"
package = "voicelab"
output = "voicelab"
client = "VoiceLab"
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose specs were edited after the last commit."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "voices.yaml").write_text(VOICES, encoding="utf-8")
    (tmp_path / "specweld.toml").write_text(CONFIG, encoding="utf-8")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "Add specs")
    (tmp_path / "specs" / "voices.yaml").write_text(RENAMED, encoding="utf-8")
    return tmp_path


def git(*arguments: str) -> None:
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HEAD:specs", ("HEAD", "specs")),
        ("v1:a:b", ("v1", "a:b")),
        ("https://x.y", None),
        ("--output=x:y", None),
        ("a b:c", None),
        ("HEAD:", None),
        ("specs", None),
    ],
)
def test_revisions_are_recognised(text: str, expected: tuple[str, str] | None) -> None:
    found = parse_revision_path(text)
    assert (found and (found.revision, found.path)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("specs", ["voices.yaml"]), ("specs/voices.yaml", ["voices.yaml"])],
)
def test_a_revision_is_taken_out(
    repository: Path, path: str, expected: list[str]
) -> None:
    target = repository / "out"
    target.mkdir()
    extract(RevisionPath(revision="HEAD", path=path), target)
    assert [each.name for each in target.iterdir()] == expected
    assert (target / "voices.yaml").read_text(encoding="utf-8") == VOICES


@pytest.mark.parametrize("place", [("HEAD", "none"), ("none", "specs")])
def test_what_git_lacks_is_said(repository: Path, place: tuple[str, str]) -> None:
    with pytest.raises(RevisionError):
        extract(RevisionPath(revision=place[0], path=place[1]), repository)


@pytest.mark.parametrize(
    ("python", "wire", "counts"),
    [
        ("major", "breaking", "major minor wire any"),
        ("minor", "breaking", "minor wire any"),
        ("none", "unknown", "any"),
        ("patch", "compatible", "any"),
    ],
)
def test_thresholds(python: str, wire: str, counts: str) -> None:
    change = change_of({"python": python, "wire": wire})
    found = [each.value for each in Threshold if reaches(change, each, strict=False)]
    assert found == counts.split()


def test_strict_takes_the_unknown_for_breaking() -> None:
    change = change_of({"wire": "unknown"})
    assert reaches(change, Threshold.WIRE, strict=True)
    accepted = change_of({"wire": "unknown", "accepted": "yes"})
    assert not reaches(accepted, Threshold.WIRE, strict=True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--fail-on", "minor"], 1),
        (["--fail-on", "wire"], 0),
        (["--fail-on", "major", "--ignore", "/v1/voices/*"], 0),
        (["--fail-on", "major", "--only", "voices"], 1),
        (["HEAD:specs", "specs", "--fail-on", "major"], 1),
        (["HEAD:specs/voices.yaml", "specs/voices.yaml", "--fail-on", "any"], 1),
        (["specs", "specs", "--fail-on", "any"], 0),
        (["specs"], 2),
        (["--only", "place=x"], 2),
        (["--client", "other"], 2),
        (["--accept", " "], 2),
        (["none.yaml", "specs"], 3),
        (["HEAD:none", "specs"], 3),
        (["specs", "nowhere:specs"], 3),
    ],
)
def test_exit_codes(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
) -> None:
    assert run(["diff", *arguments]) == code, capsys.readouterr().err


@pytest.mark.parametrize(
    ("sides", "rules"),
    [
        (("none.yaml", "specs"), ["side-not-found"]),
        (("HEAD:none", "specs"), ["revision-unreadable"]),
        (("none.yaml", "HEAD:none"), ["revision-unreadable", "side-not-found"]),
        (("other", "specs"), ["package-without-specs"]),
        (("voicelab", "HEAD:voicelab"), []),
        (("HEAD:specs", "voicelab"), []),
    ],
)
def test_what_is_wrong_with_a_side(
    repository: Path,
    capsys: pytest.CaptureFixture[str],
    sides: tuple[str, str],
    rules: list[str],
) -> None:
    for name in ("voicelab", "other"):
        (repository / name).mkdir()
        (repository / name / ".specweld.json").write_text("{}", encoding="utf-8")
    git("add", "voicelab")
    git("commit", "--quiet", "-m", "Add the client")
    code = run(["diff", *sides, "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert sorted(each["rule"] for each in findings) == rules
    assert code == (3 if rules else 0)


def test_a_document_that_is_not_supported_makes_a_side_unreadable(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("swagger.yaml").write_text("swagger: '2.0'\npaths: {}\n", encoding="utf-8")
    assert run(["diff", "specs", "swagger.yaml"]) == 3
    error = capsys.readouterr().err
    assert "error[swagger-document]: the new side: " in error
    assert "swagger.yaml:1:10" in error


def test_what_is_left_out_of_a_folder_is_said(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("specs/old.yaml").write_text("swagger: '2.0'\npaths: {}\n", encoding="utf-8")
    assert run(["diff", "HEAD:specs", "specs"]) == 0
    assert "warning[swagger-document]: the new side: " in capsys.readouterr().err


def test_contradicting_parts_are_compared_all_the_same(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "type: string" in VOICES
    other = VOICES.replace("type: string", "type: boolean")
    Path("specs/voices.yaml").write_text(VOICES, encoding="utf-8")
    Path("specs/voices2.yaml").write_text(other, encoding="utf-8")
    assert run(["diff", "HEAD:specs", "specs"]) == 0
    printed = capsys.readouterr()
    assert "warning[merge-conflict]: the new side: " in printed.err
    assert "The new document is not quite valid" in " ".join(printed.out.split())


def test_the_unreadable_side_is_named(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "specs" / "voices.yaml").write_text(BROKEN, encoding="utf-8")
    assert run(["diff", "none.yaml", "specs"]) == 3
    error = capsys.readouterr().err
    assert "the old side: `none.yaml` does not exist" in error
    assert "the new side:" in error
    assert "specs/voices.yaml:4:" in error


def test_a_revision_keeps_its_name_in_findings(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "specs" / "voices.yaml").write_text(BROKEN, encoding="utf-8")
    git("commit", "--quiet", "-am", "Break")
    assert run(["diff", "HEAD:specs", "HEAD~1:specs"]) == 3
    error = capsys.readouterr().err
    assert "--> HEAD:specs/voices.yaml:4:" in error
    assert "/tmp" not in error.replace(str(repository), "")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("report.html", "<!doctype html>"),
        ("report.md", "<!-- specweld-report:voicelab -->"),
        ("report.json", "{"),
        ("report.txt", "old  HEAD:./specs"),
    ],
)
def test_the_suffix_chooses_the_format(
    repository: Path, capsys: pytest.CaptureFixture[str], name: str, start: str
) -> None:
    assert run(["diff", "-o", f"out/{name}"]) == 0
    assert (repository / "out" / name).read_text(encoding="utf-8").startswith(start)
    assert f"see out/{name}" in capsys.readouterr().out


def test_accepting_settles_it(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "--accept", "we know", "--fail-on", "major"]) == 0
    assert run(["diff", "--fail-on", "major"]) == 0
    assert "accepted: we know" in capsys.readouterr().out
    assert run(["diff", "specs", "specs"]) == 0
    assert "accepted-stale" in capsys.readouterr().err


def test_uses_are_found(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "app.py").write_text(
        'from voicelab import VoiceLab\nVoiceLab().voices.get("a")\n', encoding="utf-8"
    )
    assert run(["diff", "--uses", "app.py", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)["clients"][0]["comparison"]
    used = [
        (use["path"], use["line"]) for each in report["changes"] for use in each["uses"]
    ]
    assert used == [("app.py", 2)]


def test_a_client_is_reported_on(repository: Path) -> None:
    config = read_config(repository / "specweld.toml", Problems())
    assert config is not None
    write_client_report(
        config.clients,
        config,
        repository / "report.md",
        Problems(),
        today=date(2030, 1, 1),
        progress=lambda _step: None,
    )
    text = (repository / "report.md").read_text(encoding="utf-8")
    assert "method-renamed" in text
    assert text.startswith("<!-- specweld-report:voicelab -->")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["HEAD:./specs"], ["specs"], True),
        (["HEAD:specs/"], ["./specs"], True),
        (["v1:specs"], ["v2:specs"], True),
        (["HEAD:specs"], ["other"], False),
        (["specs"], ["specs"], False),
        (["HEAD:a"], ["a", "b"], False),
        (["https://x.example/a"], ["a"], False),
    ],
)
def test_a_folder_is_compared_with_its_own_past(
    old: list[str], new: list[str], expected: bool
) -> None:
    assert is_own_past(old, new) is expected


def test_two_runs_are_equal(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = []
    for _ in range(2):
        run(["diff", "-f", "html"])
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1]


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    from specweld.diff.rules import RULES

    assert run(["rules", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["rules"]
    assert [each["id"] for each in listed] == [each.id for each in RULES]
    assert run(["rules", "operation-remov*"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "operation-removed"
    assert run(["rules", "nothing"]) == 2


@pytest.mark.parametrize(
    ("grace_days", "rule"), [(0, "sunset-set"), (90, "sunset-too-soon")]
)
def test_an_announced_end_must_leave_the_grace_period(
    grace_days: int, rule: str
) -> None:
    old, new = case_sides(CASES / "diff" / "sunset-set.yaml")
    told = compare(
        old, new, complete=True, today=date(2026, 6, 1), grace_days=grace_days
    )
    assert [each.rule for each in told.changes] == [rule]


SPLIT = """\
openapi: 3.1.0
info: {title: Split, version: "1"}
paths:
  /pets:
    get:
      operationId: list
      responses:
        "200":
          description: Fine
          content: {application/json: {schema: {$ref: "PLACE"}}}
"""


@pytest.mark.parametrize("name", ["api.yaml", "./api.yaml", "docs/api.yaml"])
def test_a_file_of_a_revision_comes_with_what_it_refers_to(
    repository: Path, name: str
) -> None:
    folder = (repository / name).parent
    (folder / "parts").mkdir(parents=True)
    text = SPLIT.replace("PLACE", "parts/pet.yaml")
    (repository / name).write_text(text, encoding="utf-8")
    part = folder / "parts" / "pet.yaml"
    part.write_text("type: object\nproperties: {id: {type: string}}\n", "utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "Split")
    part.write_text("type: object\nproperties: {id: {type: integer}}\n", "utf-8")
    assert run(["diff", f"HEAD:{name}", name, "-o", "report.json", "-q"]) == 0
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    (change,) = report["changes"]
    assert change["rule"] == "response-type-changed"
    plain = name.removeprefix("./").removesuffix("api.yaml")
    old, new = (change["subject"][f"{side}_place"]["path"] for side in ("old", "new"))
    assert (old.replace("./", ""), new) == (
        f"HEAD:{plain}parts/pet.yaml",
        f"{plain}parts/pet.yaml",
    )


def test_a_side_may_read_what_its_client_may(repository: Path) -> None:
    (repository / "pet.yaml").write_text("type: string\n", encoding="utf-8")
    text = SPLIT.replace("PLACE", "../pet.yaml")
    (repository / "specs" / "voices.yaml").write_text(text, encoding="utf-8")
    (repository / "other.yaml").write_text(text.replace("../pet", "pet"), "utf-8")
    config = Path("specweld.toml")
    for setting, is_said in (("", True), ("external-refs = true\n", False)):
        config.write_text(CONFIG + setting, encoding="utf-8")
        sides = ["specs/voices.yaml", "other.yaml"]
        assert run(["diff", *sides, "-o", "report.json", "-q"]) == 0
        report = json.loads(Path("report.json").read_text(encoding="utf-8"))
        rules = {each["rule"] for each in report["changes"]}
        assert bool(rules) is is_said
