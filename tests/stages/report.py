"""Reports: a comparison written down as YAML, printed in the format that the case names.

Uses: files of a caller, and what of a client they are seen to use.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import yaml

from comparisons import comparison_of, voices_api
from specweld.callers.facts import Mark
from specweld.callers.files import read_files
from specweld.callers.scan import find_marks
from specweld.callers.surface import surface_of
from specweld.diagnostics import Problems
from specweld.diff.change import Comparison
from specweld.diff.reports.markdown import LIMIT, markdown_report
from specweld.diff.reports.report import ReportFormat, write_report
from specweld.diff.reports.text import TextStyle
from specweld.printing.palette import Palette


def run_report(path: Path) -> str:
    """Print the comparison of a case: `format`, `options`, and the fields of `Comparison`."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    return print_comparison(
        comparison_of(case), case["format"], case.get("options") or {}
    )


def print_comparison(
    comparison: Comparison, format: str, options: dict[str, Any]
) -> str:
    """Print a comparison in one format."""
    if format == "markdown":
        limit = options.get("limit", LIMIT)
        return markdown_report(comparison, name="example", limit=limit)
    style = TextStyle(
        palette=Palette(is_on=options.get("colour", False)),
        width=options.get("width", 100),
        is_verbose=options.get("verbose", False),
    )
    return write_report(comparison, ReportFormat(format), name="example", style=style)


def run_uses(path: Path) -> str:
    """List what the files of a case use of the client: place, symbol, how it is called."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in case["files"].items():
            file = Path(folder, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        problems = Problems()
        api = voices_api()
        surface = surface_of(api)
        callers = read_files(
            Path(folder),
            problems,
            package=api.package,
            resources={path[0] for path in surface.resources if path},
        )
        marks = find_marks(callers, surface)
        lines = [_mark_line(each) for each in marks]
        lines += [f"{each.rule}: {each.message}" for each in problems.diagnostics]
        return "".join(f"{each}\n" for each in lines).replace(folder + "/", "")


def _mark_line(mark: Mark) -> str:
    words = [f"{mark.path}:{mark.line}", mark.symbol]
    if mark.is_call:
        words.append(
            f"({mark.positional}; {', '.join(sorted(mark.keywords))}"
            f"{', ...' if mark.is_open else ''})"
        )
    if mark.is_guess:
        words.append("perhaps")
    return " ".join(words)


STAGES = {"report": (run_report, ".txt"), "uses": (run_uses, ".txt")}
