"""`specweld diff`: what changed, whom it breaks, what to do."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.diff.accept import FILE_NAME
from specweld.diff.reports.report import ReportFormat
from specweld.pages.atomic import write_atomically
from specweld.session.asked import Asked
from specweld.session.comparing import (
    Comparing,
    SelectionError,
    Threshold,
    compare_all,
    reaches,
)
from specweld.session.reports import (
    ClientComparison,
    report_format,
    write_reports,
)
from specweld.session.session import Session, output_options

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specweld.diff.change import Change, Comparison
    from specweld.diff.selection import Selector
    from specweld.json_types import Json, JsonObject

_EPILOG = """\b
Examples:
  specweld diff                                all configured clients: HEAD against the files
  specweld diff --since origin/main -o report.md
  specweld diff v1.4.0:specs/acme specs/acme   since a release
  specweld diff old.yaml new.yaml -o report.html --uses src
  specweld diff --fail-on major -f github      in CI
  specweld diff --accept "agreed with the API team" --expires 2030-06-30

\b
A side is a folder of pages or specs, a file, a URL, REVISION:PATH of git, or a generated
package. Exit code 1: a change at or over --fail-on that nobody accepted.
"""


@click.command("diff", epilog=_EPILOG)
@click.argument("sides", nargs=-1, metavar="[OLD NEW]")
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice([each.value for each in ReportFormat]),
    help="Form of the report; by default the suffix of -o decides, else text.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write the report to.",
)
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice([each.value for each in Threshold]),
    default=Threshold.NONE.value,
    help="Exit with 1 on such a change.",
)
@click.option("--strict", is_flag=True, help="What cannot be judged breaks the wire.")
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    help="Keep changes by path (`/v1/voices/*`), resource (`voices`) or rule "
    "(`request-*`); `path=`, `tag=`, `rule=` before it say which.",
)
@click.option("--ignore", multiple=True, metavar="PATTERN", help="Leave changes out.")
@click.option(
    "--uses",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="DIR",
    help="Mark what this folder of Python code uses, with file and line.",
)
@click.option("--accept", "reason", metavar="REASON", help="Accept what breaks.")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day on which --accept counts.",
)
@click.option(
    "--accepted",
    type=click.Path(path_type=Path, dir_okay=False),
    default=FILE_NAME,
    show_default=True,
    metavar="FILE",
    help="File of accepted changes.",
)
@click.option(
    "--complete", is_flag=True, help="An operation without a page in NEW is removed."
)
@click.option(
    "--keep-going", is_flag=True, help="Leave out files that cannot be parsed."
)
@click.option(
    "--grace-days",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="How far away an announced end (`x-sunset`) must be when it is announced; by "
    "default what specweld.toml says, else 0.",
)
@click.option(
    "--since",
    "revision",
    metavar="REVISION",
    help="Without OLD and NEW: the revision that the files are compared with; HEAD "
    "without it. A client that it does not have yet is all new.",
)
@click.option("--client", "client_name", help="Table of specweld.toml to use.")
@click.option("-p", "--package", default="", help="Import name, without specweld.toml.")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Config file; by default the nearest one above.",
)
@output_options
def command(
    session: Session,
    *,
    sides: tuple[str, ...],
    format_name: str | None,
    output: Path | None,
    threshold: str,
    strict: bool,
    only: tuple[str, ...],
    ignore: tuple[str, ...],
    uses: tuple[Path, ...],
    reason: str | None,
    expires: datetime | None,
    accepted: Path,
    complete: bool,
    keep_going: bool,
    grace_days: int | None,
    revision: str | None,
    client_name: str | None,
    package: str,
    config_path: Path | None,
) -> int:
    """Compare two versions of an API: what changed, and whom it breaks."""
    chosen = report_format(output, format_name, option="-o")
    if sides and revision:
        raise click.UsageError("`--since` goes without OLD and NEW.")
    if reason is not None and not reason.strip():
        raise click.BadParameter("expected a reason.", param_hint="--accept")
    asked = Asked(
        sides=sides,
        revision=revision or "HEAD",
        client=client_name,
        package=package,
    )
    comparing = [
        Comparing(
            old=replace(old, keep_going=keep_going),
            new=replace(new, keep_going=keep_going),
            complete=complete,
            only=_selectors(only, "--only"),
            ignore=_selectors(ignore, "--ignore"),
            uses=uses,
            today=date.today(),
            grace_days=grace_days,
        )
        for old, new in asked.requests(session, config_path)
    ]
    compared = _compare(session, comparing, accepted)
    if reason is not None:
        compared = _accept(session, compared, accepted, reason, expires)
    _print(
        session,
        compared,
        chosen,
        output,
        is_asked=format_name is not None,
        is_verbose=session.is_verbose,
    )
    is_reached = _is_reached(compared, Threshold(threshold), strict=strict)
    return session.close(_result(session, compared), is_stale=is_reached)


def _compare(
    session: Session, comparing: Sequence[Comparing], accepted: Path
) -> list[ClientComparison]:
    with session.progress() as progress:
        try:
            comparisons = compare_all(
                comparing,
                session.problems,
                progress,
                accepted=accepted,
                today=date.today(),
            )
        except SelectionError as error:
            raise click.UsageError(str(error)) from None
        return [
            ClientComparison(
                client=each.new.client,
                comparison=_with_causes(each, comparison, progress),
            )
            for each, comparison in zip(comparing, comparisons, strict=True)
        ]


def _is_reached(
    compared: Sequence[ClientComparison], threshold: Threshold, *, strict: bool
) -> bool:
    changes = (change for each in compared for change in each.comparison.changes)
    return any(reaches(each, threshold, strict=strict) for each in changes)


def _with_causes(
    comparing: Comparing, comparison: Comparison, progress: Callable[[str], None]
) -> Comparison:
    """Ask for causes where the two sides are one client at two times."""
    from specweld.session.causes import with_causes

    is_one = comparing.old.may_be_missing
    return with_causes(comparing, comparison, progress) if is_one else comparison


def _selectors(texts: tuple[str, ...], option: str) -> tuple[Selector, ...]:
    from specweld.diff.rules import RULE_BY_ID
    from specweld.diff.selection import parse_selector

    found: list[Selector] = []
    for text in texts:
        selector = parse_selector(text, RULE_BY_ID)
        if selector is None:
            raise click.BadParameter(
                f"`{text}` selects nothing; expected a pattern, or `path=`, `tag=` or "
                "`rule=` with one.",
                param_hint=option,
            )
        found.append(selector)
    return tuple(found)


def _accept(
    session: Session,
    compared: Sequence[ClientComparison],
    path: Path,
    reason: str,
    expires: datetime | None,
) -> list[ClientComparison]:
    """Write what breaks into the file of accepted changes; return the comparisons with it accepted."""
    from specweld.diff.accept import with_accepted

    changes = (change for each in compared for change in each.comparison.changes)
    pending = [each for each in changes if _is_breaking(each)]
    if not pending:
        session.say("nothing to accept: no change breaks anything")
        return list(compared)
    until = expires.date() if expires else None
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    write_atomically(path, with_accepted(text, pending, reason=reason, expires=until))
    count = f"{len(pending)} change{'' if len(pending) == 1 else 's'}"
    session.say(f"{count} accepted in {path.as_posix()}")
    return [replace(each, comparison=_accepted(each, reason)) for each in compared]


def _accepted(compared: ClientComparison, reason: str) -> Comparison:
    changes = tuple(
        replace(each, accepted=reason) if _is_breaking(each) else each
        for each in compared.comparison.changes
    )
    return replace(compared.comparison, changes=changes)


def _is_breaking(change: Change) -> bool:
    return any(
        reaches(change, each, strict=True) for each in (Threshold.MAJOR, Threshold.WIRE)
    )


def _print(
    session: Session,
    compared: Sequence[ClientComparison],
    format: ReportFormat,
    output: Path | None,
    *,
    is_asked: bool,
    is_verbose: bool,
) -> None:
    from specweld.diff.reports.outline import verdict
    from specweld.diff.reports.text import TextStyle
    from specweld.printing.palette import Palette, palette_for

    palette = Palette(is_on=False) if output else palette_for(sys.stdout)
    style = TextStyle(palette=palette, is_verbose=is_verbose)
    if output is not None:
        write_atomically(output, write_reports(compared, format, style))
        for each in compared:
            prefix = f"{each.client.name}: " if len(compared) > 1 else ""
            words = verdict(each.comparison)
            session.say(f"{prefix}{words}: see {output.as_posix()}")
    elif not session.is_json and (is_asked or not session.is_quiet):
        text = write_reports(compared, format, style)
        click.echo(text, nl=False, color=palette.is_on)


def _result(
    session: Session, compared: Sequence[ClientComparison]
) -> JsonObject | None:
    if not session.is_json:
        return None
    from specweld.diff.reports.document import report_document

    clients: list[Json] = [
        {
            "name": each.client.name,
            "package": each.client.package,
            "comparison": report_document(each.comparison),
        }
        for each in compared
    ]
    return {"clients": clients}
