"""A generated package stands for what it was generated from, wherever it lies."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from comparisons import VOICES
from specweld.cli import run
from specweld.render.snapshot import SNAPSHOT, SnapshotError, read_snapshot

RENAMED = VOICES.replace("operationId: voices_get", "operationId: voices_fetch")


@pytest.fixture
def vendored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package far from its specs and from any specweld.toml."""
    home = tmp_path / "home"
    away = tmp_path / "away"
    home.mkdir()
    away.mkdir()
    monkeypatch.chdir(home)
    Path("voices.yaml").write_text(VOICES, encoding="utf-8")
    assert run(["generate", "voices.yaml", "-p", "voicelab", "-o", "lab", "-q"]) == 0
    shutil.move("lab/voicelab", away / "voicelab")
    monkeypatch.chdir(away)
    Path("voices.yaml").write_text(VOICES, encoding="utf-8")
    Path("renamed.yaml").write_text(RENAMED, encoding="utf-8")
    return away


def compared(*arguments: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["diff", *arguments, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["findings"] == []
    comparison: dict[str, Any] = found["clients"][0]["comparison"]
    return comparison


@pytest.mark.parametrize(
    "sides", [("voicelab", "voices.yaml"), ("voices.yaml", "voicelab")]
)
def test_a_package_is_its_specs(
    vendored: Path, sides: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = compared(*sides, capsys=capsys)
    assert (found["bump"], found["changes"], found["layout"]) == ("none", [], [])
    assert found["docs_changes"] == 0


def test_a_package_keeps_its_names(
    vendored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # A regeneration keeps the method's name, whatever the docs call it now.
    found = compared("voicelab", "renamed.yaml", capsys=capsys)
    assert (found["bump"], found["changes"]) == ("patch", [])
    assert [each["trait"] for each in found["layout"]] == ["operation-ids"]


def test_two_packages_have_the_names_of_each(
    vendored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["generate", "renamed.yaml", "-p", "voicelab", "-o", "new", "-q"]) == 0
    found = compared("voicelab", "new/voicelab", capsys=capsys)
    assert [each["rule"] for each in found["changes"]] == ["method-renamed"]
    places = found["changes"][0]["subject"]
    assert (places["old_place"], places["new_place"]) == (None, None)


def test_the_snapshot_holds_neither_paths_nor_clock(vendored: Path) -> None:
    written = Path("voicelab", SNAPSHOT).read_bytes()
    assert run(["generate", "voices.yaml", "-p", "voicelab", "-o", "again", "-q"]) == 0
    assert Path("again/voicelab", SNAPSHOT).read_bytes() == written
    files = [each for each in Path("voicelab").rglob("*") if each.is_file()]
    assert len(written) < 0.15 * sum(each.stat().st_size for each in files)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "specweld snapshot 2\nabc\n",
        "specweld snapshot 1\nno base 85: \x7f\n",
        "specweld snapshot 1\nabcde\n",
        "specweld snapshot 1\n",
        "spécweld",
    ],
)
def test_a_damaged_snapshot_makes_the_side_unreadable(
    vendored: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("voicelab", SNAPSHOT).write_text(text, encoding="utf-8")
    with pytest.raises(SnapshotError):
        read_snapshot(Path("voicelab"))
    assert run(["diff", "voicelab", "voices.yaml"]) == 3
    message = capsys.readouterr().err
    assert "error[package-unreadable]: the old side: " in message
    assert f"voicelab/{SNAPSHOT}" in message


def test_a_snapshot_that_is_cut_is_damaged(vendored: Path) -> None:
    path = Path("voicelab", SNAPSHOT)
    lines = path.read_text(encoding="ascii").splitlines(keepends=True)
    path.write_text("".join(lines[:-2]), encoding="ascii")
    with pytest.raises(SnapshotError):
        read_snapshot(Path("voicelab"))
