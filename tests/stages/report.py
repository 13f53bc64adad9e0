"""Reports: a comparison written down as YAML, printed in the format that the case names.

Uses: files of a caller, and what of a client they are seen to use.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from specweld.api.api import Api
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.diff.callers.facts import Mark
from specweld.diff.callers.files import read_files
from specweld.diff.callers.scan import find_marks
from specweld.diff.callers.surface import surface_of
from specweld.diff.change import (
    Bump,
    Change,
    Comparison,
    Direction,
    LayoutNote,
    Migration,
    SideInfo,
    Subject,
    SubjectKind,
    SymbolChange,
    Use,
    Wire,
)
from specweld.diff.reports.annotations import github_report
from specweld.diff.reports.document import json_report
from specweld.diff.reports.markdown import LIMIT, markdown_report
from specweld.diff.reports.page import html_report
from specweld.diff.reports.text import TextStyle, text_report
from specweld.pipeline import build_api, build_document
from specweld.printing.palette import Palette
from specweld.source import NodePlace, Source
from specweld.spec.load import load_source


def run_report(path: Path) -> str:
    """Print the comparison of a case: `format`, `options`, and the fields of `Comparison`."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    return print_comparison(
        comparison_of(case), case["format"], case.get("options") or {}
    )


def print_comparison(
    comparison: Comparison, format: str, options: dict[str, Any]
) -> str:
    """Print a comparison in one format."""
    match format:
        case "text":
            style = TextStyle(
                palette=Palette(is_on=options.get("colour", False)),
                width=options.get("width", 100),
                is_verbose=options.get("verbose", False),
            )
            return text_report(comparison, style)
        case "markdown":
            return markdown_report(
                comparison, name="example", limit=options.get("limit", LIMIT)
            )
        case "json":
            return json_report(comparison)
        case "github":
            return github_report(comparison)
        case "html":
            return html_report(comparison)
        case _:
            raise ValueError(format)


def comparison_of(case: dict[str, Any]) -> Comparison:
    """Build a comparison from plain data, everything that is not said left at a plain value."""
    source = Source(
        path="specs/example.yaml", text=case.get("source", "a: 1\n"), data={}
    )
    return Comparison(
        old=_side("old.yaml", case.get("old") or {}),
        new=_side("new.yaml", case.get("new") or {}),
        changes=tuple(_change(each, source) for each in case.get("changes") or ()),
        layout=tuple(LayoutNote(**each) for each in case.get("layout") or ()),
        docs_changes=case.get("docs_changes", 0),
        pages_missing=tuple(case.get("pages_missing") or ()),
    )


def _side(label: str, facts: dict[str, Any]) -> SideInfo:
    plain = {
        "label": label,
        "title": "Example API",
        "version": "1",
        "operations": 2,
        "models": 3,
        "is_valid": True,
    }
    return SideInfo(**(plain | facts))


def _change(facts: dict[str, Any], source: Source) -> Change:
    build: dict[str, Callable[[Any], Any]] = {
        "wire": Wire,
        "python": Bump,
        "direction": Direction,
        "subject": lambda value: _subject(value, source),
        "symbols": lambda value: tuple(SymbolChange(**each) for each in value),
        "operations": tuple,
        "migration": lambda value: Migration(**value),
        "uses": lambda value: tuple(Use(**each) for each in value),
    }
    plain = {
        "rule": "example-rule",
        "wire": "none",
        "python": "none",
        "direction": "neither",
        "subject": {"name": "Voice.name"},
        "message": "Something changed",
        "why": "",
    }
    return Change(
        **{
            key: build[key](value) if key in build else value
            for key, value in (plain | facts).items()
        }
    )


def _subject(facts: dict[str, Any], source: Source) -> Subject:
    places = {
        key: NodePlace(source=source, pointer=tuple(facts[key]))
        for key in ("old_place", "new_place")
        if key in facts
    }
    return Subject(
        kind=SubjectKind(facts.get("kind", "field")),
        name=facts["name"],
        tags=tuple(facts.get("tags", ())),
        **places,
    )


def run_uses(path: Path) -> str:
    """List what the files of a case use of the client: place, symbol, how it is called."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case["files"].items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        problems = Problems()
        marks = find_marks(read_files(Path(folder), problems), surface_of(voices_api()))
        lines = [_mark_line(each) for each in marks]
        lines += [f"{each.rule}: {each.message}" for each in problems.diagnostics]
        return "".join(f"{each}\n" for each in lines).replace(folder + "/", "")


def _mark_line(mark: Mark) -> str:
    words = [f"{mark.path}:{mark.line}", mark.symbol]
    if mark.is_call:
        words.append(
            f"({mark.positional}; {', '.join(sorted(mark.keywords))}"
            f"{', ...' if mark.is_open else ''})"
        )
    if mark.is_guess:
        words.append("perhaps")
    return " ".join(words)


@cache
def voices_api() -> Api:
    """Lower the document whose callers the cases are."""
    problems = Problems()
    settings = ClientConfig(
        name="voices",
        specs=(),
        package="voicelab",
        output=Path("voicelab"),
        client_name="VoiceLab",
    )
    source = load_source(
        "voices.yaml",
        Path(__file__).with_name("voices.yaml").read_text(encoding="utf-8"),
        problems,
    )
    assert source is not None
    api = build_api(build_document([source], settings, problems), settings, problems)
    assert not problems.diagnostics, problems.diagnostics
    return api


STAGES = {"report": (run_report, ".txt"), "uses": (run_uses, ".txt")}
