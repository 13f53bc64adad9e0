"""The folder that a package is written to: whether it may be, and by one run at a time."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.render.manifest import MANIFEST
from specweld.source import TextPlace

if TYPE_CHECKING:
    from specweld.diagnostics import Problems


_HARMLESS = frozenset({"extras", "__pycache__", ".gitkeep", ".DS_Store"})
"""What a folder may hold that no package was written to yet."""


def check_destination(
    folder: Path, inputs: Iterable[Path], problems: Problems, *, force: bool = False
) -> None:
    """Report a folder that cannot be written to, or that holds what a person wrote.

    Args:
        folder: The package folder; it need not exist.
        inputs: Files and folders that are read: none may be the folder, or lie in it.
        problems: Gets the faults.
        force: Write among the files of somebody else.
    """
    resolved = folder.resolve()
    there = next(each for each in (resolved, *resolved.parents) if each.exists())
    if not there.is_dir():
        problems.report(
            "output-not-a-folder",
            Severity.ERROR,
            f"`{there.name}` is a file; expected a folder to write the package to",
            TextPlace(path=folder.as_posix()),
            help="move the file away, or choose another output",
        )
        return
    for each in inputs:
        if each.resolve().is_relative_to(resolved):
            problems.report(
                "output-holds-input",
                Severity.ERROR,
                f"`{each.as_posix()}` lies in the folder of the package; "
                "expected a folder that holds nothing but the package",
                TextPlace(path=folder.as_posix()),
                help="choose another output",
            )
            return
    if not force:
        _report_strangers(folder, problems)


def _report_strangers(folder: Path, problems: Problems) -> None:
    """Report a folder of somebody else: a slip in a setting must not rewrite it."""
    resolved = folder.resolve()
    if not resolved.is_dir() or (resolved / MANIFEST).exists():
        return
    strangers = {each.name for each in resolved.iterdir()} - _HARMLESS
    if not strangers:
        return
    first = min(strangers)
    what = f"`{first}`" if len(strangers) == 1 else f"{len(strangers)} entries"
    problems.report(
        "output-not-ours",
        Severity.ERROR,
        f"`{folder.as_posix()}` holds {what} that specweld did not write; "
        "expected an empty folder, or one that holds a generated package",
        TextPlace(path=folder.as_posix()),
        help="choose another output; `--force` writes the package among them",
    )


def report_strays(strays: Iterable[str], folder: Path, problems: Problems) -> None:
    """Warn of what somebody put among the generated files."""
    for each in strays:
        shown = f"{folder.as_posix()}/{each}"
        problems.report(
            "stray-file",
            Severity.WARNING,
            f"`{shown}` does not belong to the package; "
            "expected files of your own in its `extras/` or elsewhere",
            TextPlace(path=shown),
            help="move it, or delete it; `--check` fails as long as it is there",
        )


def report_refusal(error: OSError, folder: Path, problems: Problems) -> None:
    """Report what the system did not let us write."""
    path = error.filename if isinstance(error.filename, str) else str(folder)
    problems.report(
        "cannot-write",
        Severity.ERROR,
        f"the package cannot be written: {error.strerror or type(error).__name__}; "
        "expected a folder that can be written to",
        TextPlace(path=_shown(path)),
        help="the package is as it was; mend the cause and run again",
    )


@contextlib.contextmanager
def writing_alone(folder: Path) -> Generator[None, None, None]:
    """Keep other runs from writing the folder meanwhile.

    The folder above is what is locked, so nothing is left behind, however a run ends. Systems
    without such locks go without.

    Raises:
        OSError: the folder above cannot be made or opened.
    """
    above = folder.resolve().parent
    above.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(above, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems have no locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _shown(path: str) -> str:
    """Shorten a path below the working directory."""
    try:
        return Path(path).absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path
