"""Looking around a folder for what clients can be generated from."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from specweld.source import EXTENSION

_DEPTH = 4
"""Folders deeper than this are somebody's dependencies more often than their specs."""
_MOST_ENTRIES = 20_000
_HEAD = 1 << 16
"""Bytes of a file that are looked at."""
_SKIPPED = frozenset(
    {
        *("node_modules", "venv", "env", "site-packages", "__pycache__", "vendor"),
        *("build", "dist", "target", "generated", "tests", "test", "testdata"),
        *("fixtures", "third_party", "overlays"),
    }
)
_DOCUMENT = re.compile(r"^\s*[{]?\s*[\"']?openapi[\"']?\s*:\s*[\"']?3\.", re.MULTILINE)
_PAGE_SUFFIXES = frozenset({".md", ".mdx"})
_NOT_PAGES = frozenset({"readme", "changelog", "changes", "contributing"})
_ENDPOINT = re.compile(rf"^{re.escape(EXTENSION)}\s*:", re.MULTILINE)
_TITLE = (
    re.compile(
        r"^info:\s*(?:#.*)?\n(?:[ \t]+.*\n)*?[ \t]+title:[ \t]*(.+)$", re.MULTILINE
    ),
    re.compile(r"^info:\s*\{[^}\n]*?\btitle:\s*([^,}\n]+)", re.MULTILINE),
    re.compile(
        r"\"info\"\s*:\s*\{[^{}]*?\"title\"\s*:\s*\"((?:[^\"\\]|\\.)*)\"", re.DOTALL
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that a client can be generated from."""

    path: str
    """Relative to the folder that was searched; `.` for that folder itself."""
    title: str
    """Of the API; empty where no text says."""
    places: tuple[str, ...]
    """What its file and the folders above it are called, the nearest first."""


def find_specs(folder: Path) -> tuple[Found, ...]:
    """Find OpenAPI documents, folders of endpoint specs, and folders of docs pages.

    A document stands for itself, endpoint specs stand for the folder that they lie in, and pages, where there
    are no such specs, for the folder that holds all of them.
    """
    documents: dict[str, str] = {}
    endpoints: dict[str, str] = {}
    pages: list[str] = []
    for file in _files(folder):
        text = _head(file)
        path = file.relative_to(folder).as_posix()
        if file.suffix.lower() in _PAGE_SUFFIXES:
            if _DOCUMENT.search(text) and file.stem.lower() not in _NOT_PAGES:
                pages.append(path)
        elif _ENDPOINT.search(text):
            endpoints.setdefault(_parent(path), "")
        elif _DOCUMENT.search(text):
            documents[path] = _title(text)
    tops = [each for each in endpoints if not _is_below(each, endpoints)]
    known = [*tops, *documents]
    # Beside endpoint specs, pages are what those were made of.
    unread = [] if tops else _page_folders(pages)
    beside = [each for each in unread if not _holds(each, known)]
    return tuple(
        _found(folder, each, documents.get(each, ""))
        for each in (*sorted(tops), *documents, *beside)
    )


def _page_folders(pages: list[str]) -> list[str]:
    """Find the folder above all pages of each top-level folder; a page beside them is left out."""
    groups: dict[str, list[str]] = {}
    for each in pages:
        first, separator, _ = each.partition("/")
        if separator:
            groups.setdefault(first, []).append(_parent(each))
    return sorted(posixpath.commonpath(each) for each in groups.values())


def _holds(folder: str, paths: list[str]) -> bool:
    return any(each == folder or each.startswith(f"{folder}/") for each in paths)


def describe(path: Path, folder: Path) -> Found:
    """Look at one file or folder that a person names."""
    shown = Path(os.path.relpath(path, folder)).as_posix()
    title = _title(_head(path)) if path.is_file() else ""
    inside = find_specs(path) if path.is_dir() else ()
    titles = {each.title for each in inside if each.title}
    only = titles.pop() if len(titles) == 1 else ""
    return _found(folder, shown, title or only)


def code_folders(folder: Path) -> tuple[str, ...]:
    """Find where the caller's own Python code lies: `src`, else the packages."""
    if (folder / "src").is_dir():
        return ("src",)
    return tuple(
        each.name
        for each in sorted(folder.iterdir())
        if each.name not in _SKIPPED and (each / "__init__.py").is_file()
    )


def _found(folder: Path, path: str, title: str) -> Found:
    parts = PurePosixPath(path).parts
    above = folder.resolve().parts
    names = (PurePosixPath(parts[-1]).stem if parts else "", *reversed(parts[:-1]))
    return Found(
        path=path,
        title=title,
        places=tuple(each for each in (*names, above[-1]) if each),
    )


def _files(folder: Path) -> Iterator[Path]:
    seen = 0
    for current, folders, files in os.walk(folder):
        depth = len(Path(current).relative_to(folder).parts)
        if ".specweld.json" in files:
            folders.clear()  # a package that we generated
            continue
        folders[:] = sorted(
            each
            for each in folders
            if depth < _DEPTH and not each.startswith(".") and each not in _SKIPPED
        )
        for name in sorted(files):
            seen += 1
            if seen > _MOST_ENTRIES:
                return
            path = Path(current, name)
            known = {".yaml", ".yml", ".json", *_PAGE_SUFFIXES}
            if path.suffix.lower() in known and not name.startswith("."):
                yield path


def _head(path: Path) -> str:
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as stream:
            return stream.read(_HEAD).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _title(text: str) -> str:
    for each in _TITLE:
        found = each.search(text)
        if found:
            return found[1].split(" #")[0].strip().strip("\"'")
    return ""


def _parent(path: str) -> str:
    return PurePosixPath(path).parent.as_posix()


def _is_below(path: str, others: Container[str]) -> bool:
    return any(str(each) in others for each in PurePosixPath(path).parents)
