"""Compares a document with the pages that it was cut into."""

from __future__ import annotations

import json
from pathlib import Path

from page_cutter import PLATFORMS, cut, shown
from specweld.cli import run
from specweld.diagnostics import Problems
from specweld.spec.load import load_file


def differences(
    path: Path, platform: str, folder: Path, *, leave_out: int = 0
) -> list[str]:
    """List what `specweld diff DOCUMENT PAGES` finds; empty where the law holds.

    Args:
        leave_out: Pages to lose, so that there is something to find.
    """
    source = load_file(path, Problems())
    assert source is not None
    pieces = list(cut(source.data))
    assert pieces
    document = folder / "document.json"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(json.dumps(shown(source.data)), encoding="utf-8")
    pages = folder / "pages"
    for name, text in PLATFORMS[platform](pieces[leave_out:]).items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(text, encoding="utf-8")
    report = folder / "report.json"
    sides = [str(document), str(pages), "--complete"]
    code = run(["diff", *sides, "-q", "-o", str(report), "--fail-on", "none"])
    found = json.loads(report.read_text(encoding="utf-8"))
    lines = [f"{each['rule']}: {each['message']}" for each in found["changes"]]
    lines += [f"layout: {each['message']}" for each in found["layout"]]
    if found["docs_changes"]:
        lines.append(f"documentation: {found['docs_changes']}")
    return lines if code == 0 else [*lines, f"exit code {code}"]
