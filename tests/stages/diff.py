"""Comparisons: two documents in one file, the old one first; printed entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from specweld import pipeline
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.diff.change import Change, Comparison, SymbolChange
from specweld.diff.compare import compare
from specweld.diff.side import Side
from specweld.source import Source


def run_diff(path: Path) -> str:
    """Compare the two documents of a case; the new one is the whole API."""
    old, new = case_sides(path)
    return print_changes(compare(old, new, complete=True))


def case_sides(path: Path) -> tuple[Side, Side]:
    """Read the documents of a case; what they have in common may stand in a third, first one."""
    documents = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    shared: dict[str, Any] = documents.pop(0) if len(documents) == 3 else {}
    old, new = (_join(shared, each or {}) for each in documents)
    return side_of(old, "old"), side_of(new, "new")


def side_of(data: dict[str, Any], label: str, package: str = "acme") -> Side:
    """Lower one document, which may leave out what every document has.

    `x-settings` stands for the settings of the client: `client`, `env-prefix`, `names`.
    """
    settings = data.pop("x-settings", {})
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {},
        **data,
    }
    text = yaml.safe_dump(whole, sort_keys=False)
    problems = Problems()
    client = ClientConfig(
        name="acme",
        specs=(),
        package=package,
        output=Path("generated/acme"),
        client_name=settings.get("client", ""),
        env_prefix=settings.get("env-prefix", ""),
        names=settings.get("names", {}),
    )
    source = Source(path=f"{label}.yaml", text=text, data=whole)
    document = pipeline.build_document([source], client, problems)
    api = pipeline.build_api(document, client, problems)
    return Side(label=label, document=document, api=api)


def print_changes(comparison: Comparison) -> str:
    """Print everything that a comparison found, for a person to check."""
    lines = [f"bump: {comparison.bump.value}"]
    for change in comparison.changes:
        lines += ["", *_change(change)]
    if comparison.layout:
        lines.append("")
    for note in comparison.layout:
        lines.append(f"layout: {note.trait} x{note.count}: {note.message}")
    if comparison.docs_changes:
        lines += ["", f"documentation: {comparison.docs_changes}"]
    for missing in comparison.pages_missing:
        lines.append(f"missing: {missing}")
    return "\n".join(lines) + "\n"


def _change(change: Change) -> list[str]:
    operations = f" ({', '.join(change.operations)})" if change.operations else ""
    return [
        change.rule,
        f"  wire {change.wire.value}, python {change.python.value}, {change.direction.value}",
        f"  {change.subject.kind.value} {change.subject.name}{operations}",
        f"  {change.message}",
        *(f"  {_symbol(each)}" for each in change.symbols),
    ]


def _symbol(symbol: SymbolChange) -> str:
    old = f"{symbol.old or '(none)'} {symbol.old_form}".rstrip()
    new = f"{symbol.new or '(none)'} {symbol.new_form}".rstrip()
    return f"{old}  =>  {new}" if old != new else old


def _join(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay one document over another, mapping by mapping."""
    joined = dict(shared)
    for key, value in own.items():
        before = joined.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        joined[key] = _join(before, value) if both else value
    return joined


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {"diff": (run_diff, ".txt")}
