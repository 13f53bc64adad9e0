"""Replacing a folder as a whole, so that a kill at any moment leaves the old one or the new one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

_EXCHANGE = 2
"""`RENAME_EXCHANGE` of renameat2(2)."""
_WORKING_DIRECTORY = -100
"""`AT_FDCWD`"""


def replace_folder(
    folder: Path, contents: Mapping[str, bytes], deleted: frozenset[str]
) -> None:
    """Write files into a folder and delete others from it, all at once.

    The new folder is built beside the old one. Everything that stays is linked, not copied, so that it
    keeps its time and costs nothing; folders keep their modes and owners. Then the two change places.
    A folder that cannot be renamed (a mount point) is written file by file instead.

    Raises:
        OSError: the disk is full, or a permission is missing; the old folder is untouched.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = _beside(folder, "new")
    try:
        building.mkdir()
        ours = frozenset(contents) | deleted
        carried = [""] if folder.exists() else []
        carried += _link_tree(folder, building, ours) if carried else []
        for path, content in contents.items():
            _write(building / path, content)
        _remove_empty(building, deleted)
        _keep_status(carried, folder, building, ours)
        try:
            _put_in_place(folder, building)
        except OSError as error:
            if error.errno not in (errno.EBUSY, errno.EXDEV):
                raise
            _overwrite(folder, building, contents, deleted)
    finally:
        _remove_tree(building)


def recover(folder: Path) -> None:
    """Clean up after a run that was killed: half-built folders go, a lost old one comes back."""
    old = _beside(folder, "old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for leftover in (old, _beside(folder, "new")):
        _remove_tree(leftover)


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f".{folder.name}.specweld-{suffix}")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(content)


def _link_tree(source: Path, target: Path, left_out: frozenset[str]) -> list[str]:
    """Link all files of a tree but some; what stands where a new file's folder must be is left out.

    Returns:
        The folders below the tree's own, those above before those below.
    """
    folders = {
        "/".join(path.split("/")[:count])
        for path in left_out
        for count in range(1, path.count("/") + 1)
    }
    made: list[str] = []
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        with os.scandir(source / inside) as entries:
            for entry in entries:
                path = f"{inside}/{entry.name}" if inside else entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if path in left_out or (path in folders and not is_folder):
                    continue
                if is_folder:
                    (target / path).mkdir()
                    made.append(path)
                    waiting.append(path)
                else:
                    _link(source / path, target / path)
    return made


def _keep_status(
    folders: Iterable[str], source: Path, target: Path, ours: frozenset[str]
) -> None:
    """Give folders the modes, times and owners that they had, those below first.

    The time of a folder whose files changed stays new: Python's import system watches it.
    """
    touched = {path.rpartition("/")[0] for path in ours}
    for path in sorted(folders, reverse=True):
        if not (target / path).is_dir():
            continue  # it was left empty, and removed
        status = (source / path).stat()
        with contextlib.suppress(OSError):  # only root may give a folder away
            os.chown(target / path, status.st_uid, status.st_gid)
        if path in touched:
            shutil.copymode(source / path, target / path)
        else:
            shutil.copystat(source / path, target / path)


def _remove_tree(folder: Path) -> None:
    """Remove a folder that was ours to build or to replace, also where its folders are read-only."""
    for path, _names, _files in os.walk(folder):
        with contextlib.suppress(OSError):
            Path(path).chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _link(source: Path, target: Path) -> None:
    """Link one file; where the file system cannot, copy it with its time."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _remove_empty(folder: Path, deleted: frozenset[str]) -> None:
    """Remove the folders that deleted files leave empty, caches of Python aside."""
    emptied = {(folder / path).parent for path in deleted}
    for start in sorted(emptied, reverse=True):  # the deepest first
        for parent in (start, *start.parents):
            if parent == folder or not parent.is_dir():
                break
            if {each.name for each in parent.iterdir()} - {"__pycache__"}:
                break
            shutil.rmtree(parent)


def _put_in_place(folder: Path, building: Path) -> None:
    """Let the built folder and the present one change places."""
    if not folder.exists():
        building.rename(folder)
    elif not _exchange(building, folder):
        old = _beside(folder, "old")
        folder.rename(old)
        building.rename(folder)
        _remove_tree(old)


def _overwrite(
    folder: Path, building: Path, contents: Mapping[str, bytes], deleted: frozenset[str]
) -> None:
    """Move the new files over the old ones, one at a time."""
    for path in contents:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (building / path).replace(folder / path)
    for path in deleted:
        (folder / path).unlink(missing_ok=True)
    _remove_empty(folder, deleted)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step; return whether the system can."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    rename = getattr(library, "renameat2", None)
    if rename is None:
        return False
    result: int = rename(
        _WORKING_DIRECTORY,
        os.fsencode(first),
        _WORKING_DIRECTORY,
        os.fsencode(second),
        _EXCHANGE,
    )
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EPERM):
        return False
    raise OSError(number, os.strerror(number), str(second))
