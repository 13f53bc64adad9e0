"""`specweld diff`: what changed, whom it breaks, what to do."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.config import ClientConfig
from specweld.diff.accept import FILE_NAME
from specweld.diff.reports.report import ReportFormat, write_report
from specweld.pages.atomic import write_atomically
from specweld.session.comparing import (
    Comparing,
    SelectionError,
    Threshold,
    client_of,
    compare_requests,
    configured_requests,
    reaches,
)
from specweld.session.report_file import report_format
from specweld.session.session import Session, output_options
from specweld.session.sides import SideRequest

if TYPE_CHECKING:
    from specweld.config import Config
    from specweld.diff.change import Change, Comparison
    from specweld.diff.selection import Selector
    from specweld.json_types import JsonObject

_EPILOG = """\b
Examples:
  specweld diff                                the configured specs: HEAD against the files
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
    "-v", "--verbose", is_flag=True, help="Show every change with its details."
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
    verbose: bool,
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
    client_name: str | None,
    package: str,
    config_path: Path | None,
) -> int:
    """Compare two versions of an API: what changed, and whom it breaks."""
    chosen = report_format(output, format_name, option="-o")
    old, new = _requests(session, sides, client_name, package, config_path)
    comparing = Comparing(
        old=replace(old, keep_going=keep_going),
        new=replace(new, keep_going=keep_going),
        complete=complete,
        only=_selectors(only, "--only"),
        ignore=_selectors(ignore, "--ignore"),
        uses=uses,
        accepted=accepted,
        today=date.today(),
    )
    with session.progress() as progress:
        try:
            comparison = compare_requests(comparing, session.problems, progress)
        except SelectionError as error:
            raise click.UsageError(str(error)) from None
    if reason is not None:
        if not reason.strip():
            raise click.BadParameter("expected a reason.", param_hint="--accept")
        until = expires.date() if expires else None
        comparison = _accept(session, comparison, accepted, reason, until)
    _print(
        session,
        comparison,
        chosen,
        output,
        name=new.client.package,
        is_asked=format_name is not None,
        is_verbose=verbose,
    )
    is_reached = any(
        reaches(each, Threshold(threshold), strict=strict)
        for each in comparison.changes
    )
    return session.close(_result(session, comparison), is_stale=is_reached)


def _requests(
    session: Session,
    sides: tuple[str, ...],
    client_name: str | None,
    package: str,
    config_path: Path | None,
) -> tuple[SideRequest, SideRequest]:
    if len(sides) not in {0, 2}:
        raise click.UsageError("Expected two sides, OLD and NEW, or none.")
    config = _config(session, config_path, is_needed=not sides or bool(client_name))
    client = _named_client(config, client_name) or client_of(sides, config)
    if not sides:
        assert config is not None  # noqa: S101 - it was needed
        return configured_requests(
            client or _only_client(config), config, revision="HEAD"
        )
    settings = client or ClientConfig(
        name="api", specs=(), package=package or "client", output=Path("client")
    )
    if package:
        settings = replace(settings, package=package)
    old, new = (
        SideRequest(name=name, inputs=(each,), client=settings, config=config)
        for name, each in zip(("old", "new"), sides, strict=True)
    )
    return old, new


def _config(session: Session, path: Path | None, *, is_needed: bool) -> Config | None:
    from specweld.settings.file import find_config

    found = path or find_config(Path.cwd())
    return session.config(found) if found is not None or is_needed else None


def _named_client(config: Config | None, name: str | None) -> ClientConfig | None:
    if name is None or config is None:
        return None
    by_name = {each.name: each for each in config.clients}
    if name not in by_name:
        known = ", ".join(f"`{each}`" for each in by_name)
        raise click.BadParameter(
            f"There is no client `{name}`; expected one of {known}.",
            param_hint="--client",
        )
    return by_name[name]


def _only_client(config: Config) -> ClientConfig:
    if len(config.clients) != 1:
        known = ", ".join(f"`{each.name}`" for each in config.clients)
        raise click.UsageError(f"Say which client with --client: {known or 'none'}.")
    return config.clients[0]


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
    comparison: Comparison,
    path: Path,
    reason: str,
    expires: date | None,
) -> Comparison:
    """Write what breaks into the file of accepted changes; return the comparison with it accepted."""
    from specweld.diff.accept import with_accepted

    pending = [each for each in comparison.changes if _is_breaking(each)]
    if not pending:
        session.say("nothing to accept: no change breaks anything")
        return comparison
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    write_atomically(path, with_accepted(text, pending, reason=reason, expires=expires))
    count = f"{len(pending)} change{'' if len(pending) == 1 else 's'}"
    session.say(f"{count} accepted in {path.as_posix()}")
    changes = tuple(
        replace(each, accepted=reason) if _is_breaking(each) else each
        for each in comparison.changes
    )
    return replace(comparison, changes=changes)


def _is_breaking(change: Change) -> bool:
    return any(
        reaches(change, each, strict=True) for each in (Threshold.MAJOR, Threshold.WIRE)
    )


def _print(
    session: Session,
    comparison: Comparison,
    format: ReportFormat,
    output: Path | None,
    *,
    name: str,
    is_asked: bool,
    is_verbose: bool,
) -> None:
    from specweld.diff.reports.outline import verdict
    from specweld.diff.reports.text import TextStyle
    from specweld.printing.palette import Palette, palette_for

    palette = Palette(is_on=False) if output else palette_for(sys.stdout)
    style = TextStyle(palette=palette, is_verbose=is_verbose)
    if output is not None:
        write_atomically(
            output,
            write_report(comparison, format, name=name, style=style),
        )
        session.say(f"{verdict(comparison)}: see {output.as_posix()}")
    elif not session.is_json and (is_asked or not session.is_quiet):
        text = write_report(comparison, format, name=name, style=style)
        click.echo(text, nl=False, color=palette.is_on)


def _result(session: Session, comparison: Comparison) -> JsonObject | None:
    if not session.is_json:
        return None
    from specweld.diff.reports.document import report_document

    return {"comparison": report_document(comparison)}
