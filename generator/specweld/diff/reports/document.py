"""A comparison for a program: JSON whose shape `docs/diff-schema.json` promises."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from specweld.printing.span import span_of

if TYPE_CHECKING:
    from specweld.diff.change import Change, Comparison, Rewriting, SideInfo, Subject
    from specweld.json_types import Json, JsonObject
    from specweld.source import NodePlace

FORMAT = 1
"""Raised when a key changes its meaning or goes; new keys may come at any time."""


def json_report(comparison: Comparison) -> str:
    """Write a comparison as JSON text, keys in the order of the schema."""
    text = json.dumps(report_document(comparison), ensure_ascii=False, indent=2)
    # Half a surrogate pair is legal in the input and no UTF-8: it goes out as JSON's own escape.
    return _without_surrogates(text) + "\n"


def report_document(comparison: Comparison) -> JsonObject:
    """Turn a comparison into plain JSON data."""
    return {
        "format": FORMAT,
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "bump": comparison.bump.value,
        "deciding": [each.fingerprint for each in comparison.deciding],
        "changes": [_change(each) for each in comparison.changes],
        "layout": [
            {"trait": each.trait, "message": each.message, "count": each.count}
            for each in comparison.layout
        ],
        "docs_changes": comparison.docs_changes,
        "pages_missing": list(comparison.pages_missing),
        "callers": list(comparison.callers),
        "rewriting": _rewriting(comparison.rewriting),
    }


def _rewriting(rewriting: Rewriting | None) -> Json:
    if rewriting is None:
        return None
    methods: list[Json] = [*rewriting.methods]
    return {
        "files": rewriting.files,
        "known": rewriting.known,
        "methods": methods,
    }


def _side(side: SideInfo) -> JsonObject:
    return {
        "label": side.label,
        "title": side.title,
        "version": side.version,
        "operations": side.operations,
        "models": side.models,
        "is_valid": side.is_valid,
    }


def _change(change: Change) -> JsonObject:
    causes: list[Json] = [each.name.lower() for each in change.causes]
    return {
        "fingerprint": change.fingerprint,
        "rule": change.rule,
        "wire": change.wire.value,
        "python": change.python.value,
        "direction": change.direction.value,
        "subject": _subject(change.subject),
        "message": change.message,
        "why": change.why,
        "old": change.old,
        "new": change.new,
        "symbols": [
            {
                "old": each.old,
                "new": each.new,
                "old_form": each.old_form,
                "new_form": each.new_form,
            }
            for each in change.symbols
        ],
        "operations": list(change.operations),
        "migration": (
            None
            if change.migration is None
            else {"before": change.migration.before, "after": change.migration.after}
        ),
        "uses": [
            {
                "path": each.path,
                "line": each.line,
                "code": each.code,
                "is_guess": each.is_guess,
            }
            for each in change.uses
        ],
        "accepted": change.accepted,
        **({"causes": causes} if causes else {}),
    }


def _subject(subject: Subject) -> JsonObject:
    return {
        "kind": subject.kind.value,
        "name": subject.name,
        "tags": list(subject.tags),
        "old_place": _place(subject.old_place),
        "new_place": _place(subject.new_place),
    }


def _place(place: NodePlace | None) -> Json:
    if place is None:
        return None
    span = span_of(place)
    return {"path": span.path, "line": span.line, "column": span.column}


def _without_surrogates(text: str) -> str:
    return "".join(
        f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text
    )
