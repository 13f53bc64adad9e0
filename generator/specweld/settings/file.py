"""Find `specweld.toml`, or `[tool.specweld]` in a pyproject.toml, and read it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.config import Config
from specweld.diagnostics import Severity
from specweld.regular import check_regular
from specweld.settings.clients import KnownIds, read_clients
from specweld.settings.paths import shown_path
from specweld.settings.positions import key_positions
from specweld.settings.table import Table
from specweld.source import TextPlace

if TYPE_CHECKING:
    from specweld.diagnostics import Problems

FILE_NAME = "specweld.toml"
PROJECT_FILE = "pyproject.toml"
_TOML_POSITION = re.compile(r" \(at line (\d+), column (\d+)\)$")


def find_config(folder: Path) -> Path | None:
    """Find the nearest config file in a folder or above it."""
    for each in (folder, *folder.parents):
        if (each / FILE_NAME).is_file():
            return each / FILE_NAME
        if _speaks_of_us(each / PROJECT_FILE):
            return each / PROJECT_FILE
    return None


def read_config(
    path: Path, problems: Problems, *, known: KnownIds | None = None
) -> Config | None:
    """Read a config file; every fault in it is reported with its line.

    Args:
        path: Its paths are resolved against its folder and kept relative to the working directory.
        problems: Gets the faults.
        known: Gives the ids that settings may name; asked only when they name any.

    Returns:
        None when the file cannot be used at all; with errors reported, what could be read.
    """
    shown = shown_path(path).as_posix()
    text = _read(path, shown, problems)
    if text is None:
        return None
    values = _parse(text, shown, problems)
    if values is None:
        return None
    table = Table(
        values=values, path=(), positions=key_positions(text), file=shown, text=text
    )
    if path.name == PROJECT_FILE:
        table = table.child("tool").child("specweld")
    clients = read_clients(table, path.parent, problems, known=known or KnownIds())
    return Config(path=shown_path(path), clients=clients)


def _speaks_of_us(path: Path) -> bool:
    """Return whether a pyproject.toml has our table; one that is broken elsewhere is not our business."""
    try:
        check_regular(path)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    if "specweld" not in text:
        return False
    try:
        tool = tomllib.loads(text).get("tool")
    except (tomllib.TOMLDecodeError, RecursionError):
        return "[tool.specweld" in text
    return isinstance(tool, dict) and "specweld" in tool


def _read(path: Path, shown: str, problems: Problems) -> str | None:
    try:
        check_regular(path)
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        message = f"`{shown}` is not UTF-8; expected a TOML file"
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        message = f"`{shown}` cannot be read ({reason}); expected a TOML file"
    problems.report("config-unreadable", Severity.ERROR, message, TextPlace(path=shown))
    return None


def _parse(text: str, shown: str, problems: Problems) -> dict[str, object] | None:
    try:
        return tomllib.loads(text)
    except RecursionError:
        message, line, column = "it is nested too deeply", 0, 0
    except tomllib.TOMLDecodeError as error:
        message, line, column = _explain(str(error), text)
    problems.report(
        "config-not-toml",
        Severity.ERROR,
        f"`{shown}` is not valid TOML: {message}",
        TextPlace(path=shown, text=text, line=line, column=column),
    )
    return None


def _explain(error: str, text: str) -> tuple[str, int, int]:
    """Take the position out of the parser's message."""
    found = _TOML_POSITION.search(error)
    if found:
        message, line, column = error[: found.start()], *map(int, found.groups())
    else:
        message, line, column = error, text.count("\n") + 1, 0
    return message[:1].lower() + message[1:], line, column
