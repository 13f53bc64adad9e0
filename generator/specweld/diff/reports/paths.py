"""Paths as a report that others read shows them: nothing of the machine that wrote it."""

from __future__ import annotations

import os.path
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.diff.change import Comparison


def shown_path(path: str, comparison: Comparison) -> str:
    """Leave out of an absolute path what the sides, or the searched folders, share above them.

    What lies nowhere near them keeps its last part. Other paths, URLs and revisions stay as they are.
    """
    whole = PurePath(path)
    if not whole.is_absolute():
        return path
    labels = f"{comparison.old.label}, {comparison.new.label}".split(", ")
    for group in (labels, comparison.callers):
        base = _shared(group)
        if base is not None and whole.is_relative_to(base):
            return whole.relative_to(base).as_posix()
    return whole.name


def _shared(paths: Sequence[str]) -> str | None:
    """Find the folder above all paths of a group that are absolute."""
    folders = [each.parent for each in map(PurePath, paths) if each.is_absolute()]
    return os.path.commonpath(folders) if folders else None
