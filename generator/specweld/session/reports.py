"""Reports of one comparison or of several, in the form that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import click

from specweld.diff.reports.page import html_report
from specweld.diff.reports.report import ReportFormat, format_of, write_report
from specweld.printing.escape import visible

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from specweld.config import ClientConfig
    from specweld.diff.change import Comparison
    from specweld.diff.reports.text import TextStyle

_COMMENT = 65_000
"""UTF-16 units of a comment on a pull request: GitHub refuses more than 65,536."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientComparison:
    """What changed for one client."""

    client: ClientConfig
    comparison: Comparison


def report_format(path: Path | None, name: str | None, *, option: str) -> ReportFormat:
    """Choose the form of a report: what was asked for by name, else what the file's name promises.

    Raises:
        click.BadParameter: it promises a form that there is not.
    """
    if name is not None:
        return ReportFormat(name)
    if path is None or (path.exists() and not path.is_file()):
        return ReportFormat.TEXT  # a terminal, a pipe, a device
    found = format_of(path)
    if found is None:
        raise click.BadParameter(
            f"There is no report as `{path.suffix}`; "
            "expected `.md`, `.html`, `.json` or `.txt`.",
            param_hint=option,
        )
    return found


def write_reports(
    compared: Sequence[ClientComparison], format: ReportFormat, style: TextStyle
) -> str:
    """Print comparisons: one as it is, several as sections of one report."""
    if format is ReportFormat.HTML:
        return html_report([(each.client.name, each.comparison) for each in compared])
    parts = [
        (
            visible(each.client.name),
            write_report(
                each.comparison, format, name=each.client.package, style=style
            ),
        )
        for each in compared
    ]
    if len(parts) == 1:
        return parts[0][1]
    match format:
        case ReportFormat.TEXT:
            return "\n".join(
                f"{name}\n{'=' * len(name)}\n{text}" for name, text in parts
            )
        case ReportFormat.GITHUB:
            return "".join(text for _name, text in parts)
        case ReportFormat.MARKDOWN:
            return _one_comment(parts)
        case ReportFormat.JSON:
            entries = ",\n".join(f'"{name}": {text.strip()}' for name, text in parts)
            return f'{{"format": 1, "clients": {{\n{entries}\n}}}}\n'
        case _:
            assert_never(format)


def _one_comment(parts: Sequence[tuple[str, str]]) -> str:
    """Put reports under headings; those that no comment has room for are named only."""
    text = "<!-- specweld-report:all -->\n"
    for name, report in parts:
        _marker, _, body = report.partition("\n")
        section = f"## {name}\n\n{body}\n"
        rest = sum(len(other) + 120 for other, _text in parts)
        if _units(text) + _units(section) + rest > _COMMENT:
            section = f"## {name}\n\nIts report is too long for this comment.\n\n"
        text += section
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
