"""The report of what the specs of some clients changed since a revision, written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from specweld.config import ClientConfig, Config
    from specweld.diagnostics import Problems


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
    """Compare the specs in a revision with those in the working tree, and write one report.

    Args:
        clients: Whose specs; each gets a section.
        config: Names the file of accepted changes by its folder.
        path: The suffix of its name chooses the format.
        problems: Gets what is wrong with the sides.
        today: Decides which acceptances have expired.
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

    pairs = [configured_requests(each, config, revision=revision) for each in clients]
    comparisons = compare_all(
        [Comparing(old=old, new=new) for old, new in pairs],
        problems,
        progress,
        accepted=config.path.parent / FILE_NAME,
        today=today,
    )
    compared = [
        ClientComparison(client=client, comparison=comparison)
        for client, comparison in zip(clients, comparisons, strict=True)
    ]
    style = TextStyle(palette=Palette(is_on=False))
    wanted = report_format(path, None, option="--report")
    write_atomically(path, write_reports(compared, wanted, style))
