"""Finds out what inputs are: files, folders and URLs with pages or whole OpenAPI documents."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import Diagnostic, Problems, Severity
from specweld.pages.foreign import foreign_format
from specweld.pages.read import read_pages
from specweld.pages.web.reader import WebReader
from specweld.pages.web.url import is_url, without_secrets
from specweld.regular import check_regular
from specweld.source import TextPlace

if TYPE_CHECKING:
    from specweld.pages.foreign import Foreign
    from specweld.pages.page import Page
    from specweld.pages.web.reader import ReadUrl

_PAGE_SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".txt"})
_YAML_SUFFIXES = frozenset({".yaml", ".yml"})
_JSON = ".json"
_PACKAGE_MARK = ".specweld.json"
"""The manifest of a generated package: its pages are about Python, not about HTTP."""
_LARGEST = 64 * 1024 * 1024
_DOCUMENT_KEY = re.compile(
    r"^[\"']?(?:openapi|swagger|asyncapi)[\"']?[ \t]*:|\"(?:openapi|swagger|asyncapi)\"\s*:",
    re.MULTILINE,
)
_JSON_START = re.compile(r"\s*\{\s*\"")
_DOCUMENT_START = re.compile(
    r"\s*(?:(?:#[^\n]*|---[ \t]*)\n\s*)*[\"']?(?:openapi|swagger|asyncapi)[\"']?[ \t]*:[ \t]*[\"']?\d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """A whole OpenAPI document, or an endpoint spec, not yet parsed."""

    path: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was found, in the order of the arguments; folders sorted by name."""

    pages: tuple[Page, ...] = ()
    documents: tuple[DocumentText, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """One file or response."""

    path: str
    """As a person would type it."""
    name: str
    """For specs: the same wherever the folder lies."""
    text: str = field(repr=False)


def read_inputs(
    inputs: Sequence[str], problems: Problems, *, read_url: ReadUrl | None = None
) -> Inputs:
    """Read everything that a person names on the command line.

    Args:
        inputs: Files, folders and URLs.
        problems: Where inputs go that cannot be read or hold no endpoint.
        read_url: Fetches the texts behind a URL; by default without a lock file.
    """
    if read_url is None:
        read_url = WebReader()
    pages: list[Page] = []
    documents: list[DocumentText] = []
    seen: set[Path] = set()
    empty: list[str] = []
    for each in inputs:
        before = frozenset(seen)
        with problems.scope() as scope:
            texts = tuple(_texts(each, seen, scope, read_url))
            found = _sort_out(texts, scope)
        pages += found.pages
        documents += found.documents
        is_explained = any(map(_explains_nothing, scope.diagnostics))
        is_empty = not found.pages and not found.documents and not is_explained
        is_empty = is_empty and not _is_among(each, before)
        if is_empty and not _is_foreign(texts, problems):
            empty.append(each)
    for each in empty:
        # Among others, a page of prose that was named is like one in a folder.
        is_one_of_many = bool(pages or documents) and Path(each).is_file()
        severity = Severity.NOTICE if is_one_of_many else Severity.ERROR
        _report_nothing(each, severity, problems)
    return Inputs(pages=tuple(pages), documents=tuple(documents))


def _explains_nothing(diagnostic: Diagnostic) -> bool:
    """Return whether a finding says already why an input holds no endpoint."""
    is_left_out = diagnostic.rule in {"asyncapi-page", "webhook-page"}
    return is_left_out or diagnostic.severity >= Severity.UNSUPPORTED


def given_folders(inputs: Sequence[str]) -> tuple[Path, ...]:
    """Return the folders that are given, and those of given files."""
    paths = [Path(each) for each in inputs if not is_url(each)]
    return tuple(each if each.is_dir() else each.parent for each in paths)


def _is_among(each: str, seen: frozenset[Path]) -> bool:
    """Return whether an input was read already, as itself or in a folder."""
    if is_url(each):
        return False
    return any(file.resolve() in seen for file in _files(Path(each), Problems()))


def _texts(
    each: str, seen: set[Path], problems: Problems, read_url: ReadUrl
) -> Iterator[_Text]:
    if is_url(each):
        for fetched in read_url(each, problems):
            yield _Text(path=fetched.name, name=fetched.name, text=fetched.text)
        return
    path = Path(each)
    for file in _files(path, problems):
        if file.resolve() in seen:
            continue
        seen.add(file.resolve())
        text = _read(file, problems)
        if text is not None:
            name = file.name if file == path else file.relative_to(path).as_posix()
            yield _Text(path=_shown(file), name=name, text=text)


def _files(path: Path, problems: Problems) -> Iterator[Path]:
    """List an input's files; hidden ones and unknown kinds in a folder are not meant."""
    if path.is_dir():
        known = _PAGE_SUFFIXES | _YAML_SUFFIXES | {_JSON}
        yield from (file for file in _walk(path) if file.suffix.lower() in known)
    elif path.exists():
        yield path
    else:
        problems.report(
            "input-not-found",
            Severity.ERROR,
            f"`{path}` does not exist; expected a file, a folder or a URL",
            TextPlace(path=str(path)),
        )


def _walk(folder: Path) -> Iterator[Path]:
    """Walk through a folder; what is hidden, or a package that we generated, is not meant."""
    for current, folders, files in os.walk(folder):
        if _PACKAGE_MARK in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(current, name)


def _read(file: Path, problems: Problems) -> str | None:
    place = TextPlace(path=_shown(file))
    try:
        content = _content(file)
    except OSError as error:
        problems.report(
            "input-unreadable",
            Severity.ERROR,
            f"the file cannot be read: {error.strerror}; expected text",
            place,
        )
        return None
    if content is None:
        problems.report(
            "input-too-large",
            Severity.ERROR,
            f"the file has more than {_LARGEST} bytes; expected at most as many",
            place,
        )
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        foreign = foreign_format(content)
        if foreign is not None:
            _report_foreign(foreign, place, problems)
            return None
        line = content.count(b"\n", 0, error.start) + 1
        problems.report(
            "wrong-charset",
            Severity.ERROR,
            f"byte {content[error.start]:#04x} is not UTF-8; expected text in UTF-8",
            TextPlace(path=place.path, line=line),
            help="save the file as UTF-8",
        )
        return None


def _content(file: Path) -> bytes | None:
    """Read a file, or what the shell pipes in; None when it is too large."""
    check_regular(file)
    with file.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    return content if len(content) <= _LARGEST else None


def _sort_out(texts: Iterable[_Text], problems: Problems) -> Inputs:
    """Distinguish pages and documents by suffix first, by content where that is open."""
    pages: list[Page] = []
    documents: list[DocumentText] = []
    for each in texts:
        suffix = Path(each.name).suffix.lower()
        if _is_document(each.text, suffix):
            documents.append(DocumentText(path=each.path, text=each.text))
        elif suffix in _YAML_SUFFIXES:
            problems.report(
                "no-openapi-document",
                Severity.NOTICE,
                "the file is not an OpenAPI document; expected the key `openapi`",
                TextPlace(path=each.path, text=each.text, line=1),
            )
        elif suffix != _JSON:
            pages += read_pages(each.path, each.text, problems, name=each.name)
    return Inputs(pages=tuple(pages), documents=tuple(documents))


def _is_document(text: str, suffix: str) -> bool:
    if suffix in _YAML_SUFFIXES or suffix == _JSON:
        return _DOCUMENT_KEY.search(text) is not None
    # A page holds `openapi:` too, but never starts with it, nor with a mapping of JSON.
    if _JSON_START.match(text):
        return _DOCUMENT_KEY.search(text) is not None and "\n```" not in text
    return _DOCUMENT_START.match(text) is not None


def _is_foreign(texts: Sequence[_Text], problems: Problems) -> bool:
    """Return whether the only text of an input is of a format that is not ours; report it."""
    foreign = foreign_format(texts[0].text.encode()) if len(texts) == 1 else None
    if foreign is None:
        return False
    _report_foreign(foreign, TextPlace(path=texts[0].path), problems)
    return True


def _report_foreign(foreign: Foreign, place: TextPlace, problems: Problems) -> None:
    problems.report(
        "foreign-format",
        Severity.ERROR,
        f"this is {foreign.name}; expected documentation pages or OpenAPI 3",
        place,
        help=foreign.advice,
    )


def _report_nothing(each: str, severity: Severity, problems: Problems) -> None:
    if is_url(each):
        each = without_secrets(each)
    help_text = "give the Markdown pages of the API reference, or an OpenAPI document"
    if Path(each).name == "llms.txt":
        help_text = "an index is followed when its URL is given"
    problems.report(
        "no-endpoints",
        severity,
        f"`{each}` has no endpoint; expected pages that carry a specification",
        TextPlace(path=each),
        help=help_text,
    )


def _shown(path: Path) -> str:
    """Shorten a path below the working directory."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
