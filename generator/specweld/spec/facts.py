"""What a docs page said outside of its YAML: the extension block of an endpoint spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.pages.platform import Platform
from specweld.source import EXTENSION
from specweld.spec.shapes import list_at, mapping_at, text_at
from specweld.spec.walk import walk_operations

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import JsonObject
    from specweld.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadFact:
    """A file field that the page's YAML left out."""

    name: str
    is_required: bool
    is_list: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """The extension block of one endpoint spec."""

    base_url: str
    """Header URL of the page without the path; empty when it is not known."""
    client: str
    """Class name of the client in the samples; empty when they use none."""
    uploads: tuple[UploadFact, ...]
    kept: JsonObject
    """What moves to the operation: endpoint, reference, title, sample, ..."""


_CONSUMED = frozenset({"base-url", "content-type", "uploads", "platform", "api"})
_TEXTS = (
    *("platform", "api", "title", "reference", "base-url", "content-type"),
    *("sample", "page"),
)


def platform_of(data: JsonObject) -> Platform:
    """Return who published a document: what was ingested says so, else its traits tell.

    Before platforms were recorded, all that was ingested came from Fern.
    """
    if EXTENSION in data:
        name = text_at(data, EXTENSION, "platform")
        return Platform(name) if name in _PLATFORMS else Platform.FERN
    if text_at(data, "info", "version").startswith("endpoint_"):
        return Platform.FERN
    if data.get("x-readme-fauxas") is True:
        return Platform.README
    operations = (operation for _, operation in walk_operations(data))
    if any(_OF_APIDOG & operation.keys() for operation in operations):
        return Platform.APIDOG
    return Platform.DOCUMENT


_PLATFORMS = frozenset(each.value for each in Platform)
_OF_APIDOG = frozenset({"x-run-in-apidog", "x-run-in-apifox", "x-apidog-folder"})


def api_of(data: JsonObject) -> str:
    """Return the specification that a page was cut from; empty when its site has one only.

    Mintlify names it beside the fence. Others hand on `info` as the vendor wrote it, so that
    its title tells; Fern makes one up for each page.
    """
    named = text_at(data, EXTENSION, "api")
    if named or platform_of(data) in {Platform.FERN, Platform.DOCUMENT}:
        return named
    return text_at(data, "info", "title")


def read_facts(source: Source, problems: Problems) -> PageFacts | None:
    """Read the extension block; None when the document comes from no page."""
    extension = source.data.get(EXTENSION)
    if extension is None:
        return None
    if not isinstance(extension, dict):
        _report(source, (), "a mapping", problems)
        return None
    _check_texts(source, extension, problems)
    client = extension.get("client")
    return PageFacts(
        base_url=text_at(extension, "base-url").rstrip("/"),
        client=client if isinstance(client, str) else text_at(client, "name"),
        uploads=_uploads(source, extension, problems),
        kept=_kept(source, extension, problems),
    )


def _check_texts(source: Source, extension: JsonObject, problems: Problems) -> None:
    for key in _TEXTS:
        if not isinstance(extension.get(key, ""), str):
            _report(source, (key,), "a text", problems)


def _kept(source: Source, extension: JsonObject, problems: Problems) -> JsonObject:
    kept: JsonObject = {}
    for key, value in extension.items():
        if key in _CONSUMED:
            continue
        if key == "endpoint":
            names = [part for part in list_at(extension, key) if isinstance(part, str)]
            if not names or names != value:
                _report(source, (key,), "a list of names", problems)
                continue
        elif key in {"title", "reference", "sample", "page"} and not isinstance(
            value, str
        ):
            continue
        kept[key] = value
    return kept


def _uploads(
    source: Source, extension: JsonObject, problems: Problems
) -> tuple[UploadFact, ...]:
    if "uploads" in extension and not isinstance(extension["uploads"], list):
        _report(source, ("uploads",), "a list of file fields", problems)
    found: list[UploadFact] = []
    for index, entry in enumerate(list_at(extension, "uploads")):
        name = text_at(entry, "name")
        if not name:
            _report(source, ("uploads", str(index)), "a mapping with `name`", problems)
            continue
        flags = mapping_at(entry)
        found.append(
            UploadFact(
                name=name,
                is_required=flags.get("required") is True,
                is_list=flags.get("list") is True,
            )
        )
    return tuple(found)


def _report(
    source: Source, pointer: tuple[str, ...], expected: str, problems: Problems
) -> None:
    name = ".".join((EXTENSION, *pointer))
    problems.report(
        "extension-shape",
        Severity.WARNING,
        f"`{name}` is of another shape than we write; expected {expected}",
        source.place(EXTENSION, *pointer),
        help="ingest the page again, or mend it by hand",
    )
