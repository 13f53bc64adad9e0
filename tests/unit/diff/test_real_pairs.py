"""What the docs of three vendors changed, as far as we have two of their dumps."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_files import unpack_corpus
from diff_sides import side_of_inputs
from specweld.diff.change import Bump, Comparison
from specweld.diff.compare import compare


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def _compared(folder: Path, old: str, new: str) -> Comparison:
    sides = [
        side_of_inputs([str(unpack_corpus(name, folder))], name) for name in (old, new)
    ]
    return compare(*sides, complete=False)


def test_webflow_only_polished_its_docs(folder: Path) -> None:
    found = _compared(folder, "webflow-2025-12-04", "webflow-2026-01-04")
    assert {change.rule for change in found.changes} == {"operation-added"}
    assert found.layout == ()
    assert len(found.pages_missing) == 11


def test_elevenlabs_changed_its_layout_and_a_little_else(folder: Path) -> None:
    found = _compared(folder, "elevenlabs-2025-11-07", "elevenlabs-2026-07-25")
    assert [
        (change.rule, change.subject.name, change.wire.value, change.python.value)
        for change in found.changes
    ] == [
        (
            "request-became-enum",
            "GET /v1/shared-voices query sort",
            "breaking",
            "major",
        ),
        (
            "response-property-added",
            "GetLibraryVoicesResponse.total_count",
            "compatible",
            "minor",
        ),
        (
            "response-property-added",
            "LibraryVoice.is_bookmarked",
            "compatible",
            "minor",
        ),
        (
            "request-enum-value-added",
            "V1TextToSpeechVoiceIdPostParametersOutputFormat",
            "compatible",
            "minor",
        ),
        (
            "server-added",
            "https://api.eu.residency.elevenlabs.io",
            "compatible",
            "minor",
        ),
        (
            "server-added",
            "https://api.in.residency.elevenlabs.io",
            "compatible",
            "minor",
        ),
        (
            "server-added",
            "https://api.sg.residency.elevenlabs.io",
            "compatible",
            "minor",
        ),
        ("server-added", "https://api.us.elevenlabs.io", "compatible", "minor"),
        ("paging-added", "GET /v1/shared-voices", "none", "minor"),
        (
            "request-became-not-nullable",
            "GET /v1/shared-voices query sort",
            "breaking",
            "none",
        ),
    ]
    assert [(note.trait, note.count) for note in found.layout] == [
        ("defaults-appeared", 42),
        ("error-bodies-appeared", 5),
        ("credential-flags", 5),
        ("openapi-version", 1),
    ]
    assert found.bump is Bump.MAJOR
    assert len(found.pages_missing) == 210


def test_openrouter_changed_its_api(folder: Path) -> None:
    found = _compared(folder, "openrouter-2025-11-07", "openrouter-2025-11-28")
    majors = {
        change.subject.name
        for change in found.changes
        if change.python is Bump.MAJOR and change.wire.value == "breaking"
    }
    assert "ProviderName" in majors
    assert "ResponsesOutputItemReasoning.id" in majors
    assert [each.rule for each in found.changes if each.rule == "unclassified"] == []
    assert [
        each.subject.name for each in found.changes if each.rule == "operation-added"
    ] == ["GET /embeddings/models"]


def test_every_change_knows_its_place(folder: Path) -> None:
    found = _compared(folder, "openrouter-2025-11-07", "openrouter-2025-11-28")
    lost = [
        change.subject.name
        for change in found.changes
        if change.subject.old_place is None and change.subject.new_place is None
    ]
    assert lost == []


def test_fingerprints_are_unique(folder: Path) -> None:
    found = _compared(folder, "openrouter-2025-11-07", "openrouter-2025-11-28")
    prints = [change.fingerprint for change in found.changes]
    assert len(set(prints)) == len(prints)
