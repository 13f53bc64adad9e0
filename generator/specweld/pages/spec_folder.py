"""Writes endpoint specs to a folder: one YAML file an endpoint, only what changed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.pages.atomic import write_atomically
from specweld.pages.block import COMMENT
from specweld.pages.stems import assign_stems
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from specweld.diagnostics import Problems
    from specweld.pages.endpoint import EndpointSpec

_SUFFIX = ".yaml"
_NAMED_AT_MOST = 5
"""So many endpoints that are gone are named in the message; the result has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChanges:
    """What became of a folder's files; names are relative to the folder, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """No page among the inputs documents them; still there unless `deleted` has them too."""
    deleted: tuple[str, ...] = ()


def write_specs(
    specs: Iterable[EndpointSpec],
    into: Path,
    problems: Problems,
    *,
    prune: bool = False,
    keep_going: bool = False,
) -> FolderChanges:
    """Write endpoint specs into a folder; twice changes nothing.

    Nothing is written once an error was reported.

    Args:
        specs: All that the folder is to hold.
        into: Created when missing.
        problems: Where broken and conflicting pages go, and specs whose pages are gone.
        prune: Delete specs of ours that no page documents any more.
        keep_going: Write the sound pages although others are broken; nothing is pruned then.
    """
    by_stem = assign_stems(specs, problems)
    texts = {stem + _SUFFIX: spec.text() for stem, spec in by_stem.items()}
    has_errors = problems.has(Severity.ERROR)
    if has_errors and not keep_going:
        return FolderChanges()
    try:
        new, changed = _write_changed(into, texts)
        gone = () if has_errors else _find_gone(into, texts)
        deleted = _delete(into, gone) if prune else ()
    except OSError as error:
        _report_os_error(error, into, problems)
        return FolderChanges()
    if gone and not prune:
        _report_gone(into, gone, problems)
    return FolderChanges(
        new=new,
        changed=changed,
        unchanged=tuple(sorted(texts.keys() - {*new, *changed})),
        gone=gone,
        deleted=deleted,
    )


def _write_changed(
    into: Path, texts: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write what is not there in the same words; return the names of new and of changed files."""
    into.mkdir(parents=True, exist_ok=True)
    new: list[str] = []
    changed: list[str] = []
    for name, text in sorted(texts.items()):
        known = _read(into / name)
        if known != text:
            (changed if (into / name).exists() else new).append(name)
            write_atomically(into / name, text)
    return tuple(new), tuple(changed)


def _read(path: Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def _find_gone(into: Path, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Find the specs of ours that were not among the inputs; other people's files are left alone."""
    return tuple(
        path.name
        for path in sorted(into.glob(f"*{_SUFFIX}"))
        if path.name not in texts and COMMENT in (_read(path) or "")
    )


def _delete(into: Path, names: Iterable[str]) -> tuple[str, ...]:
    for name in names:
        (into / name).unlink()
    return tuple(names)


def _report_gone(into: Path, names: tuple[str, ...], problems: Problems) -> None:
    stems = [f"`{name.removesuffix(_SUFFIX)}`" for name in names[:_NAMED_AT_MOST]]
    more = len(names) - len(stems)
    named = ", ".join(stems) + (f" and {more} more" if more else "")
    problems.report(
        "page-vanished",
        Severity.WARNING,
        f"no page documents {named}; expected a page for each spec in the folder",
        TextPlace(path=str(into)),
        help="`--prune` deletes them; a page may also be missing from the inputs only",
    )


def _report_os_error(error: OSError, into: Path, problems: Problems) -> None:
    problems.report(
        "cannot-write",
        Severity.ERROR,
        f"the specs cannot be written: {error.strerror}; expected a folder that can be written to",
        TextPlace(
            path=error.filename if isinstance(error.filename, str) else str(into)
        ),
    )
