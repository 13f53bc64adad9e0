"""Comparisons: a document and what is done to it; printed entry by entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from diff_sides import case_sides
from specweld.diff.change import Change, Comparison, SymbolChange
from specweld.diff.compare import compare


def run_diff(path: Path) -> str:
    """Compare the two sides of a case; the new one is the whole API."""
    old, new = case_sides(path)
    return print_changes(compare(old, new, complete=True, today=TODAY))


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


TODAY = date(2026, 1, 1)
STAGES: dict[str, tuple[Callable[[Path], str], str]] = {"diff": (run_diff, ".txt")}
