"""One comparison in whatever form was asked for."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, assert_never

from specweld.diff.reports.annotations import github_report
from specweld.diff.reports.document import json_report
from specweld.diff.reports.markdown import markdown_report
from specweld.diff.reports.page import html_report
from specweld.diff.reports.text import text_report

if TYPE_CHECKING:
    from pathlib import Path

    from specweld.diff.change import Comparison
    from specweld.diff.reports.text import TextStyle


class ReportFormat(enum.Enum):
    """What a report is printed for."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    GITHUB = "github"
    HTML = "html"


_SUFFIXES = {
    ".htm": ReportFormat.HTML,
    ".html": ReportFormat.HTML,
    ".json": ReportFormat.JSON,
    ".markdown": ReportFormat.MARKDOWN,
    ".md": ReportFormat.MARKDOWN,
    ".txt": ReportFormat.TEXT,
    "": ReportFormat.TEXT,
}


def format_of(path: Path) -> ReportFormat | None:
    """Choose the format by a file's name; None when a suffix promises another one."""
    return _SUFFIXES.get(path.suffix.lower())


def write_report(
    comparison: Comparison, format: ReportFormat, *, name: str, style: TextStyle
) -> str:
    """Print a comparison.

    Args:
        name: Tells the reports of several clients apart where they meet: in one pull request.
        style: For text only.
    """
    match format:
        case ReportFormat.TEXT:
            return text_report(comparison, style)
        case ReportFormat.MARKDOWN:
            return markdown_report(comparison, name=name)
        case ReportFormat.JSON:
            return json_report(comparison)
        case ReportFormat.GITHUB:
            return github_report(comparison)
        case ReportFormat.HTML:
            return html_report([(name, comparison)])
        case _:
            assert_never(format)
