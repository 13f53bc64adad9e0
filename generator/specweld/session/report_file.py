"""In which form a report is written: what was asked for by name, else what the file's name promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from specweld.diff.reports.report import ReportFormat, format_of

if TYPE_CHECKING:
    from pathlib import Path


def report_format(path: Path | None, name: str | None, *, option: str) -> ReportFormat:
    """Choose the form of a report.

    Raises:
        click.BadParameter: the file's name promises a form that there is not.
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
