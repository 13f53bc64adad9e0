"""Runs the command line in a folder of its own, and reads config files."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TypeAlias
from unittest import mock

import yaml

from specweld.cli import run
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.printing.groups import grouped
from specweld.printing.palette import Palette
from specweld.printing.terminal import format_groups
from specweld.settings.clients import KnownIds
from specweld.settings.file import read_config

File: TypeAlias = "str | Mapping[str, object]"


def run_cli(path: Path) -> str:
    """Write the case's `files`, do its `run` steps one after another, and print its `show`.

    A file is a text, or `{hex: BYTES}`, `{size: BYTES}`, `{pipe: true}`. A step is a line to type,
    or `{append: PATH, text: ...}`, or `{delete: PATH}`. What only the machine decides is set by
    the case: `set` gives names of the tool other values, `fails` lists functions that raise.
    """
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    with _folder(case.get("files") or {}) as folder, contextlib.ExitStack() as stack:
        for name, value in (case.get("set") or {}).items():
            stack.enter_context(mock.patch(name, value))
        for name in case.get("fails") or ():
            fault = OSError(f"no {name.rpartition('.')[2]}")
            stack.enter_context(mock.patch(name, side_effect=fault))
        output = [_done(step) for step in case["run"]]
        output += [_shown(folder, name) for name in case.get("show") or ()]
    return "\n".join(output)


def run_config(path: Path) -> str:
    """Read a config file and print its clients and every fault."""
    problems = Problems()
    with _folder({path.name: path.read_text(encoding="utf-8")}) as folder:
        file = folder / path.name
        config = read_config(
            file,
            problems,
            known=KnownIds(
                quirks=lambda: ["enum-value-objects"],
                rules=lambda: ["unsupported-all-of"],
            ),
        )
        clients = config.clients if config else ()
    groups = grouped(problems.diagnostics, is_verbose=True)
    lines = [_client(each) for each in clients]
    return "\n".join(lines) + format_groups(groups, Palette(is_on=False))


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {
    "cli": (run_cli, ".txt"),
    "config": (run_config, ".txt"),
}


@contextlib.contextmanager
def _folder(files: Mapping[str, File]) -> Iterator[Path]:
    """Go to a new folder with some files in it, and come back."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        for path, file in files.items():
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            _write(Path(path), file)
        yield Path(name)


def _write(path: Path, file: File) -> None:
    match file:
        case str():
            path.write_text(file, encoding="utf-8")
        case {"hex": str(text)}:
            path.write_bytes(bytes.fromhex(text))
        case {"size": int(size)}:
            path.touch()
            os.truncate(path, size)  # it has holes: no disk is filled
        case {"pipe": True}:
            os.mkfifo(path)
        case _:
            raise ValueError(file)


def _done(step: str | dict[str, str]) -> str:
    match step:
        case str():
            return _typed(step)
        case {"append": path, "text": text}:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(text)
            return f"({path} is edited)\n"
        case {"delete": path}:
            Path(path).unlink()
            return f"({path} is deleted)\n"
        case _:
            raise ValueError(step)


def _typed(line: str) -> str:
    output = io.StringIO()
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        _environment(COLUMNS="80"),
    ):
        code = run(shlex.split(line))
    return f"$ specweld {line}\n{_settled(output.getvalue())}[exit {code}]\n"


def _settled(output: str) -> str:
    """Blot out what a change of the runtime changes in every client: hashes, counts, line numbers."""
    output = output.replace(f"{Path.cwd()}/", "")
    output = re.sub(r"sha256:[0-9a-f]{64}", "sha256:...", output)
    output = re.sub(r"^@@ .* @@$", "@@ ... @@", output, flags=re.MULTILINE)
    output = re.sub(r"\(fatal: .*?\); ", "(...); ", output)
    return re.sub(r"\b\d\d+ files", "all files", output)


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _shown(folder: Path, name: str) -> str:
    path = folder / name
    if path.is_dir():
        inside = sorted(
            each.relative_to(folder).as_posix()
            for each in path.rglob("*")
            if each.is_file()
        )
        return "\n".join([f"---- {name}/", *inside, ""])
    if not path.exists():
        return f"---- {name}: missing\n"
    return f"---- {name}\n{path.read_text(encoding='utf-8')}"


def _client(client: ClientConfig) -> str:
    lines = [f"client {client.name}"]
    for each in fields(client):
        if not each.repr:
            continue
        value = getattr(client, each.name)
        lines.append(f"  {each.name} = {_plain(value)}")
    return "\n".join(lines) + "\n"


def _plain(value: object) -> str:
    match value:
        case Path():
            return value.as_posix()
        case tuple() | frozenset():
            return ", ".join(sorted(_plain(each) for each in value)) or "-"
        case _:
            return str(value)
