"""Reports about the real pairs at hand, and the one that the documentation shows."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from case_files import ROOT
from corpus_files import unpack_corpus
from specweld.cli import run
from specweld.diff.reports.markdown import LIMIT

PAIRS = [
    ("elevenlabs-2025-11-07", "elevenlabs-2026-07-25"),
    ("openrouter-2025-11-07", "openrouter-2025-11-28"),
    ("webflow-2025-12-04", "webflow-2026-01-04"),
]
SCHEMA = json.loads((ROOT / "docs" / "diff-schema.json").read_text(encoding="utf-8"))
EXAMPLE = ROOT / "docs" / "examples" / "diff-report.md"
CALLER = '''\
"""Shows voices of the library."""

from elevenlabs import ElevenLabs

client = ElevenLabs()


def trending(page: int) -> list[str]:
    found = client.voices.get_shared(page=page, sort="popular")
    return [voice.name for voice in found.voices]
'''


@pytest.fixture
def pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> tuple[str, str]:
    """Unpack a pair into the working directory: `pages/2025-11-07`."""
    monkeypatch.chdir(tmp_path)
    Path("pages").mkdir()
    sides: list[str] = []
    for name in request.param:
        side = f"pages/{name.partition('-')[2]}"
        unpack_corpus(name, tmp_path / "unpacked").rename(side)
        sides.append(side)
    return sides[0], sides[1]


@pytest.mark.parametrize("pages", PAIRS, ids=lambda pair: pair[0], indirect=True)
def test_real_reports_keep_their_promises(pages: tuple[str, str]) -> None:
    for name in ("report.json", "report.md", "report.html", "report.txt"):
        assert run(["diff", *pages, "-o", name, "--quiet"]) == 0
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    fingerprints = [each["fingerprint"] for each in report["changes"]]
    assert len(fingerprints) == len(set(fingerprints))
    comment = Path("report.md").read_text(encoding="utf-8")
    assert len(comment.encode("utf-16-le")) // 2 <= LIMIT


@pytest.mark.parametrize("pages", PAIRS, ids=lambda pair: pair[0], indirect=True)
def test_what_was_accepted_is_settled(pages: tuple[str, str]) -> None:
    accept = ["--accept", "seen", "--quiet"]
    assert run(["diff", *pages, *accept]) == 0
    assert run(["diff", *pages, "--fail-on", "major", "--quiet"]) == 0
    assert run(["diff", *pages, "--fail-on", "wire", "--strict", "--quiet"]) == 0


@pytest.mark.parametrize("pages", PAIRS[:1], ids=["elevenlabs"], indirect=True)
def test_the_documentation_shows_a_real_report(
    pages: tuple[str, str], update_cases: bool
) -> None:
    Path("app").mkdir()
    Path("app/library.py").write_text(CALLER, encoding="utf-8")
    options = ["-p", "elevenlabs", "--uses", "app", "-o", "report.md", "--quiet"]
    assert run(["diff", *pages, *options]) == 0
    report = Path("report.md").read_text(encoding="utf-8")
    if update_cases:
        EXAMPLE.write_text(report, encoding="utf-8")
    assert report == EXAMPLE.read_text(encoding="utf-8"), (
        "docs/examples/diff-report.md is out of date: run `pytest --update-cases "
        "tests/corpus/test_reports.py`, read it and commit it"
    )
