"""Fetches the texts behind URLs with a lock file, so that a rerun fetches only what changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Severity
from specweld.pages.web.lock import Lock, LockEntry, PageCache, read_lock, write_lock
from specweld.source import TextPlace

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.pages.web.fetch import FetchLimits
    from specweld.pages.web.outcome import Fetched
    from specweld.pages.web.site import Progress

ReadUrl: TypeAlias = "Callable[[str, Problems], tuple[Fetched, ...]]"
"""Fetches the texts behind one URL; faults go to the problems."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebReader:
    """Fetches what URLs stand for. A `ReadUrl`; loads the HTTP library on its first call only."""

    lock_file: Path | None = None
    """None: nothing is remembered."""
    cache_folder: Path | None = None
    """Where the texts of the lock file are kept; None: `default_cache_folder()`."""
    limits: FetchLimits | None = None
    allowed_hosts: frozenset[str] = field(default_factory=frozenset[str])
    """Hosts that redirects and index links may lead to, beside the one that was given."""
    progress: Progress | None = None

    def __call__(self, url: str, problems: Problems) -> tuple[Fetched, ...]:
        """Fetch the texts behind a URL and bring the lock file up to date."""
        from specweld.pages.web.fetch import Fetcher, FetchLimits
        from specweld.pages.web.site import read_site

        entries = read_lock(self.lock_file, problems) if self.lock_file else {}
        cache = PageCache(folder=self.cache_folder or default_cache_folder())
        with Fetcher(
            self.limits or FetchLimits(),
            lock=Lock(entries=entries, cache=cache if self.lock_file else None),
            allowed_hosts=self.allowed_hosts,
        ) as fetcher:
            try:
                return read_site(url, fetcher, problems, progress=self.progress)
            finally:
                # Also when somebody stops it: the next run goes on from there.
                if self.lock_file is not None:
                    new = {**entries, **fetcher.entries()}
                    _write(self.lock_file, new, problems)


def default_cache_folder() -> Path:
    """Return the user's cache folder (XDG Base Directory Specification)."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    root = Path(base) if base.startswith("/") else Path.home() / ".cache"
    return root / "specweld" / "pages"


def _write(
    lock_file: Path, entries: Mapping[str, LockEntry], problems: Problems
) -> None:
    try:
        write_lock(lock_file, entries)
    except OSError as error:
        problems.report(
            "cannot-write",
            Severity.ERROR,
            f"the lock file cannot be written: {error.strerror}; expected a writable folder",
            TextPlace(path=str(lock_file)),
        )
