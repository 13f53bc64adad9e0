"""Comparisons and an API to test reports with, built from plain data."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from case_files import TESTS
from specweld.api.api import Api
from specweld.config import ClientConfig
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.diff.change import (
    Bump,
    Cause,
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
from specweld.diff.side import Side
from specweld.pipeline import build_api, build_document
from specweld.source import NodePlace, Source
from specweld.spec.load import load_source

EMPTY = Source(path="specs/example.yaml", text="a: 1\n", data={})


def comparison_of(case: dict[str, Any]) -> Comparison:
    """Build a comparison from plain data, everything that is not said left at a plain value."""
    source = Source(
        path="specs/example.yaml", text=case.get("source", "a: 1\n"), data={}
    )
    return Comparison(
        old=_side("old.yaml", case.get("old") or {}),
        new=_side("new.yaml", case.get("new") or {}),
        changes=tuple(change_of(each, source) for each in case.get("changes") or ()),
        layout=tuple(LayoutNote(**each) for each in case.get("layout") or ()),
        docs_changes=case.get("docs_changes", 0),
        pages_missing=tuple(case.get("pages_missing") or ()),
        callers=tuple(case.get("callers") or ()),
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


def change_of(facts: dict[str, Any], source: Source = EMPTY) -> Change:
    """Build a change from plain data."""
    build: dict[str, Callable[[Any], Any]] = {
        "wire": Wire,
        "python": Bump,
        "direction": Direction,
        "subject": lambda value: _subject(value, source),
        "symbols": lambda value: tuple(SymbolChange(**each) for each in value),
        "operations": tuple,
        "migration": lambda value: Migration(**value),
        "uses": lambda value: tuple(Use(**each) for each in value),
        "causes": lambda value: tuple(Cause(each) for each in value),
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


VOICES = (TESTS / "stages" / "voices.yaml").read_text(encoding="utf-8")


@cache
def voices_api() -> Api:
    """Lower the document whose callers the cases are."""
    return api_of(VOICES)


def api_of(text: str) -> Api:
    """Lower a document that has no faults."""
    return side_of(text).api


def side_of(text: str, label: str = "voices.yaml") -> Side:
    """Make a document that has no faults a side of a comparison."""
    problems = Problems()
    settings = ClientConfig(
        name="voices",
        specs=(),
        package="voicelab",
        output=Path("voicelab"),
        client_name="VoiceLab",
    )
    source = load_source(label, text, problems)
    assert source is not None
    document = build_document([source], settings, problems)
    api = build_api(document, settings, problems)
    assert not problems.diagnostics, problems.diagnostics
    return Side(label=label, contract=resolve(document, Problems()), api=api)
