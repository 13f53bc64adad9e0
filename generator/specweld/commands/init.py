"""`specweld init`: the files that a repository with generated clients needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.session.session import Session, output_options
from specweld.settings.file import FILE_NAME, PROJECT_FILE, find_config

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.json_types import Json

_EPILOG = """\b
Examples:
  specweld init                    look for a folder below specs/
  specweld init --specs specs/acme

Files that exist are left as they are.
"""

FILES = {
    "specweld.toml": "specweld.toml",
    "workflow.yml": ".github/workflows/specweld.yml",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
}
"""Name in the package, and where it is written."""


@click.command("init", epilog=_EPILOG)
@click.option(
    "--specs",
    metavar="DIR",
    help="The specs of the first client; the first folder of specs/ without it.",
)
@output_options
def command(session: Session, *, specs: str | None) -> int:
    """Set this folder up: specweld.toml, a CI workflow, a pre-commit hook."""
    words = _words(_plain(specs or _first_specs()))
    written: list[Json] = []
    kept: list[Json] = []
    for name, target in FILES.items():
        text = _filled(name, words)
        if not _is_configured_elsewhere(target) and _write_new(Path(target), text):
            written.append(target)
            session.say(f"wrote {target}")
        else:
            kept.append(target)
            _say_kept(session, target, text)
    if written:
        session.say(
            f"next: `specweld ingest PAGE... --into {words['SPECS']}`, "
            "then `specweld regenerate`"
        )
    return session.close({"written": written, "kept": kept})


def _plain(specs: str) -> str:
    """Refuse a path that TOML, YAML and a shell would each have to quote in their own way."""
    if re.fullmatch(r"[\w./ -]+", specs) is None:
        raise click.BadParameter(
            f"`{specs}` has characters other than letters, digits and `_ . / -`.",
            param_hint="--specs",
        )
    return specs


def _is_configured_elsewhere(target: str) -> bool:
    """Tell whether this folder's pyproject.toml says what specweld.toml would."""
    return target == FILE_NAME and find_config(Path.cwd()) == Path.cwd().joinpath(
        PROJECT_FILE
    )


def _first_specs() -> str:
    folders = sorted(each for each in Path("specs").glob("*") if each.is_dir())
    return folders[0].as_posix() if folders else "specs/example"


def _words(specs: str) -> dict[str, str]:
    specs = specs.rstrip("/")
    name = re.sub(r"[^A-Za-z0-9]+", "_", Path(specs).name).strip("_").lower()
    if not name or name[0].isdigit():
        name = f"api_{name}".rstrip("_")
    return {
        "NAME": name,
        "SPECS": specs,
        "PACKAGE": name,
        "CLASS": "".join(part.title() for part in name.split("_")),
        "ENV": name.upper(),
    }


def _filled(name: str, words: Mapping[str, str]) -> str:
    """Read a file of the package and put this folder's words in."""
    from importlib.resources import files

    text = files("specweld.scaffold").joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda match: words[match[1]], text)


def _write_new(path: Path, text: str) -> bool:
    """Write a file unless there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _say_kept(session: Session, target: str, text: str) -> None:
    session.say(f"kept {target}, which is there already")
    path = Path(target)
    is_hooks = target == FILES["pre-commit-config.yaml"]
    if is_hooks and "specweld" not in path.read_text(
        encoding="utf-8", errors="replace"
    ):
        session.say("add to its `repos`:")
        for line in text.splitlines()[1:]:
            session.say(line)
