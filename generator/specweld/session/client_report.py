"""The report of what changed for some clients since a revision, written to a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from specweld.config import ClientConfig, Config
    from specweld.diagnostics import Problems
    from specweld.diff.change import Comparison
    from specweld.session.comparing import Comparing


def write_client_report(
    clients: Sequence[ClientConfig],
    config: Config,
    path: Path,
    problems: Problems,
    *,
    today: date,
    progress: Callable[[str], None],
    revision: str = "HEAD",
) -> None:
    """Compare what clients were made of in a revision with the working tree, and write one report.

    Args:
        clients: Each gets a section.
        config: Names the file of accepted changes by its folder.
        path: The suffix of its name chooses the format.
        problems: Gets what is wrong with the sides.
        today: Decides which acceptances have expired, and which ends have come.
        progress: Told each step.
        revision: What git calls it.

    Raises:
        InputError: a side cannot be read; `problems` says which one.
    """
    from specweld.diff.accept import FILE_NAME
    from specweld.diff.reports.text import TextStyle
    from specweld.pages.atomic import write_atomically
    from specweld.printing.palette import Palette
    from specweld.session.comparing import Comparing, compare_all, configured_requests
    from specweld.session.reports import (
        ClientComparison,
        report_format,
        write_reports,
    )

    with tempfile.TemporaryDirectory(prefix="specweld-") as scratch:
        pairs = [
            configured_requests(each, config, revision=revision, scratch=Path(scratch))
            for each in clients
        ]
        comparing = [Comparing(old=old, new=new, today=today) for old, new in pairs]
        comparisons = compare_all(
            comparing,
            problems,
            progress,
            accepted=config.path.parent / FILE_NAME,
            today=today,
        )
        compared = [
            ClientComparison(
                client=asked.new.client,
                comparison=_explained(asked, comparison, revision, progress),
            )
            for asked, comparison in zip(comparing, comparisons, strict=True)
        ]
    style = TextStyle(palette=Palette(is_on=False))
    wanted = report_format(path, None, option="--report")
    write_atomically(path, write_reports(compared, wanted, style))


def _explained(
    asked: Comparing,
    comparison: Comparison,
    revision: str,
    progress: Callable[[str], None],
) -> Comparison:
    """Say what brought each change about, and what nobody but the generator did."""
    from specweld.session.causes import with_causes
    from specweld.session.rewriting import with_rewriting

    told = with_causes(asked, comparison, progress)
    return with_rewriting(told, asked.new.client, revision=revision)
