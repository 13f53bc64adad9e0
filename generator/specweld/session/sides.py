"""Read one side of a comparison, whatever names it: files, URLs, a git revision, a client package."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.config import ClientConfig, MergePolicy
from specweld.diagnostics import Diagnostic, InputError, Problems, Severity
from specweld.session.revision import (
    RevisionError,
    extract,
    parse_revision_path,
)
from specweld.source import EXTENSION, NodePlace, TextPlace

if TYPE_CHECKING:
    from specweld.config import Config
    from specweld.diff.side import Side
    from specweld.session.revision import RevisionPath
    from specweld.source import Place, Source
    from specweld.spec.document import Document

_MANIFEST = ".specweld.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSide:
    """One side, and what only the command needs to know of it."""

    side: Side
    is_whole: bool
    """All of it are whole documents, no pages: what is missing is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideRequest:
    """What was asked for."""

    name: str
    """`old` or `new`, for messages."""
    inputs: tuple[str, ...]
    """As the person typed them; several when a client has several specs."""
    client: ClientConfig
    """Settings that both sides are read with."""
    config: Config | None
    """Tells which specs a generated package comes from."""
    keep_going: bool = False
    """Leave out what cannot be parsed instead of giving up."""

    @property
    def label(self) -> str:
        """Name the side as the person did."""
        return ", ".join(self.inputs)


def load_side(
    request: SideRequest,
    problems: Problems,
    *,
    previous: Mapping[str, str] | None = None,
) -> LoadedSide:
    """Read, merge and lower one side. What is wrong but readable is a warning here.

    Args:
        previous: Public names that a new side keeps, as a regeneration would.

    Raises:
        InputError: the side cannot be read; `problems` says which one, and where.
    """
    from specweld.diff.side import Side
    from specweld.pipeline import build_api

    found = Problems()
    sources = _read(request, found)
    if not sources or (found.has(Severity.ERROR) and not request.keep_going):
        _pass_on(found, problems, request, most=Severity.ERROR)
        raise InputError
    document = _merge(sources, request, found)
    api = build_api(document, request.client, found, previous=previous)
    is_valid = not found.has(Severity.ERROR)
    _pass_on(found, problems, request, most=Severity.WARNING)
    side = Side(label=request.label, document=document, api=api, is_valid=is_valid)
    return LoadedSide(
        side=side, is_whole=all(EXTENSION not in each.data for each in sources)
    )


def _read(request: SideRequest, problems: Problems) -> tuple[Source, ...]:
    sources: list[Source] = []
    for each in request.inputs:
        sources += _read_input(each, request, problems)
    return tuple(sources)


def _read_input(
    text: str, request: SideRequest, problems: Problems
) -> Sequence[Source]:
    from specweld.pipeline import read_sources

    path = Path(text)
    if text.startswith(("http://", "https://")):
        return read_sources([text], problems)
    if (path / _MANIFEST).is_file():
        specs = _specs_of_package(path, request, problems)
        return read_sources([str(each) for each in specs], problems) if specs else ()
    if path.exists():
        return read_sources([text], problems)
    place = parse_revision_path(text)
    if place is not None:
        return _read_revision(place, request, problems)
    problems.report(
        "side-not-found",
        Severity.ERROR,
        f"`{text}` does not exist; expected a file, a folder, a URL or `REVISION:PATH`",
    )
    return ()


def _specs_of_package(
    package: Path, request: SideRequest, problems: Problems
) -> tuple[Path, ...]:
    """Find the specs of a generated package: its manifest has no copy of them, the config knows them."""
    clients = request.config.clients if request.config else ()
    for client in clients:
        if client.output.resolve() == package.resolve():
            return client.specs
    problems.report(
        "package-without-specs",
        Severity.ERROR,
        f"`{package.as_posix()}` is a generated client that no table of specweld.toml writes; "
        "expected one whose `output` it is",
        help="compare the specs that it was generated from",
    )
    return ()


def _read_revision(
    place: RevisionPath, request: SideRequest, problems: Problems
) -> Sequence[Source]:
    """Read what git keeps, under the names that git has for it."""
    from specweld.pipeline import read_sources

    with tempfile.TemporaryDirectory(prefix="specweld-") as scratch:
        folder = Path(scratch).resolve()
        try:
            target = extract(place, folder)
        except RevisionError as error:
            problems.report(
                "revision-unreadable",
                Severity.ERROR,
                f"`{place.name}` cannot be read from git ({error}); expected a file or folder "
                "of a revision",
            )
            return ()
        if (target / _MANIFEST).is_file():
            specs = _specs_of_package(Path(place.path), request, problems)
            inner = [replace(place, path=f"./{each.as_posix()}") for each in specs]
            return [
                source
                for each in inner
                for source in _read_revision(each, request, problems)
            ]
        found = Problems()
        sources = read_sources([str(target)], found)
        naming = _Naming(folder=str(target), name=place.name, renamed={})
        result = [naming.source(each) for each in sources]
        problems.diagnostics += [naming.diagnostic(each) for each in found.diagnostics]
        return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Naming:
    """Gives files that were taken out of a revision the names that a person knows."""

    folder: str
    name: str
    renamed: dict[int, Source]

    def text(self, text: str) -> str:
        return text.replace(self.folder, self.name)

    def source(self, source: Source) -> Source:
        if id(source) not in self.renamed:
            renamed = replace(source, path=self.text(self._absolute(source.path)))
            self.renamed[id(source)] = renamed
        return self.renamed[id(source)]

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        related = tuple(
            replace(each, message=self.text(each.message), place=self.place(each.place))
            for each in diagnostic.related
        )
        return replace(
            diagnostic,
            message=self.text(diagnostic.message),
            place=self.place(diagnostic.place) if diagnostic.place else None,
            related=related,
        )

    def place(self, place: Place) -> Place:
        match place:
            case TextPlace():
                return replace(place, path=self.text(self._absolute(place.path)))
            case NodePlace():
                return replace(place, source=self.source(place.source))

    def _absolute(self, path: str) -> str:
        """Undo that paths are shown relative to the working directory."""
        return str(Path(path).resolve()) if path.startswith("..") else path


def _merge(
    sources: Sequence[Source], request: SideRequest, problems: Problems
) -> Document:
    """Merge; where parts contradict one another, take the newest, and say that they do."""
    from specweld.pipeline import build_document

    before = len(problems.diagnostics)
    try:
        return build_document(sources, request.client, problems)
    except InputError:
        conflicts = problems.diagnostics[before:]
        del problems.diagnostics[before:]
        lenient = replace(request.client, conflicts=MergePolicy.NEWEST)
        document = build_document(sources, lenient, problems)
        problems.diagnostics += conflicts
        return document


def _pass_on(
    found: Problems, problems: Problems, request: SideRequest, *, most: Severity
) -> None:
    """Report what is wrong with a side, which side it is, and not more severely than `most`."""
    problems.diagnostics += [
        replace(
            each,
            severity=min(each.severity, most),
            message=f"the {request.name} side: {each.message}",
        )
        for each in found.diagnostics
        if each.severity is Severity.ERROR
    ]
