"""Findings that a team decided to live with: `[[clients.NAME.accept]]` in specweld.toml.

An accepted finding does not count for the exit code. It is listed with its reason in the summary, counts
again when its time is over, and is asked about when it no longer occurs.
"""

from __future__ import annotations

import glob
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.json_types import format_pointer
from specweld.settings.toml_text import toml_key, toml_string, toml_strings
from specweld.source import NodePlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from specweld.config import AcceptedFinding, ClientConfig
    from specweld.diagnostics import Diagnostic, Problems
    from specweld.source import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedCount:
    """How many findings of one rule were accepted for one reason."""

    rule: str
    count: int
    reason: str
    expires: date | None


def accept_findings(client: ClientConfig, problems: Problems, *, today: date) -> None:
    """Mark the findings so far that the client's config accepts."""
    valid = [each for each in client.accept if not _is_over(each, today)]
    problems.accept(lambda each: _reason(each, valid))


def report_unused(client: ClientConfig, problems: Problems, *, today: date) -> None:
    """Report the entries that accept nothing any more, and those whose time is over."""
    found = list(problems.diagnostics)
    for entry in client.accept:
        for pattern in entry.places or ("",):
            if not any(_is_meant(each, entry.rule, pattern) for each in found):
                at = f" at `{pattern}`" if pattern else ""
                problems.report(
                    "accepted-stale",
                    Severity.WARNING,
                    f"the accepted `{entry.rule}`{at} no longer occurs; "
                    "expected a finding to accept",
                    entry.position,
                    help="delete the entry",
                )
        if _is_over(entry, today) and entry.expires is not None:
            problems.report(
                "accepted-expired",
                Severity.WARNING,
                f"the acceptance of `{entry.rule}` expired on "
                f"{entry.expires.isoformat()}; it counts again",
                entry.position,
                help="mend the cause, or set another date",
            )


def accepted_counts(
    client: ClientConfig, problems: Problems, *, today: date
) -> tuple[AcceptedCount, ...]:
    """Count what each entry accepts, in the order of the config."""
    counts: dict[tuple[str, str, date | None], int] = {}
    valid = [each for each in client.accept if not _is_over(each, today)]
    for finding in dict.fromkeys(problems.diagnostics):
        entry = _entry(finding, valid)
        if entry is not None and finding.accepted:
            key = (entry.rule, entry.reason, entry.expires)
            counts[key] = counts.get(key, 0) + 1
    return tuple(
        AcceptedCount(rule=rule, reason=reason, expires=expires, count=count)
        for (rule, reason, expires), count in counts.items()
    )


def expired(client: ClientConfig, today: date) -> tuple[bool, ...]:
    """Say of each entry whether its time is over: what a stamp has to remember."""
    return tuple(_is_over(each, today) for each in client.accept)


def written_acceptances(
    table: Sequence[str],
    findings: Iterable[Diagnostic],
    *,
    reason: str,
    expires: date | None,
) -> str:
    """Write one `[[accept]]` table for each rule of some findings.

    Args:
        table: The path of the client's table in its file.
        findings: What is accepted, each at its own place only.
        reason: Why.
        expires: The last day on which they are accepted.
    """
    places: dict[str, dict[str, None]] = {}
    for each in findings:
        found = _names_of(each.place)
        places.setdefault(each.rule, {})[glob.escape(found[0]) if found else "*"] = None
    blocks: list[str] = []
    for rule, patterns in sorted(places.items()):
        lines = [
            f"[[{toml_key(*table, 'accept')}]]",
            f"rule = {toml_string(rule)}",
            f"place = {toml_strings(sorted(patterns))}",
            f"reason = {toml_string(reason)}",
        ]
        if expires is not None:
            lines.append(f"expires = {expires.isoformat()}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _is_over(entry: AcceptedFinding, today: date) -> bool:
    return entry.expires is not None and entry.expires < today


def _reason(finding: Diagnostic, entries: Iterable[AcceptedFinding]) -> str:
    entry = _entry(finding, entries)
    return entry.reason if entry is not None else ""


def _entry(
    finding: Diagnostic, entries: Iterable[AcceptedFinding]
) -> AcceptedFinding | None:
    return next((each for each in entries if _accepts(each, finding)), None)


def _accepts(entry: AcceptedFinding, finding: Diagnostic) -> bool:
    patterns = entry.places or ("",)
    return any(_is_meant(finding, entry.rule, each) for each in patterns)


def _is_meant(finding: Diagnostic, rule: str, pattern: str) -> bool:
    if finding.rule != rule:
        return False
    if pattern in ("", "*"):
        return True
    return any(fnmatchcase(name, pattern) for name in _names_of(finding.place))


def _names_of(place: Place | None) -> list[str]:
    """List what a place can be called in specweld.toml: its pointer, its operation, its file."""
    match place:
        case None:
            return []
        case NodePlace(source=source, pointer=pointer):
            fragment = format_pointer(pointer)
            return [fragment[1:], fragment, *_operation(pointer), source.path]
        case _:
            return [place.path]


def _operation(pointer: Sequence[str]) -> Iterator[str]:
    if len(pointer) > 2 and pointer[0] == "paths":
        yield f"{pointer[2].upper()} {pointer[1]}"
