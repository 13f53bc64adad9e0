"""`specweld regenerate`: bring the configured clients up to date."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.session.exit_codes import ExitCode
from specweld.session.session import ConfigError, Session, output_options
from specweld.settings.file import FILE_NAME, find_config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.config import ClientConfig, Config
    from specweld.diagnostics import Problems
    from specweld.generation import Outcome
    from specweld.json_types import Json
    from specweld.pipeline import Progress

_EPILOG = """\b
Examples:
  specweld regenerate                     all clients of specweld.toml
  specweld regenerate elevenlabs          one of them
  specweld regenerate --check             in CI: exit 1 and a diff when stale
  specweld regenerate --watch             again on every change of the specs
  specweld regenerate --report report.md  and say what changed since the last commit
"""


_REMEDY = "run `specweld regenerate`"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What the command line asks for."""

    names: Sequence[str]
    config: Path | None
    check: bool
    force: bool
    keep_going: bool
    strict: bool
    report: Path | None


@click.command("regenerate", epilog=_EPILOG)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--check", is_flag=True, help="Write nothing; print a diff if stale.")
@click.option("--watch", is_flag=True, help="Run again whenever the specs change.")
@click.option("--force", is_flag=True, help="Overwrite files edited by hand.")
@click.option(
    "--keep-going", is_flag=True, help="Generate the rest although a page is broken."
)
@click.option("--strict", is_flag=True, help="Take the validator's findings as errors.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what changed since the last commit; the suffix decides the format "
    "(.md, .html, .json, .txt).",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Use this file instead of the nearest specweld.toml.",
)
@output_options
def command(
    session: Session,
    *,
    names: tuple[str, ...],
    check: bool,
    watch: bool,
    force: bool,
    keep_going: bool,
    strict: bool,
    report: Path | None,
    config: Path | None,
) -> int:
    """Bring the clients of specweld.toml up to date, or check that they are."""
    if watch and (check or session.is_json):
        raise click.UsageError("`--watch` goes with neither `--check` nor `--json`.")
    wishes = _Wishes(
        names=names,
        config=config,
        check=check,
        force=force,
        keep_going=keep_going,
        strict=strict,
        report=report,
    )
    if watch:
        _watch(session, wishes)
    return _regenerate_all(session, wishes, session.config(config))


def _regenerate_all(session: Session, wishes: _Wishes, config: Config) -> int:
    from specweld.session.outcome import is_finding, outcome_as_json, outcome_words

    clients = _chosen(config, wishes.names)
    if wishes.report is not None and len(clients) != 1:
        raise click.UsageError("`--report` is about one client: name it.")
    outcomes: list[tuple[ClientConfig, Outcome]] = []
    with session.progress() as progress:
        for client in clients:
            # One client's faults must not keep the others from being checked.
            with session.part(client.name) as problems:
                outcome = _regenerate(client, config, wishes, problems, progress)
                outcomes.append((client, outcome))
                _report(client, config, wishes, problems, progress)
    for client, outcome in outcomes:
        session.show(outcome.diff)
        for line in outcome_words(client, outcome, remedy=_REMEDY):
            session.say(line)
    # A client that was not written at all weighs more than one that is incomplete.
    is_partial = any(outcome.is_partial for _client, outcome in outcomes)
    is_partial = is_partial and len(outcomes) == len(clients)
    reports: list[Json] = [outcome_as_json(*each) for each in outcomes]
    return session.close(
        {"clients": reports},
        is_finding=any(is_finding(outcome) for _client, outcome in outcomes),
        code=ExitCode.FINDINGS if is_partial else None,
    )


def _regenerate(
    client: ClientConfig,
    config: Config,
    wishes: _Wishes,
    problems: Problems,
    progress: Progress,
) -> Outcome:
    from specweld.generation import regenerate

    return regenerate(
        replace(client, strict=client.strict or wishes.strict),
        problems,
        config=config.path,
        check=wishes.check,
        force=wishes.force,
        keep_going=wishes.keep_going,
        progress=progress,
    )


def _report(
    client: ClientConfig,
    config: Config,
    wishes: _Wishes,
    problems: Problems,
    progress: Progress,
) -> None:
    if wishes.report is None:
        return
    from specweld.session.client_report import write_client_report

    write_client_report(
        client,
        config,
        wishes.report,
        problems,
        today=datetime.now().astimezone().date(),
        progress=progress,
    )


def _chosen(config: Config, names: Sequence[str]) -> tuple[ClientConfig, ...]:
    by_name = {client.name: client for client in config.clients}
    for name in names:
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise click.UsageError(f"{config.path} has no client `{name}`.{hint}")
    return tuple(by_name[name] for name in dict.fromkeys(names)) or config.clients


def _watch(session: Session, wishes: _Wishes) -> None:
    from specweld.session.watch import watch

    def run() -> list[Path]:
        round_session = Session(command=session.command, is_quiet=session.is_quiet)
        watched = [wishes.config or find_config(Path.cwd()) or Path(FILE_NAME)]
        try:
            config = round_session.config(wishes.config)
        except ConfigError:
            round_session.print_findings()
            return watched
        for client in _chosen(config, wishes.names):
            watched += [*client.specs, *client.overlays]
            watched += [client.templates] if client.templates else []
        _regenerate_all(round_session, wishes, config)
        round_session.say("watching for changes, Ctrl-C ends")
        return watched

    watch(run)
