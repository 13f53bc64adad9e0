"""The lock file: what was fetched from where, so that a rerun fetches only what changed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.pages.atomic import write_atomically
from specweld.pages.web.url import without_secrets
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from specweld.diagnostics import Problems
    from specweld.json_types import Json

_FORMAT = 1
_KEYS = ("sha256", "etag", "last-modified", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class LockEntry:
    """One URL as it was fetched."""

    sha256: str
    """Of the text in UTF-8."""
    etag: str = ""
    last_modified: str = ""
    date: str = ""
    """`Date` of the response that brought this content first; never our own clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCache:
    """Fetched texts by content, outside the project: a lost one is fetched again."""

    folder: Path

    def read(self, sha256: str) -> str | None:
        """Return the text with a hash, if it is there and whole."""
        try:
            content = self._file(sha256).read_bytes()
        except OSError:
            return None
        return content.decode() if _hash(content) == sha256 else None

    def write(self, text: str) -> None:
        """Keep a text; a folder that cannot be written to only costs time in the next run."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            file = self._file(hash_text(text))
            if not file.exists():
                write_atomically(file, text)
        except OSError:
            return

    def _file(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What earlier runs have fetched, and their texts."""

    entries: Mapping[str, LockEntry] = field(default_factory=dict[str, LockEntry])
    cache: PageCache | None = None
    """Without one every page is fetched anew: there is nothing to fall back to."""

    def known(self, url: str) -> tuple[LockEntry, str] | None:
        """Return a URL's entry with its text, if both are at hand."""
        entry = self.entries.get(without_secrets(url))
        if entry is None or self.cache is None:
            return None
        text = self.cache.read(entry.sha256)
        return None if text is None else (entry, text)


def hash_text(text: str) -> str:
    """Hash a text as the lock file records it."""
    return _hash(text.encode())


def read_lock(path: Path, problems: Problems) -> dict[str, LockEntry]:
    """Read a lock file; a missing one is empty, a broken one is reported and empty."""
    try:
        data: Json = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError):
        data = None
    pages = data.get("pages") if isinstance(data, dict) else None
    if not isinstance(pages, dict) or not _is_known_format(data):
        problems.report(
            "lock-unreadable",
            Severity.WARNING,
            f"the lock file cannot be read; expected JSON of format {_FORMAT} with `pages`",
            TextPlace(path=str(path)),
            help="everything is fetched again, and the file is written anew",
        )
        return {}
    entries = {url: _entry(value) for url, value in pages.items()}
    return {url: entry for url, entry in entries.items() if entry is not None}


def write_lock(path: Path, entries: Mapping[str, LockEntry]) -> None:
    """Write a lock file, sorted by URL; an equal one is left alone.

    Raises:
        OSError: the file cannot be written.
    """
    pages = {url: _fields(entries[url]) for url in sorted(entries)}
    text = json.dumps({"format": _FORMAT, "pages": pages}, indent=2) + "\n"
    if not path.exists() or path.read_bytes() != text.encode():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text)


def _is_known_format(data: Json) -> bool:
    return isinstance(data, dict) and data.get("format") == _FORMAT


def _entry(value: Json) -> LockEntry | None:
    if not isinstance(value, dict):
        return None
    fields = [value.get(key, "") for key in _KEYS]
    texts = [each for each in fields if isinstance(each, str)]
    if len(texts) != len(_KEYS) or not _is_hash(texts[0]):
        return None
    sha256, etag, last_modified, date = texts
    return LockEntry(sha256=sha256, etag=etag, last_modified=last_modified, date=date)


def _is_hash(text: str) -> bool:
    """Accept nothing but a hash: it becomes a file name in the cache."""
    return len(text) == 64 and all(each in "0123456789abcdef" for each in text)


def _fields(entry: LockEntry) -> dict[str, str]:
    values = (entry.sha256, entry.etag, entry.last_modified, entry.date)
    return {key: value for key, value in zip(_KEYS, values, strict=True) if value}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
