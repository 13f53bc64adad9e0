"""The report of what a client's specs changed since a revision, written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from specweld.config import ClientConfig, Config
    from specweld.diagnostics import Problems
    from specweld.diff.change import Comparison


def write_client_report(
    client: ClientConfig,
    config: Config,
    path: Path,
    problems: Problems,
    *,
    today: date,
    progress: Callable[[str], None],
    revision: str = "HEAD",
) -> Comparison:
    """Compare a client's specs in a revision with those in the working tree, and write the report.

    Args:
        path: The suffix of its name chooses the format.
        today: Decides which acceptances have expired.

    Raises:
        InputError: a side cannot be read; `problems` says which one.
    """
    from specweld.diff.accept import FILE_NAME
    from specweld.diff.reports.report import write_report
    from specweld.diff.reports.text import TextStyle
    from specweld.pages.atomic import write_atomically
    from specweld.printing.palette import Palette
    from specweld.session.comparing import (
        Comparing,
        compare_requests,
        configured_requests,
    )
    from specweld.session.report_file import report_format

    old, new = configured_requests(client, config, revision=revision)
    accepted = config.path.parent / FILE_NAME
    comparing = Comparing(old=old, new=new, accepted=accepted, today=today)
    comparison = compare_requests(comparing, problems, progress)
    style = TextStyle(palette=Palette(is_on=False))
    text = write_report(
        comparison,
        report_format(path, None, option="--report"),
        name=client.package,
        style=style,
    )
    write_atomically(path, text)
    return comparison
