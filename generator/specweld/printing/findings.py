"""The diagnostics of a run in the order in which a person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.json_types import format_pointer
from specweld.printing.span import Span, span_of
from specweld.source import NodePlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Diagnostic
    from specweld.source import Place

SEVERITY_WORDS = {
    Severity.ERROR: "error",
    Severity.UNSUPPORTED: "unsupported",
    Severity.WARNING: "warning",
    Severity.NOTICE: "notice",
}
"""What a severity is called in print, most severe first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedFinding:
    """A second place of a finding, with its position."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A diagnostic with its positions looked up."""

    rule: str
    severity: Severity
    message: str
    span: Span | None
    pointer: str
    """Of the node, as specweld.toml accepts findings by it; empty for what is not a node."""
    help: str
    related: tuple[RelatedFinding, ...]
    accepted: str
    """Why it does not count; empty when it does."""


def findings_of(diagnostics: Iterable[Diagnostic]) -> tuple[Finding, ...]:
    """Look up all positions; sort by file and line; drop what would be printed twice."""
    found = {_finding(each): None for each in diagnostics}
    return tuple(sorted(found, key=_order))


def _finding(diagnostic: Diagnostic) -> Finding:
    return Finding(
        rule=diagnostic.rule,
        severity=diagnostic.severity,
        message=diagnostic.message,
        span=span_of(diagnostic.place) if diagnostic.place else None,
        pointer=_pointer(diagnostic.place),
        help=diagnostic.help,
        related=tuple(
            RelatedFinding(message=each.message, span=span_of(each.place))
            for each in diagnostic.related
        ),
        accepted=diagnostic.accepted,
    )


def _pointer(place: Place | None) -> str:
    return format_pointer(place.pointer) if isinstance(place, NodePlace) else ""


def _order(finding: Finding) -> tuple[str, int, int, int, str, str]:
    span = finding.span or Span(path="")
    return (
        span.path,
        span.line,
        span.column,
        -finding.severity,
        finding.rule,
        finding.message,
    )
