"""Reading texts and files: what a case cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from specweld.diagnostics import Problems
from specweld.source import TextPlace
from specweld.spec import load
from specweld.spec.load import load_file, load_source


def rules(problems: Problems) -> list[str]:
    return [each.rule for each in problems.diagnostics]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    problems = Problems()
    source = load_source("x", "\ufeffopenapi: 3.1.0\n", problems)
    assert source is not None and source.data == {"openapi": "3.1.0"}
    assert rules(problems) == []


def test_windows_line_ends_change_nothing() -> None:
    source = load_source("x", "openapi: 3.1.0\r\na: |\r\n  b\r\n  c\r\n", Problems())
    assert source is not None and source.data["a"] == "b\nc\n"


def test_a_version_without_quotes_is_a_version() -> None:
    assert load_source("x", "openapi: 3.1\n", Problems()) is not None


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    source = load_source("x", '{"openapi": "3.1.0", "a": "\\ud83d!"}', Problems())
    assert source is not None and source.data["a"] == "\ufffd!"


def test_a_whole_surrogate_pair_is_a_character() -> None:
    source = load_source("x", '{"openapi": "3.1.0", "a": "\\ud83d\\ude00"}', Problems())
    assert source is not None and source.data["a"] == "\U0001f600"


def test_file_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MAXIMUM_CHARACTERS", 10)
    problems = Problems()
    assert load_source("x", "openapi: 3.1.0\n", problems) is None
    assert rules(problems) == ["file-too-large"]


def test_a_fault_in_a_page_is_at_the_line_of_the_page() -> None:
    problems = Problems()
    assert (
        load_source("page.md", "openapi: 3.1.0\na: [\n", problems, first_line=40)
        is None
    )
    (diagnostic,) = problems.diagnostics
    place = diagnostic.place
    assert isinstance(place, TextPlace)
    assert (place.path, place.line, place.column) == ("page.md", 42, 1)
    assert place.text.split("\n")[40] == "a: ["


def test_json_by_name_is_not_tried_as_yaml() -> None:
    problems = Problems()
    assert load_source("x.json", "{openapi: 3.1.0}", problems) is None
    assert rules(problems) == ["json-syntax"]


def test_load_file_reads_any_mapping(tmp_path: Path) -> None:
    path = tmp_path / "overlay.yaml"
    path.write_text("overlay: 1.0.0\n", encoding="utf-8")
    source = load_file(path, Problems())
    assert source is not None and source.data == {"overlay": "1.0.0"}


def test_unreadable_file(tmp_path: Path) -> None:
    problems = Problems()
    assert load_file(tmp_path / "missing.yaml", problems) is None
    assert rules(problems) == ["unreadable-file"]


def test_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: \xe9\n")
    problems = Problems()
    assert load_file(path, problems) is None
    assert rules(problems) == ["not-utf-8"]
