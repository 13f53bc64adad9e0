"""Remember what the last clean run read and wrote, so that a run with nothing to do is instant.

Only sizes and modification times are kept, as `make` and `git` do: a file that changed without
changing either is not noticed, and a file that was merely touched costs a full run that writes
nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from specweld.acceptance import AcceptedCount
from specweld.api.api import Coverage

TOOL = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """What is remembered of a run that left nothing out."""

    inputs: str
    """State of everything that was read, taken before it was read."""
    output: str
    """State of the package folder after it was written."""
    coverage: Coverage
    accepted: tuple[AcceptedCount, ...]
    beside: tuple[str, ...]
    """Files that the documents refer to."""
    beside_state: str
    remarks: int
    """How many notices and warnings the run had; they are not repeated."""


def read_stamp(path: Path) -> Clean | None:
    """Return what is remembered; None if nothing is, or nothing readable."""
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        saved = json.loads(path.read_text(encoding="utf-8"))
        return Clean(
            inputs=saved["inputs"],
            output=saved["output"],
            coverage=Coverage(**saved["coverage"]),
            accepted=tuple(_accepted(each) for each in saved["accepted"]),
            beside=tuple(saved["beside"]),
            beside_state=saved["beside_state"],
            remarks=saved["remarks"],
        )
    return None


def _accepted(saved: dict[str, Any]) -> AcceptedCount:
    expires = saved["expires"]
    return AcceptedCount(
        rule=saved["rule"],
        count=saved["count"],
        reason=saved["reason"],
        expires=date.fromisoformat(expires) if expires else None,
    )


def write_stamp(path: Path, clean: Clean) -> None:
    """Keep the state of a clean run; a cache that cannot be written is not a fault."""
    with contextlib.suppress(OSError):
        open_cache(path.parent)
        scratch = path.with_suffix(f".{os.getpid()}")
        scratch.write_text(
            json.dumps(asdict(clean), default=date.isoformat), encoding="utf-8"
        )
        scratch.replace(path)


def open_cache(folder: Path) -> None:
    """Make the folder of what is remembered, hidden from git; that it cannot be made is not a fault."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def forget_stamp(path: Path) -> None:
    """Drop what is remembered: the next run does everything."""
    with contextlib.suppress(OSError):
        path.unlink()


def state_of(
    settings: str, paths: Iterable[Path], *, without: Path | None = None
) -> str:
    """Digest some settings, the tool itself and every file at or below the paths.

    Args:
        settings: What else decides.
        paths: Files and folders.
        without: One file among them that does not count: the run writes it itself.
    """
    left_out = None if without is None else os.fspath(without)
    digest = hashlib.sha256(settings.encode("utf-8", "surrogatepass"))
    for path in (TOOL, *paths):
        for entry in sorted(entries(path)):
            if entry[0] == left_out:
                continue
            digest.update(repr(entry).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def entries(path: Path) -> Iterator[tuple[str, int, int]]:
    """Yield (name, size, modification time in ns) of a file or of all files below a folder."""
    pending = [os.fspath(path)]
    while pending:
        current = pending.pop()
        try:
            found = list(os.scandir(current))
        except NotADirectoryError:
            status = Path(current).stat()
            yield current, status.st_size, status.st_mtime_ns
            continue
        except OSError:
            yield current, -1, -1
            continue
        for entry in found:
            if entry.name == "__pycache__":
                continue
            if entry.is_dir(follow_symlinks=False):
                pending.append(entry.path)
            else:
                yield _entry(entry)


def _entry(entry: os.DirEntry[str]) -> tuple[str, int, int]:
    """Describe a file by what a link leads to, if anywhere."""
    try:
        status = entry.stat()
    except OSError:
        return entry.path, -1, -1
    return entry.path, status.st_size, status.st_mtime_ns
