"""Run again whenever files change."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


def watch(run: Callable[[], Iterable[Path]]) -> None:
    """Run, wait for a change of the paths that the run returns, and run again, until interrupted.

    A path that is missing is waited for in the nearest folder above it that exists.
    """
    from watchfiles import watch as changes_of

    while True:
        paths = {_existing(path.resolve()) for path in run()}
        for _changes in changes_of(*paths, raise_interrupt=True):
            break  # the run may ask for other paths than before


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())
