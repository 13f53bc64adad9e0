"""`specweld generate`: one client, without a config file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specweld.config import ClientConfig, DedupeMode, MergePolicy
from specweld.session import options
from specweld.session.session import Session, output_options

_EPILOG = """\b
Examples:
  specweld generate openapi.yaml -p acme              writes ./acme
  specweld generate docs/pages -p acme -o src         writes src/acme
  specweld generate https://docs.example.com/llms-full.txt -p example
"""

_REMEDY = "run it again without `--check`"


@click.command("generate", epilog=_EPILOG)
@options.inputs
@click.option("-p", "--package", required=True, help="Import name of the client.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=".",
    metavar="DIR",
    help="Folder to write the package into, or the package folder itself "
    "when it bears the package's name.",
)
@click.option("--client", "client_name", default="", help="Class name of the client.")
@options.overlays
@click.option(
    "--templates",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder with templates that replace built-in ones by name.",
)
@options.api
@options.allowed_hosts
@options.conflicts
@click.option(
    "--dedupe",
    type=click.Choice([each.value for each in DedupeMode]),
    default=DedupeMode.ALIASES.value,
    help="Which equal schemas become aliases of one definition.",
)
@options.check
@options.force
@options.keep_going
@options.external_refs
@options.strict
@output_options
def command(
    session: Session,
    *,
    inputs: tuple[str, ...],
    package: str,
    output: Path,
    client_name: str,
    overlays: tuple[Path, ...],
    templates: Path | None,
    api: str,
    allowed_hosts: tuple[str, ...],
    conflicts: str,
    dedupe: str,
    check: bool,
    force: bool,
    keep_going: bool,
    external_refs: bool,
    strict: bool,
) -> int:
    """Generate one client from pages, spec folders, OpenAPI documents or URLs."""
    from specweld.generation import RunOptions, generate
    from specweld.session.outcome import is_incomplete, outcome_as_json, outcome_words
    from specweld.settings.package_name import shadowed_words

    folder = output if output.resolve().name == package else output / package
    client = ClientConfig(
        name=_python_name(package, "--package"),
        specs=(),
        package=package,
        output=folder,
        client_name=_python_name(client_name, "--client") if client_name else "",
        overlays=overlays,
        templates=templates,
        api=api,
        allowed_hosts=frozenset(allowed_hosts),
        conflicts=MergePolicy(conflicts),
        dedupe=DedupeMode(dedupe),
        external_refs=external_refs,
        strict=strict,
    )
    words = shadowed_words(package, folder)
    if words:
        raise click.BadParameter(f"{words}.", param_hint="--package")
    options = RunOptions(
        today=date.today(), check=check, force=force, keep_going=keep_going
    )
    with session.progress() as progress:
        outcome = generate(inputs, client, session.problems, options, progress=progress)
    session.show(outcome.diff)
    for line in outcome_words(client, outcome, remedy=_REMEDY):
        session.say(line)
    return session.close(
        {"clients": [outcome_as_json(client, outcome)]},
        is_stale=bool(outcome.diff),
        is_incomplete=is_incomplete(outcome),
        is_written=True,
    )


def _python_name(text: str, option: str) -> str:
    from specweld.settings.package_name import is_python_name

    if not is_python_name(text):
        raise click.BadParameter(
            f"`{text}` cannot be imported; expected a Python name.", param_hint=option
        )
    return text
