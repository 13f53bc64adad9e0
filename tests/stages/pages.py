"""Pages: a Markdown file to the pages in it, the facts that go to the specs, and what is reported."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from specweld.diagnostics import Diagnostic, Problems
from specweld.pages.block import write_block
from specweld.pages.endpoint import EndpointSpec
from specweld.pages.endpoints import endpoint_specs
from specweld.pages.page import Page
from specweld.pages.read import read_pages
from specweld.pages.stems import assign_stems
from specweld.source import EXTENSION, NodePlace, Place
from specweld.spec.load import load_source
from specweld.spec.locate import locate


def run_pages(path: Path) -> str:
    """Print the pages of a file, the extension of each endpoint, and all diagnostics."""
    problems = Problems()
    text = path.read_bytes().decode("utf-8")
    pages = read_pages(path.name, text, problems)
    specs = assign_stems(endpoint_specs(pages, load_source, problems), problems)
    parts = (
        *map(_print_page, pages),
        *(_print_spec(stem, spec) for stem, spec in specs.items()),
        *map(_print_diagnostic, problems.diagnostics),
    )
    return "\n".join(parts)


def _print_page(page: Page) -> str:
    return _lines(
        [
            f"page at line {page.line}: {page.title}",
            f"  header: {page.method} {page.url}".rstrip(),
            f"  content type: {page.content_type}",
            f"  description: {page.description!r}",
            f"  reference: {page.reference}",
            f"  yaml: {page.spec_text.count(chr(10))} lines from line {page.spec_line}",
            *(f"  notice: {notice}" for notice in page.notices),
            "  samples: "
            + ", ".join(
                f"{sample.language} {sample.name}".strip() for sample in page.samples
            ),
        ]
    )


def _print_spec(stem: str, spec: EndpointSpec) -> str:
    extension = spec.source.data[EXTENSION]
    assert isinstance(extension, dict)
    head = f"spec {stem}: {spec.method} {spec.path}"
    return _lines([head]) + write_block(extension).partition("\n")[2]


def _print_diagnostic(diagnostic: Diagnostic) -> str:
    head = f"{diagnostic.severity.name.lower()}[{diagnostic.rule}]"
    return _lines(
        [
            f"{head} {_print_place(diagnostic.place)}",
            f"  {diagnostic.message}",
            *([f"  help: {diagnostic.help}"] if diagnostic.help else []),
            *(
                f"  {related.message}: {_print_place(related.place)}"
                for related in diagnostic.related
            ),
        ]
    )


def _print_place(place: Place | None) -> str:
    match place:
        case None:
            return "nowhere"
        case NodePlace():
            position = locate(place)
            return f"{place.source.path}:{position.line}:{position.column}"
        case _:
            return f"{place.path}:{place.line}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


STAGES = {"pages": (run_pages, "txt")}
