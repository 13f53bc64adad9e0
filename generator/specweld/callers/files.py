"""The caller's Python files: found, parsed, and known by the names that imports use."""

from __future__ import annotations

import ast
import os
import stat
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.callers.relevance import (
    Glance,
    Glancer,
    Module,
    absolute_name,
    relevant,
)
from specweld.diagnostics import Severity
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from specweld.diagnostics import Problems

_LEFT_OUT = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
_MANIFEST = ".specweld.json"
"""A folder that holds one is a generated client, which does not call itself."""
_LARGEST = 4 << 20
"""Bytes of a file that are parsed: no one writes more by hand."""
_MOST = 24 << 20
"""Bytes of code that are held as syntax trees, which take some thirty times as much memory."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """The files that may use a client, and the names of all."""

    files: tuple[CallerFile, ...] = ()
    modules: Mapping[str, str] = field(default_factory=dict[str, str])
    """Modules of the folder by every name that an import may use."""


def read_files(
    folder: Path,
    problems: Problems,
    *,
    package: str,
    resources: Collection[str] = (),
) -> Callers:
    """Parse the Python files of a folder that may use a package, sorted by path.

    Args:
        resources: Attributes of the client: on an object of unknown type they are a hint.
        problems: Gets the files that do not parse, and those beyond what memory should hold.
    """
    glancer = Glancer(package, resources)
    glances: list[Glance] = []
    for path in _python_files(folder):
        content = _content(path, problems)
        if content is not None:
            glances.append(glancer.glance(_module(path, folder), content))
    modules = modules_by_name([each.module for each in glances])
    found: list[CallerFile] = []
    left = _MOST
    # Who names the package is most likely to use it: the others give way when there is too much.
    chosen = sorted(relevant(glances, modules), key=lambda each: not each.mentions)
    for each in chosen:
        left -= each.size
        if left < 0:
            _report(each.module.path, "there is too much code to hold", problems)
            continue
        content = _content(each.module.path, problems)
        parsed = None if content is None else _parse(each.module, content, problems)
        if parsed is not None:
            found.append(parsed)
    return Callers(
        files=tuple(sorted(found, key=lambda each: each.path)), modules=modules
    )


def _module(path: Path, folder: Path) -> Module:
    parts = path.relative_to(folder).parts if path != folder else (path.name,)
    names = [*parts[:-1], parts[-1].removesuffix(".py")]
    is_package = names[-1] == "__init__"
    return Module(
        name=".".join(names[:-1] if is_package else names),
        is_package=is_package,
        path=path,
    )


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
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            _report(path, "it is not a regular file", problems)
            return None
        if found.st_size > _LARGEST:
            _report(path, "it is larger than 4 MiB", problems)
            return None
        return path.read_bytes()
    except OSError as error:
        _report(path, error.strerror or "it cannot be opened", problems)
        return None


def _parse(module: Module, content: bytes, problems: Problems) -> CallerFile | None:
    path = module.path
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
    return CallerFile(
        module=module.name,
        is_package=module.is_package,
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
    """Resolve the module of a `from ... import` of a file."""
    place = Module(name=file.module, is_package=file.is_package, path=Path(file.path))
    return absolute_name(place, module or "", level)


def modules_by_name(modules: Sequence[Module]) -> Mapping[str, str]:
    """Map every name that an import may use to a module.

    The searched folder need not be where imports start: `src/app/tts.py` is `app.tts`, too, as
    long as only one file ends so.
    """
    by_suffix: dict[str, set[str]] = {}
    for each in modules:
        parts = each.name.split(".")
        for start in range(len(parts)):
            by_suffix.setdefault(".".join(parts[start:]), set()).add(each.name)
    unique = {
        name: next(iter(found)) for name, found in by_suffix.items() if len(found) == 1
    }
    return unique | {each.name: each.name for each in modules}
