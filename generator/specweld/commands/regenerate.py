"""`specweld regenerate`: bring the configured clients up to date."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.diagnostics import Severity
from specweld.printing.summary import counted
from specweld.session import options
from specweld.session.session import ConfigError, Session, output_options
from specweld.settings.file import FILE_NAME, find_config

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specweld.config import ClientConfig, Config
    from specweld.diagnostics import Problems
    from specweld.generation import Outcome, RunOptions
    from specweld.json_types import Json
    from specweld.pipeline import Progress
    from specweld.session.accepting import Reason

_EPILOG = """\b
Examples:
  specweld regenerate                     all clients of specweld.toml
  specweld regenerate elevenlabs          one of them
  specweld regenerate --check             in CI: exit 1 and a diff when stale
  specweld regenerate --watch             again on every change of the specs
  specweld regenerate --report report.md  and say what changed since the last commit
  specweld regenerate --accept-all --reason "not used by us"
"""


_REMEDY = "run `specweld regenerate`"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """What the command line asks for."""

    names: Sequence[str]
    config: Path | None
    options: RunOptions
    strict: bool
    report: Path | None
    reason: Reason | None


@click.command("regenerate", epilog=_EPILOG)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@options.check
@click.option("--watch", is_flag=True, help="Run again whenever the specs change.")
@options.force
@options.keep_going
@options.strict
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what changed since the last commit; the suffix decides the format "
    "(.md, .html, .json, .txt).",
)
@click.option(
    "--accept-all",
    "is_accepting",
    is_flag=True,
    help="Add all findings to the config file as accepted; needs --reason.",
)
@click.option("--reason", metavar="TEXT", help="Why, for --accept-all.")
@click.option(
    "--expires",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day on which what --accept-all writes counts.",
)
@options.config_file
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
    is_accepting: bool,
    reason: str | None,
    expires: datetime | None,
    config: Path | None,
) -> int:
    """Bring the clients of specweld.toml up to date, or check that they are."""
    from specweld.generation import RunOptions

    if watch and (check or session.is_json):
        raise click.UsageError("`--watch` goes with neither `--check` nor `--json`.")
    if is_accepting and (watch or check):
        raise click.UsageError(
            "`--accept-all` goes with neither `--check` nor `--watch`."
        )
    if report is not None:
        from specweld.session.reports import report_format

        report_format(report, None, option="--report")
    wishes = _Wishes(
        names=names,
        config=config,
        options=RunOptions(
            today=date.today(),
            check=check,
            force=force,
            keep_going=keep_going,
            is_thorough=session.is_json,
        ),
        strict=strict,
        report=report,
        reason=_reason(reason, expires, is_accepting=is_accepting),
    )
    if watch:
        _watch(session, wishes)
    return _regenerate_all(session, wishes, session.config(config))


def _reason(
    text: str | None, expires: datetime | None, *, is_accepting: bool
) -> Reason | None:
    from specweld.session.accepting import Reason

    if not is_accepting:
        if text is not None or expires is not None:
            raise click.UsageError("`--reason` and `--expires` go with `--accept-all`.")
        return None
    if not text or not text.strip():
        raise click.UsageError("`--accept-all` needs `--reason TEXT`.")
    return Reason(text=text, expires=expires.date() if expires else None)


def _regenerate_all(session: Session, wishes: _Wishes, config: Config) -> int:
    from specweld.session.outcome import is_incomplete, outcome_as_json, outcome_words

    clients = _chosen(config, wishes.names)
    outcomes: list[tuple[ClientConfig, Outcome]] = []
    found: dict[str, Problems] = {}
    with session.progress() as progress:
        for client in clients:
            # One client's faults must not keep the others from being checked.
            with session.part(client.name) as problems:
                outcome = _regenerate(client, config, wishes, problems, progress)
                outcomes.append((client, outcome))
                found[client.name] = problems
        if wishes.report is not None:
            _write_report(session, config, clients, wishes, progress)
    for client, outcome in outcomes:
        session.show(outcome.diff)
        for line in outcome_words(client, outcome, remedy=_REMEDY):
            session.say(line)
    accepted = _accept(session, config, outcomes, found, wishes.reason)
    reports: list[Json] = [outcome_as_json(*each) for each in outcomes]
    return session.close(
        {"clients": reports},
        is_stale=any(outcome.diff for _client, outcome in outcomes),
        is_incomplete=not accepted
        and any(is_incomplete(outcome) for _client, outcome in outcomes),
        # A client that was not written at all weighs more than one that is incomplete.
        is_written=len(outcomes) == len(clients),
    )


def _accept(
    session: Session,
    config: Config,
    outcomes: Sequence[tuple[ClientConfig, Outcome]],
    found: Mapping[str, Problems],
    reason: Reason | None,
) -> int:
    """Accept what keeps the exit code from being 0, where a client was written; return how much."""
    if reason is None:
        return 0
    from specweld.session.accepting import accept_all

    counting = {
        client.name: found[client.name].counting() for client, _outcome in outcomes
    }
    count = accept_all(config.path, counting, reason, session.problems)
    if count:
        session.say(f"{counted(count, 'finding')} accepted in {config.path.as_posix()}")
    elif not session.problems.has(Severity.ERROR):
        session.say("nothing to accept")
    return count


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
        wishes.options,
        config=config.path,
        progress=progress,
    )


def _write_report(
    session: Session,
    config: Config,
    clients: Sequence[ClientConfig],
    wishes: _Wishes,
    progress: Progress,
) -> None:
    assert wishes.report is not None  # noqa: S101 - the caller asked
    from specweld.session.client_report import write_client_report

    with session.part(wishes.report.as_posix()) as problems:
        write_client_report(
            clients,
            config,
            wishes.report,
            problems,
            today=wishes.options.today,
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
        round_session = Session(
            command=session.command,
            is_quiet=session.is_quiet,
            is_verbose=session.is_verbose,
        )
        watched = [wishes.config or find_config(Path.cwd()) or Path(FILE_NAME)]
        try:
            config = round_session.config(wishes.config)
        except ConfigError:
            round_session.print_findings()
            return watched
        for client in _chosen(config, wishes.names):
            watched += [*client.specs, *client.overlays]
            watched += filter(None, (client.templates, client.lock))
        _regenerate_all(round_session, wishes, config)
        round_session.say("watching for changes, Ctrl-C ends")
        return watched

    watch(run)
