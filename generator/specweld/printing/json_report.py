"""Findings as JSON values: one object a finding, the same facts as on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.printing.findings import SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.json_types import Json, JsonObject
    from specweld.printing.findings import Finding
    from specweld.printing.span import Span


def findings_as_json(findings: Sequence[Finding]) -> list[Json]:
    """Write findings as a list of objects."""
    return [_finding_as_json(each) for each in findings]


def _finding_as_json(finding: Finding) -> JsonObject:
    related: list[Json] = [
        {"message": each.message, "place": span_as_json(each.span)}
        for each in finding.related
    ]
    return {
        "rule": finding.rule,
        "severity": SEVERITY_WORDS[finding.severity],
        "message": finding.message,
        "place": span_as_json(finding.span),
        "pointer": finding.pointer or None,
        "help": finding.help,
        "accepted": finding.accepted or None,
        "related": related,
    }


def span_as_json(span: Span | None) -> Json:
    """Write a position; lines and columns are 1-based, and null where unknown."""
    if span is None:
        return None
    return {
        "path": span.path,
        "line": span.line or None,
        "column": span.column or None,
        "end_line": span.end_line or None,
        "end_column": span.end_column or None,
    }
