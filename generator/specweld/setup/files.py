"""The files that a repository with generated clients needs, filled in for it."""

from __future__ import annotations

import difflib
import enum
import json
import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.settings.toml_text import toml_key, toml_string
from specweld.setup.names import distinct, names_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.config import ClientConfig
    from specweld.setup.find import Found

OUTPUT = Path("generated")
"""Where packages are written when a config does not say."""
_MARK = "Written by `specweld init`"


class Forge(enum.Enum):
    """Who runs the checks of a repository."""

    GITHUB = "github"
    GITLAB = "gitlab"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaffoldFile:
    """One file that is written once, and then belongs to the person."""

    path: str
    text: str

    def write_new(self) -> bool:
        """Write it unless it is there; return whether it was written."""
        path = Path(self.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(self.text)
        except FileExistsError:
            return False
        return True

    def update_diff(self) -> str:
        """Compare the file that was written once with what would be written now.

        Returns:
            A diff that `git apply` takes; empty when nothing differs, or the file is not of our writing.
        """
        try:
            there = Path(self.path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            there = ""
        if there and _MARK not in there:
            return ""
        return unified(self.path, there, self.text)


def unified(path: str, old: str, new: str) -> str:
    """Write a diff in the form that `git apply` and `patch -p1` take."""
    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        new.splitlines(keepends=True),
        f"a/{path}" if old else "/dev/null",
        f"b/{path}",
    )
    return "".join(lines)


def guess_forge(folder: Path) -> Forge:
    """Look at what is there, and where git pushes to."""
    root = repository_root(folder)
    if (root / ".gitlab-ci.yml").exists():
        return Forge.GITLAB
    try:
        config = (root / ".git" / "config").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return Forge.GITHUB
    is_gitlab = re.search(r"^\s*url\s*=.*gitlab", config, re.MULTILINE)
    return Forge.GITLAB if is_gitlab else Forge.GITHUB


def config_text(found: Iterable[Found]) -> str:
    """Write specweld.toml: the first client with all settings explained, the others in short."""
    return "\n".join(
        _filled("specweld.toml", words) if index == 0 else _short_table(words)
        for index, words in enumerate(_clients_words(found, ()))
    )


def more_clients(found: Iterable[Found], taken: Iterable[str]) -> str:
    """Write tables for clients that a config does not have yet."""
    return "\n".join(map(_short_table, _clients_words(found, taken)))


def scaffold_files(
    clients: Sequence[ClientConfig],
    config: str,
    *,
    folder: Path,
    forge: Forge,
    uses: Iterable[str],
    version: str,
) -> tuple[ScaffoldFile, ...]:
    """Fill in the files that look after some clients; they lie at the root of the repository.

    Args:
        clients: As the config has them.
        config: The path of the config file.
        folder: Where it lies, in a repository or in none.
        forge: For whom a workflow is written.
        uses: Folders of the caller's own code.
        version: Of specweld, which the workflow pins.
    """
    root = repository_root(folder)
    inside = folder.relative_to(root).as_posix()
    prefix = "" if inside == "." else f"{inside}/"
    words = {
        **_folder_words(inside if prefix else ""),
        "CONFIG": f" --config {shlex.quote(prefix + config)}" if prefix else "",
        "FILES": _hook_pattern(clients, config, prefix),
        "USES": "".join(f" --uses {each}" for each in uses),
        "VERSION": version,
    }
    wanted = {".pre-commit-config.yaml": "pre-commit-config.yaml"}
    match forge:
        case Forge.GITHUB:
            wanted[f".github/workflows/specweld{_suffix(prefix)}.yml"] = "workflow.yml"
        case Forge.GITLAB:
            wanted[f".gitlab/specweld{_suffix(prefix)}.yml"] = "gitlab.yml"
        case Forge.NONE:
            pass
    return tuple(
        ScaffoldFile(
            path=Path(os.path.relpath(root / path, folder)).as_posix(),
            text=_filled(name, words),
        )
        for path, name in sorted(wanted.items(), reverse=True)
    )


def repository_root(folder: Path) -> Path:
    """Find the repository that a folder is in; the folder itself when it is in none."""
    around = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    return next(around, folder)


def _suffix(prefix: str) -> str:
    """Set the workflows of several folders apart."""
    words = "-".join(re.findall(r"[A-Za-z0-9]+", prefix))
    return f"-{words}" if words else ""


def _folder_words(inside: str) -> dict[str, str]:
    """Say in a workflow that it works below the root of the repository; nothing where it does not."""
    if not inside:
        return {"DEFAULTS": "", "CD": "", "PREFIX": ""}
    quoted = json.dumps(inside)
    return {
        "DEFAULTS": f"\ndefaults:\n  run:\n    working-directory: {quoted}\n",
        "CD": f"\n    - cd {shlex.quote(inside)}",
        "PREFIX": f"{inside}/",
    }


def _clients_words(
    found: Iterable[Found], taken: Iterable[str]
) -> Iterable[Mapping[str, str]]:
    known = set(taken)
    for each in found:
        names = names_for(each.title, each.places, OUTPUT)
        names = distinct(names, each.places, known)
        known.add(names.package)
        derived = "".join(part.capitalize() for part in names.package.split("_"))
        yield {
            "NAME": toml_key(names.package),
            "SPECS": toml_string(each.path),
            "PACKAGE": names.package,
            "CLASS": names.class_name,
            "MARK": "" if names.class_name != derived else "# ",
            "ENV": names.package.upper(),
        }


def _short_table(words: Mapping[str, str]) -> str:
    lines = [f"[clients.{words['NAME']}]", f"specs = {words['SPECS']}"]
    if not words["MARK"]:
        lines.append(f'client = "{words["CLASS"]}"')
    return "\n".join([*lines, ""])


def _hook_pattern(clients: Sequence[ClientConfig], config: str, prefix: str) -> str:
    """Match, as a YAML text, the files whose change can make a client stale."""
    watched: dict[str, None] = {}
    for client in clients:
        templates = [client.templates] if client.templates else []
        for path in (*client.specs, *client.overlays, *templates, client.output):
            is_file = path.suffix in {".yaml", ".yml", ".json", ".md", ".mdx"}
            watched[re.escape(path.as_posix()) + ("$" if is_file else "/")] = None
    pattern = "|".join([*watched, re.escape(config) + "$"])
    return "'" + f"^{re.escape(prefix)}({pattern})".replace("'", "''") + "'"


def _filled(name: str, words: Mapping[str, str]) -> str:
    from importlib.resources import files

    text = files("specweld.scaffold").joinpath(name).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda match: words[match[1]], text)
