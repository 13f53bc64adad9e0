"""The caller's Python files: found, parsed, and known by the names that imports use."""

from __future__ import annotations

import ast
import os
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.diagnostics import Problems

_LEFT_OUT = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
_MANIFEST = ".specweld.json"
"""A folder that holds one is a generated client, which is no caller of itself."""
_LARGEST = 4 << 20
"""Bytes of a file that are parsed: no one writes more by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerFile:
    """One module of the caller's."""

    module: str
    """Dotted, from the folder that is searched: `app.tts`."""
    is_package: bool
    path: str
    """As a person would type it."""
    lines: tuple[str, ...] = field(repr=False)
    tree: ast.Module = field(repr=False)


def read_files(
    folder: Path, problems: Problems, *, package: str
) -> tuple[CallerFile, ...]:
    """Parse every Python file of a folder, sorted by path; those that do not parse are reported.

    Nothing is parsed when no file mentions the package: nobody there can use it.
    """
    texts = [(path, _content(path, problems)) for path in _python_files(folder)]
    word = package.encode()
    if not any(content is not None and word in content for _, content in texts):
        return ()
    found = (
        _parse(path, content, folder, problems)
        for path, content in texts
        if content is not None
    )
    return tuple(each for each in found if each is not None)


def _python_files(folder: Path) -> Iterator[Path]:
    if folder.is_file():
        yield folder
        return
    for parent, folders, names in os.walk(folder):
        if _MANIFEST in names:
            folders.clear()
            continue
        folders[:] = sorted(
            each
            for each in folders
            if each not in _LEFT_OUT and not each.startswith(".")
        )
        for name in sorted(names):
            if name.endswith(".py"):
                yield Path(parent, name)


def _content(path: Path, problems: Problems) -> bytes | None:
    try:
        if path.stat().st_size > _LARGEST:
            _report(path, "it is larger than 4 MiB", problems)
            return None
        return path.read_bytes()
    except OSError as error:
        _report(path, error.strerror or "it cannot be opened", problems)
        return None


def _parse(
    path: Path, content: bytes, folder: Path, problems: Problems
) -> CallerFile | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the caller's `"\d"` is not our business
            tree = ast.parse(content)
    except SyntaxError as error:
        _report(path, error.msg, problems, line=error.lineno or 0)
        return None
    except (ValueError, RecursionError, MemoryError) as error:
        _report(path, str(error) or "it is nested too deeply", problems)
        return None
    parts = path.relative_to(folder).parts if path != folder else (path.name,)
    names = [*parts[:-1], parts[-1].removesuffix(".py")]
    is_package = names[-1] == "__init__"
    return CallerFile(
        module=".".join(names[:-1] if is_package else names),
        is_package=is_package,
        path=path.as_posix(),
        lines=tuple(content.decode("utf-8", "replace").splitlines()),
        tree=tree,
    )


def _report(path: Path, reason: str, problems: Problems, *, line: int = 0) -> None:
    shown = path.as_posix()
    problems.report(
        "caller-unreadable",
        Severity.WARNING,
        f"`{shown}` was not searched ({reason}); expected Python that this version parses",
        TextPlace(path=shown, line=line),
    )


def absolute_module(file: CallerFile, module: str | None, level: int) -> str:
    """Resolve the module of a `from ... import` (Python language reference, 5.7)."""
    if level == 0:
        return module or ""
    parts = file.module.split(".") if file.module else []
    up = level - 1 if file.is_package else level
    base = parts[: len(parts) - up] if up <= len(parts) else []
    return ".".join([*base, *([module] if module else [])])


def modules_by_name(files: Sequence[CallerFile]) -> Mapping[str, str]:
    """Map every name that an import may use to a module.

    The searched folder need not be where imports start: `src/app/tts.py` is `app.tts`, too, as
    long as only one file ends so.
    """
    by_suffix: dict[str, set[str]] = {}
    for file in files:
        parts = file.module.split(".")
        for start in range(len(parts)):
            by_suffix.setdefault(".".join(parts[start:]), set()).add(file.module)
    unique = {
        name: next(iter(found)) for name, found in by_suffix.items() if len(found) == 1
    }
    return unique | {file.module: file.module for file in files}
