"""`specweld init`: look around, and write the files that a repository with generated clients needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.diagnostics import InputError, Severity
from specweld.printing.summary import counted
from specweld.session.session import Session, output_options
from specweld.settings.file import FILE_NAME, find_config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.config import Config
    from specweld.json_types import Json
    from specweld.setup.files import Forge, ScaffoldFile
    from specweld.setup.find import Found

_EPILOG = """\b
Examples:
  specweld init                          find specs, pages and documents below this folder
  specweld init --specs api/openapi.yaml
  specweld init --ci gitlab
  specweld init --update                 what a later version, or new specs, would change
  specweld init --update | git apply     and take it over

Files that exist are left as they are.
"""


@click.command("init", epilog=_EPILOG)
@click.option(
    "--specs",
    "places",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Generate from this file or folder instead of what is found; may be repeated.",
)
@click.option(
    "--ci",
    "forge_name",
    type=click.Choice(["github", "gitlab", "none"]),
    help="For whom to write a workflow; without it, where git pushes to.",
)
@click.option(
    "--update",
    "is_update",
    is_flag=True,
    help="Write nothing; print what would be written anew as a diff.",
)
@output_options
def command(
    session: Session,
    *,
    places: tuple[Path, ...],
    forge_name: str | None,
    is_update: bool,
) -> int:
    """Set this folder up: specweld.toml, a CI workflow, a pre-commit hook."""
    from specweld.setup.files import Forge, guess_forge

    forge = Forge(forge_name) if forge_name else guess_forge(Path.cwd())
    path = _own_config()
    if is_update:
        return _update(session, path, forge)
    found = () if path else _look(session, places)
    if path is None:
        path = Path(FILE_NAME)
        path.write_text(_config_text(found), encoding="utf-8", newline="\n")
        written: list[Json] = [FILE_NAME]
        kept: list[Json] = []
    else:
        written, kept = [], [path.as_posix()]
        session.say(f"kept {path.as_posix()}, which is there already")
    config = session.config(path)
    _say_clients(session, config, is_new=bool(found))
    for file in _files(config, forge):
        is_new = file.write_new()
        (written if is_new else kept).append(file.path)
        _say_file(session, file, is_new=is_new)
    if written:
        session.say("next: `specweld regenerate`")
    names: list[Json] = [each.name for each in config.clients]
    return session.close({"written": written, "kept": kept, "clients": names})


def _own_config() -> Path | None:
    """Find the config of this very folder: one above is about another project."""
    found = find_config(Path.cwd())
    is_here = found is not None and found.parent == Path.cwd()
    return Path(found.name) if found is not None and is_here else None


def _look(session: Session, places: Sequence[Path]) -> tuple[Found, ...]:
    """Find what clients can be generated from.

    Raises:
        InputError: there is nothing.
    """
    from specweld.setup.find import describe, find_specs

    here = Path.cwd()
    if places:
        return tuple(describe(each, here) for each in places)
    found = find_specs(here)
    if not found:
        session.problems.report(
            "nothing-to-generate",
            Severity.ERROR,
            "there is no spec, no docs page and no OpenAPI document below this folder; "
            "expected something to generate a client from",
            help="fetch pages: `specweld ingest https://docs.example.com/llms.txt --into "
            "specs/NAME`\nor name what lies elsewhere: `specweld init --specs PATH`",
        )
        raise InputError
    return found


def _config_text(found: Sequence[Found]) -> str:
    from specweld.setup.files import config_text

    return config_text(found)


def _say_clients(session: Session, config: Config, *, is_new: bool) -> None:
    if not is_new:
        return
    session.say(f"wrote {FILE_NAME} with {counted(len(config.clients), 'client')}:")
    for client in config.clients:
        specs = ", ".join(each.as_posix() for each in client.specs)
        session.say(f"  {client.name}: {specs} -> {client.output.as_posix()}")


def _files(config: Config, forge: Forge) -> tuple[ScaffoldFile, ...]:
    from importlib.metadata import version

    from specweld.setup.files import scaffold_files
    from specweld.setup.find import code_folders

    return scaffold_files(
        config.clients,
        config.path.as_posix(),
        folder=Path.cwd(),
        forge=forge,
        uses=code_folders(Path.cwd()),
        version=version("specweld"),
    )


def _say_file(session: Session, file: ScaffoldFile, *, is_new: bool) -> None:
    if is_new:
        session.say(f"wrote {file.path}")
        if ".gitlab/" in file.path:
            local = file.path[file.path.index(".gitlab/") :]
            session.say(f"  include it in .gitlab-ci.yml: `local: {local}`")
        return
    session.say(f"kept {file.path}, which is there already")
    text = Path(file.path).read_text(encoding="utf-8", errors="replace")
    if ".pre-commit" in file.path and "specweld" not in text:
        session.say("  add to its `repos`:")
        for line in file.text.splitlines()[2:]:
            session.say(f"  {line}")


def _update(session: Session, path: Path | None, forge: Forge) -> int:
    """Print a diff of what would be written now; exit code 1 when there is one."""
    from specweld.setup.files import config_text, more_clients, unified
    from specweld.setup.find import find_specs

    if path is None:
        diff = unified(FILE_NAME, "", config_text(_look(session, ())))
        session.show(diff)
        return session.close({"diff": diff}, is_stale=True)
    config = session.config(path)
    read = [each.resolve() for client in config.clients for each in client.specs]
    new = [
        each
        for each in find_specs(Path.cwd())
        if not any(Path(each.path).resolve().is_relative_to(spec) for spec in read)
    ]
    diff = ""
    if new and path.name == FILE_NAME:
        text = path.read_text(encoding="utf-8")
        more = more_clients(new, [each.name for each in config.clients])
        diff = unified(path.name, text, f"{text.rstrip()}\n\n{more}")
    diff += "".join(each.update_diff() for each in _files(config, forge))
    session.show(diff)
    if not diff:
        session.say("up to date")
    return session.close({"diff": diff}, is_stale=bool(diff))
