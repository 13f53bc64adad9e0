"""Read one side of a comparison, whatever names it: files, URLs, a git revision, a client package."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.config import ClientConfig, MergePolicy
from specweld.diagnostics import Diagnostic, InputError, Problems, Severity
from specweld.render.manifest import MANIFEST, Manifest, read_manifest
from specweld.render.snapshot import SNAPSHOT, SnapshotError, read_snapshot
from specweld.session.naming import naming_of
from specweld.session.revision import (
    RevisionError,
    extract,
    is_missing_path,
    parse_revision_path,
)
from specweld.source import EXTENSION, Source, TextPlace

if TYPE_CHECKING:
    from specweld.config import Config
    from specweld.diff.side import Side
    from specweld.json_types import JsonObject, Pointer
    from specweld.pipeline import Access
    from specweld.session.revision import RevisionPath
    from specweld.spec.document import Document


_LEFT_OUT = Severity.UNSUPPORTED
"""What reading reports of files that it leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSide:
    """One side, and what only the command needs to know of it."""

    side: Side
    is_whole: bool
    """All of it are whole documents, no pages: what is missing is gone."""
    names: Mapping[str, str]
    """The public names that a package was written with, if the side is one..."""
    package: ClientConfig | None
    """... and its settings."""


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
    names: Mapping[str, str] | None = None
    """The public names that the side was written with, where they are known already."""
    may_be_missing: bool = False
    """A path that its revision does not have holds nothing, and is not a mistake."""

    @property
    def label(self) -> str:
        """Name the side as the person did, less what a report must not give away."""
        from specweld.pages.web.url import is_url, without_secrets

        return ", ".join(
            without_secrets(each) if is_url(each) else each for each in self.inputs
        )


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
    from specweld.contract.resolve import resolve
    from specweld.diff.lifted import lifted_parameters
    from specweld.diff.side import Side
    from specweld.pipeline import lower_contract

    found = Problems()
    sources = _read(request, found)
    if not sources and request.may_be_missing and not found.has(_LEFT_OUT):
        sources = (_nothing(request),)
    if not sources:
        _pass_on(found, problems, request, severity=Severity.ERROR, least=_LEFT_OUT)
        raise InputError
    if found.has(Severity.ERROR) and not request.keep_going:
        _pass_on(found, problems, request, severity=Severity.ERROR)
        raise InputError
    # A file that is left out looks like a removal: whoever reads the report has to know.
    _pass_on(found, problems, request, severity=Severity.WARNING, least=_LEFT_OUT)
    is_whole = not found.has(Severity.ERROR)
    found = Problems()
    package = _packaged(sources)
    client, names = request.client, previous or {}
    if package is not None:
        client, names = _client_of(package.manifest, client), package.manifest.names
    document = _merge(sources, client, found)
    if package is not None:
        document = _with_pages(document, package)
    contract = resolve(document, found)
    api = lower_contract(contract, client, found, previous=names)
    is_valid = is_whole and not found.has(Severity.ERROR)
    _pass_on(found, problems, request, severity=Severity.WARNING)
    side = Side(
        label=request.label,
        contract=contract,
        api=api,
        is_valid=is_valid,
        lifted=lifted_parameters(sources, document) if package is None else {},
    )
    return LoadedSide(
        side=side,
        is_whole=all(not _has_pages(each) for each in sources),
        names={} if package is None else names,
        package=None if package is None else client,
    )


def _has_pages(source: Source) -> bool:
    """Return whether a source is the spec of a page, or a document that was merged from such."""
    if isinstance(source, PackageSource):
        return bool(source.pages)
    return EXTENSION in source.data


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackageSource(Source):
    """The document that a generated package was read from, as the package kept it."""

    manifest: Manifest
    pages: Mapping[Pointer, tuple[int, ...]]


def _packaged(sources: Sequence[Source]) -> PackageSource | None:
    """Return the package that a side is, if it is one."""
    match sources:
        case [PackageSource() as package]:
            return package
        case _:
            return None


def _with_pages(document: Document, package: PackageSource) -> Document:
    """Put back which page declared what; a page stands for itself by its number.

    None of them has a text: a report shows no positions in what nobody can open.
    """
    known: dict[int, Source] = {}
    for numbers in package.pages.values():
        for each in numbers:
            page = Source(path=package.path, text="", data={}, first_line=each + 1)
            known.setdefault(each, page)
    pages = {
        pointer: tuple(known[each].place(*pointer) for each in numbers)
        for pointer, numbers in package.pages.items()
        if numbers
    }
    origins = {pointer: places[0] for pointer, places in pages.items()}
    return replace(document, pages=pages, origins={(): package.place(), **origins})


def _client_of(manifest: Manifest, client: ClientConfig) -> ClientConfig:
    """Choose the settings that a package was written with; overlays are part of its document."""
    prefix = manifest.options.get("env_prefix")
    return replace(
        client,
        package=manifest.package or client.package,
        client_name=manifest.client or client.client_name,
        env_prefix=prefix if isinstance(prefix, str) else "",
        overlays=(),
        names={},
        lock=None,
    )


def _read(request: SideRequest, problems: Problems) -> tuple[Source, ...]:
    sources: list[Source] = []
    for each in request.inputs:
        sources += _read_input(each, request, problems)
    return tuple(sources)


def _nothing(request: SideRequest) -> Source:
    """Stand in for a client that there was not yet: a document without operations."""
    info = {"title": "", "version": ""}
    data: JsonObject = {"openapi": "3.1.0", "info": {**info}, "paths": {}}
    return Source(path=request.label, text="", data=data)


def _read_input(
    text: str, request: SideRequest, problems: Problems
) -> Sequence[Source]:
    from specweld.pipeline import read_sources

    path, access = Path(text), _access(request)
    if text.startswith(("http://", "https://")):
        return read_sources([text], problems, access=access)
    if (path / MANIFEST).is_file():
        kept = _kept_source(path, text, problems)
        if kept is not None:
            return kept
        specs = _specs_of_package(path, request, problems)
        inputs = [str(each) for each in specs]
        return read_sources(inputs, problems, access=access) if specs else ()
    if path.exists():
        return read_sources([text], problems, access=access)
    place = parse_revision_path(text)
    if place is not None:
        return _read_revision(place, request, problems)
    problems.report(
        "side-not-found",
        Severity.ERROR,
        f"`{text}` does not exist; expected a file, a folder, a URL or `REVISION:PATH`",
    )
    return ()


def _kept_source(
    folder: Path, label: str, problems: Problems
) -> Sequence[Source] | None:
    """Read the document that a package keeps; None when it is of a time when none was kept."""
    path = f"{label.rstrip('/')}/{SNAPSHOT}"
    try:
        snapshot = read_snapshot(folder)
    except SnapshotError as error:
        problems.report(
            "package-unreadable",
            Severity.ERROR,
            f"the package does not say what it was generated from ({error}); expected the file "
            "as it was written",
            TextPlace(path=path),
            help="generate the package again, or compare the specs instead",
        )
        return ()
    if snapshot is None:
        return None
    return [
        PackageSource(
            path=path,
            text="",
            data=snapshot.document,
            manifest=read_manifest(folder),
            pages=snapshot.pages,
        )
    ]


def _specs_of_package(
    package: Path, request: SideRequest, problems: Problems
) -> tuple[Path, ...]:
    """Find the specs of a package that keeps no document: the config knows them."""
    clients = request.config.clients if request.config else ()
    for client in clients:
        if client.output.resolve() == package.resolve():
            return client.specs
    problems.report(
        "package-without-specs",
        Severity.ERROR,
        f"`{package.as_posix()}` is a generated client that keeps no document, and no "
        "table of specweld.toml writes it; expected one whose `output` it is",
        help="generate it again, or compare the specs that it was generated from",
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
            if request.may_be_missing and is_missing_path(place):
                return ()
            problems.report(
                "revision-unreadable",
                Severity.ERROR,
                f"`{place.name}` cannot be read from git ({error}); expected a file or folder "
                "of a revision",
            )
            return ()
        if (target / MANIFEST).is_file():
            kept = _kept_source(target, place.name, problems)
            if kept is not None:
                return kept
            specs = _specs_of_package(Path(place.path), request, problems)
            inner = [replace(place, path=f"./{each.as_posix()}") for each in specs]
            return [
                source
                for each in inner
                for source in _read_revision(each, request, problems)
            ]
        found = Problems()
        sources = read_sources([str(target)], found, access=_access(request))
        naming = naming_of(target, place)
        result = [naming.source(each) for each in sources]
        problems.forward(found, naming.diagnostic)
        return result


def _access(request: SideRequest) -> Access:
    """Allow what regenerating the client may read."""
    from specweld.pipeline import Access

    client = request.client
    return Access(hosts=client.allowed_hosts, external_refs=client.external_refs)


def _merge(
    sources: Sequence[Source], client: ClientConfig, problems: Problems
) -> Document:
    """Merge; where parts contradict one another, take the newest, and say that they do."""
    from specweld.pipeline import build_document

    attempt = Problems()
    try:
        document = build_document(sources, client, attempt)
    except InputError:
        lenient = replace(client, conflicts=MergePolicy.NEWEST)
        document = build_document(sources, lenient, problems)
    problems.take(attempt)
    return document


def _pass_on(
    found: Problems,
    problems: Problems,
    request: SideRequest,
    *,
    severity: Severity,
    least: Severity = Severity.ERROR,
) -> None:
    """Report what is wrong with a side, which side it is, and as severely as is said.

    Args:
        least: What is less severe is kept back: a comparison is about what differs.
    """

    def told(each: Diagnostic) -> Diagnostic:
        message = f"the {request.name} side: {each.message}"
        return replace(each, severity=severity, message=message)

    problems.forward(found, told, least=least)
