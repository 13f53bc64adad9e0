"""Keep the names of a client that is generated: bring its lock up to date."""

from __future__ import annotations

import contextlib
import difflib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.names import public_names
from specweld.diagnostics import Problems
from specweld.names.lock import format_lock, read_lock
from specweld.pages.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from specweld.api.api import Api
    from specweld.config import ClientConfig
    from specweld.names.lock import NamesLock


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptNames:
    """What became of a lock, or would have."""

    changed: tuple[str, ...] = ()
    """The lock, if it is written; relative to the package folder."""
    diff: str = ""
    """Unified diff; only when checking."""


def keep_names(api: Api, client: ClientConfig, *, check: bool) -> KeptNames:
    """Write the names of a client into its lock, or only compare."""
    if client.lock is None:
        return KeptNames()
    # What is wrong with the lock was reported when the names were decided.
    lock = read_lock(client.lock, Problems()).renewed(public_names(api))
    old, new = _text(client.lock), format_lock(lock)
    if old == new:
        return KeptNames()
    shown = os.path.relpath(client.lock, client.output).replace(os.sep, "/")
    if not check:
        write_atomically(client.lock, new)
        return KeptNames(changed=(shown,))
    name = client.lock.as_posix()
    lines = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), name, name
    )
    return KeptNames(changed=(shown,), diff="".join(lines))


@contextlib.contextmanager
def restored_on_failure(
    path: Path | None, lock: NamesLock
) -> Generator[None, None, None]:
    """Write a lock whose pins were changed; take it back when what follows fails."""
    if path is None:
        yield
        return
    before = _text(path)
    write_atomically(path, format_lock(lock))
    try:
        yield
    except BaseException:
        if before:
            write_atomically(path, before)
        else:
            path.unlink(missing_ok=True)
        raise


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
