"""Writing a package: all of it or nothing, and nothing that is not ours."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.render.file import File
from specweld.render.guard import GuardError, check_path
from specweld.render.manifest import MANIFEST, bytes_hash, content_hash, read_manifest
from specweld.render.snapshot import SNAPSHOT
from specweld.render.swap import recover, replace_folder
from specweld.source import TextPlace

if TYPE_CHECKING:
    from specweld.diagnostics import Problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What happened to a folder, or would have."""

    changed: tuple[str, ...] = ()
    """Files that were written or would be, relative to the folder."""
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    diff: str = ""
    """Unified diff; only when checking."""
    strays: tuple[str, ...] = ()
    """Files and folders that do not belong there, relative to the folder."""


def write_package(
    files: Sequence[File], folder: Path, *, force: bool, problems: Problems
) -> Written:
    """Bring a folder to what `files` say; on an error nothing is written.

    A kill at any moment leaves the old package or the new one. Files that did not change keep their
    time; files that are not ours (`extras/`, for one) are carried over as they are.

    Args:
        files: All of the package, its manifest included.
        folder: The package folder; missing parents are made. A link is followed.
        force: Overwrite files that were edited by hand.
        problems: Told which files were edited by hand.
    """
    folder = folder.resolve()
    recover(folder)
    plan = _plan(files, folder)
    texts = {file.path: file.text for file in files}
    if not force and _report_edits(plan, folder, texts, problems):
        return Written(unchanged=len(files))
    written = Written(
        changed=plan.changed,
        deleted=plan.deleted,
        unchanged=len(files) - len(plan.changed),
        strays=plan.strays,
    )
    if plan.changed or plan.deleted:
        replace_folder(
            folder,
            {path: texts[path].encode("utf-8") for path in plan.changed},
            frozenset(plan.deleted),
        )
    return written


def check_package(files: Sequence[File], folder: Path) -> Written:
    """Compare a folder with what belongs there; write nothing."""
    folder = folder.resolve()
    plan = _plan(files, folder)
    texts = {file.path: file.text for file in files}
    diffs = [_diff(path, folder, texts[path]) for path in plan.changed]
    diffs += [_diff(path, folder, "") for path in plan.deleted]
    diffs += [f"Only in {folder.name}: {path}\n" for path in plan.strays]
    return Written(
        changed=plan.changed,
        deleted=plan.deleted,
        unchanged=len(files) - len(plan.changed),
        diff="".join(diffs),
        strays=plan.strays,
    )


def previous_names(folder: Path) -> Mapping[str, str]:
    """Read which place of the document had which public name in the last run."""
    return read_manifest(folder.resolve()).names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What has to be done."""

    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    """Ours by the manifest, there, and no longer wanted."""
    recorded: Mapping[str, str]
    """Path to the hash that the manifest knows."""
    strays: tuple[str, ...]
    """There, and neither ours nor where a person's own files may be."""


def _plan(files: Sequence[File], folder: Path) -> _Plan:
    recorded = read_manifest(folder).files
    wanted = {file.path for file in files}
    changed = [
        file.path
        for file in files
        if _hash_of(folder, file.path) != content_hash(file.text)
    ]
    deleted = [
        path
        for path in recorded
        if path not in wanted
        and _is_inside(path)
        and _hash_of(folder, path) is not None
    ]
    return _Plan(
        changed=tuple(sorted(changed)),
        deleted=tuple(sorted(deleted)),
        recorded=recorded,
        strays=tuple(_strays(folder, wanted | recorded.keys())),
    )


def _strays(folder: Path, ours: Set[str]) -> Iterator[str]:
    """Find what somebody put into a package: whole folders where nothing in them is ours.

    What is hidden is left alone, and so are caches: Python imports neither.
    """
    folders = {path.rpartition("/")[0] for path in ours}
    parents = {
        "/".join(each.split("/")[:count])
        for each in folders
        for count in range(1, each.count("/") + 2)
    }
    waiting = [folder] if folder.is_dir() else []
    while waiting:
        for entry in sorted(waiting.pop().iterdir()):
            path = entry.relative_to(folder).as_posix()
            if entry.name.startswith(".") or entry.name == "__pycache__":
                continue
            if path == "extras" or path in ours:
                continue
            if path in parents and entry.is_dir() and not entry.is_symlink():
                waiting.append(entry)
            else:
                yield path


def _report_edits(
    plan: _Plan, folder: Path, texts: Mapping[str, str], problems: Problems
) -> bool:
    """Report each file that would be lost; return whether there was one."""
    edited = list(_edited(plan, folder))
    for path, is_ours in edited:
        shown = f"{folder.name}/{path}"
        if is_ours:
            rule, message = "hand-edited-file", f"`{shown}` was edited by hand"
            expected = "expected it as it was generated"
        else:
            rule, message = "foreign-file", f"`{shown}` was not written by specweld"
            expected = "expected no file in the place of a generated one"
        problems.report(
            rule,
            Severity.ERROR,
            f"{message}; {expected}",
            _first_difference(folder / path, texts.get(path, "")),
            help="move the edit out of the generated files, or overwrite it with `--force`",
        )
    return bool(edited)


def _first_difference(path: Path, text: str) -> TextPlace:
    """Point at the first line that is not what would be written there."""
    try:
        there = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return TextPlace(path=_shown(path))
    lines, wanted = there.split("\n"), text.split("\n")
    longest = min(len(lines), len(wanted))
    same = (index for index in range(longest) if lines[index] != wanted[index])
    line = next(same, min(longest, len(lines) - 1)) + 1
    return TextPlace(path=_shown(path), text=there, line=line, column=1)


def _edited(plan: _Plan, folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield the files whose content nobody else has, and whether the manifest knows them."""
    for path in (*plan.changed, *plan.deleted):
        there = _hash_of(folder, path)
        if path == MANIFEST or there is None or there == plan.recorded.get(path):
            continue
        yield path, path in plan.recorded


def _hash_of(folder: Path, path: str) -> str | None:
    """Hash what is at a path; None when there is nothing that could be lost."""
    try:
        return bytes_hash((folder / path).read_bytes())
    except FileNotFoundError:
        return None
    except OSError:
        return ""  # something is there that is not a readable file


def _is_inside(path: str) -> bool:
    """Distrust the manifest: it lies where anyone can edit it."""
    try:
        check_path(path)
    except GuardError:
        return False
    return path.split("/")[0] != "extras"


def _shown(path: Path) -> str:
    """Name a file as a person would: relative to the working directory where it is below it."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _diff(path: str, folder: Path, text: str) -> str:
    if path in (SNAPSHOT, MANIFEST):
        return f"The file {path} differs\n"  # its lines say nothing to a person
    try:
        old = (folder / path).read_text(encoding="utf-8", errors="replace")
        before = f"a/{path}"
    except OSError:
        old, before = "", "/dev/null"
    after = f"b/{path}" if text or path == "py.typed" else "/dev/null"
    lines = difflib.unified_diff(
        old.splitlines(keepends=True),
        text.splitlines(keepends=True),
        before,
        after,
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
