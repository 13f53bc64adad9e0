"""`specweld explain`: what a rule means and where it fired, or where a Python name comes from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.config import ClientConfig
from specweld.diagnostics import InputError, Problems, Severity
from specweld.session import options
from specweld.session.exit_codes import ExitCode
from specweld.session.session import Session, output_options
from specweld.settings.file import find_config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.api.api import Api
    from specweld.explain.answer import Explanation
    from specweld.explain.lookup import Named

_EPILOG = """\b
Examples:
  specweld explain                               list all rules
  specweld explain enum-value-objects            what it is, and where it fired
  specweld explain client.voices.samples.get     page, types and quirks of a method
  specweld explain Voice                         the same of a model
  specweld explain voices.get.voice_id           an argument, or Voice.name: an attribute
  specweld explain "GET /v1/voices"              the methods that send a request
  specweld explain generated/acme/models.py:12   what a generated line is there for
  specweld explain client.pets.list --in petstore.yaml
  specweld explain --markdown > docs/quirks.md
"""


@click.command("explain", epilog=_EPILOG)
@click.argument("name", required=False, metavar="[RULE|NAME|REQUEST|FILE:LINE]")
@click.option(
    "--client", "client_name", metavar="NAME", help="Look at this client only."
)
@click.option(
    "--in",
    "inputs",
    multiple=True,
    metavar="INPUT",
    help="Look at this input instead of what specweld.toml lists; may be repeated.",
)
@options.config_file
@click.option(
    "--markdown",
    "is_markdown",
    is_flag=True,
    help="Write all quirks, for documentation.",
)
@output_options
def command(
    session: Session,
    *,
    name: str | None,
    client_name: str | None,
    inputs: tuple[str, ...],
    config: Path | None,
    is_markdown: bool,
) -> int:
    """Say what a rule means and where it fired, or where a Python name comes from."""
    from specweld.explain.rules import all_rules, find_rule

    if is_markdown:
        return _write_quirks(session, name)
    if name is None:
        rules = all_rules()
        for each in rules:
            session.say(f"{each.id}: {each.meaning}")
        return session.close({"rules": [each.as_json() for each in rules]})
    rule = find_rule(name)
    if rule is None:
        return _explain_name(
            session, name, _clients(session, client_name, inputs, config)
        )
    findings = Problems()
    if inputs or config or find_config(Path.cwd()):
        for client, paths in _clients(session, client_name, inputs, config):
            _read(session, client, paths, findings)
    return _print(session, [rule.answer(findings)])


def _write_quirks(session: Session, name: str | None) -> int:
    from specweld.explain.quirks_page import quirks_page
    from specweld.spec.quirks import QUIRKS

    if name is not None or session.is_json:
        raise click.UsageError("`--markdown` goes with neither a name nor `--json`.")
    session.show(quirks_page(QUIRKS))
    return session.close()


def _explain_name(
    session: Session, name: str, clients: Sequence[tuple[ClientConfig, Sequence[str]]]
) -> int:
    from specweld.explain.answer import answer_about
    from specweld.explain.lookup import near_names

    answers: list[Explanation] = []
    near: list[str] = []
    unread = Problems()
    for client, paths in clients:
        problems = Problems()
        api = _read(session, client, paths, problems)
        if api is None:
            unread.take(problems)
            continue
        found = _find(api, name)
        answers += [answer_about(each, api, problems.firings) for each in found]
        if (
            not found
            and problems.has(Severity.ERROR)
            and not api.coverage.operations_found
        ):
            unread.take(problems)
        near += near_names(api, name)
    if answers:
        return _print(session, answers)
    if unread.diagnostics:
        session.problems.take(unread)
        return session.close()
    _fail(name, near)
    return ExitCode.WRONG_USE


def _find(api: Api, name: str) -> tuple[Named, ...]:
    """Find what a name, a request, or a line of generated code stands for."""
    from specweld.explain.lookup import find_named
    from specweld.explain.written import find_written, parse_place

    place = parse_place(name)
    if place is None:
        return find_named(api, name)
    path, line = place
    try:
        found = find_written(api, Path(path), line)
    except (OSError, ValueError) as error:
        raise click.UsageError(f"`{path}` cannot be read as Python: {error}") from None
    return () if found is None else (found,)


def _fail(name: str, near: Sequence[str]) -> None:
    from specweld.explain.rules import near_rules

    hints = [*near, *near_rules(name)]
    hint = f" Did you mean `{hints[0]}`?" if hints else ""
    raise click.UsageError(
        f"`{name}` is neither a rule, a Python name, a request nor a generated line.{hint}"
    )


def _print(session: Session, answers: Sequence[Explanation]) -> int:
    for answer in answers:
        for line in answer.lines():
            session.say(line)
    return session.close({"answers": [each.as_json() for each in answers]})


def _clients(
    session: Session,
    client_name: str | None,
    inputs: Sequence[str],
    config: Path | None,
) -> list[tuple[ClientConfig, Sequence[str]]]:
    """Choose what to look at: the inputs named, else the clients of the config."""
    if inputs:
        # The package's name is part of no answer but a model's, whose module is `models`.
        client = ClientConfig(name="client", specs=(), package="client", output=Path())
        return [(client, inputs)]
    chosen = [
        each
        for each in session.config(config).clients
        if client_name in (None, each.name)
    ]
    if not chosen:
        raise click.UsageError(f"There is no client `{client_name}`.")
    return [(each, [str(path) for path in each.specs]) for each in chosen]


def _read(
    session: Session, client: ClientConfig, inputs: Sequence[str], problems: Problems
) -> Api | None:
    """Read a client as far as the language model; None when the input is too broken for that."""
    from specweld.pipeline import build

    with session.progress() as progress:
        try:
            return build(inputs, client, problems, progress=progress).api
        except InputError:
            return None
