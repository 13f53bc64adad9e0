"""Files and URLs that documents refer to: found from where they are named, read once, and only if allowed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from specweld.diagnostics import Problems, Severity
from specweld.pages.web.url import is_url, join_url
from specweld.source import TextPlace
from specweld.spec.load import load_file, load_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from specweld.diagnostics import Diagnostic
    from specweld.source import Source

MAXIMUM_FILES = 5000
"""More than any API is split into."""


class NeighbourError(Exception):
    """Says why a file or URL is not read; without a message when its text was found at fault."""

    def __init__(self, rule: str = "", message: str = "", help: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.help = help


@dataclass(slots=True, kw_only=True)
class Neighbours:
    """Reads what lies beside the documents of a run."""

    folders: Sequence[Path]
    """Given folders, and those of given files: what is below them may be read."""
    is_open: bool
    """Whether other folders and URLs may be read as well."""
    fetch: Callable[[str, Problems], str | None]
    problems: Problems
    """Takes what is wrong with the texts."""
    _read: dict[str, Source | NeighbourError] = field(
        default_factory=dict["str", "Source | NeighbourError"]
    )
    _used: set[str] = field(default_factory=set[str])

    def add(self, source: Source) -> None:
        """Make a document known that is read already."""
        self._read[self.key(source.path)] = source

    def read(self, name: str, *, beside: str) -> Source:
        """Read what a document calls by a name.

        Args:
            name: As it stands in a `$ref`, without a fragment.
            beside: Path or URL of the document.

        Raises:
            NeighbourError: it is not there, is not what it should be, or is not allowed.
        """
        path = _joined(beside, name)
        key = self.key(path)
        if key not in self._read:
            self._read[key] = self._reading(path)
        self._used.add(key)
        found = self._read[key]
        if isinstance(found, NeighbourError):
            raise found
        return found

    @property
    def paths(self) -> frozenset[str]:
        """Where everything lies that some document refers to, as `key` has it."""
        return frozenset(self._used)

    def without_fragments(self, diagnostic: Diagnostic) -> Diagnostic | None:
        """Drop that a file is not a document, if a document refers to it."""
        match diagnostic.place:
            case TextPlace(path=path) if diagnostic.rule == "no-openapi-document":
                return None if self.key(path) in self._used else diagnostic
            case _:
                return diagnostic

    @staticmethod
    def key(path: str) -> str:
        """Name a file the same from wherever it is referred to."""
        return path if is_url(path) else os.path.realpath(path)

    def _reading(self, path: str) -> Source | NeighbourError:
        if not self.is_open and not self._is_given(path):
            return NeighbourError(
                "external-ref",
                (
                    "is a URL; expected a file of the given folder"
                    if is_url(path)
                    else "lies outside of the given folder; expected a file below it"
                ),
                "allow it by `--external-refs`, or `external-refs = true` in specweld.toml",
            )
        if len(self._read) >= MAXIMUM_FILES:
            message = f"is one file too many; expected at most {MAXIMUM_FILES}"
            return NeighbourError("external-ref", message)
        if not is_url(path) and not Path(path).exists():
            return NeighbourError("dangling-ref", "does not exist; expected a file")
        found = Problems()
        source = self._loaded(path, found)
        # What refers to it is untyped then, and the rest goes on.
        self.problems.forward(found, _untyped)
        return NeighbourError() if source is None else source

    def _loaded(self, path: str, found: Problems) -> Source | None:
        if not is_url(path):
            return load_file(Path(path), found)
        text = self.fetch(path, found)
        return None if text is None else load_mapping(path, text, found)

    def _is_given(self, path: str) -> bool:
        if is_url(path):
            return False
        real = Path(os.path.realpath(path))
        return any(real.is_relative_to(each.resolve()) for each in self.folders)


def _untyped(diagnostic: Diagnostic) -> Diagnostic:
    severity = min(diagnostic.severity, Severity.UNSUPPORTED)
    return replace(diagnostic, severity=severity)


def _joined(beside: str, name: str) -> str:
    """Resolve a name against the document that it stands in (RFC 3986, section 5)."""
    name = name.partition("#")[0]
    if is_url(beside) or is_url(name):
        return join_url(beside, name) if is_url(beside) else name
    return os.path.normpath(Path(beside).parent / unquote(name)).replace(os.sep, "/")
