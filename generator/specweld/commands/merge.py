"""`specweld merge`: the merged document, a product of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.config import ClientConfig, DedupeMode, MergePolicy
from specweld.diagnostics import Severity
from specweld.json_types import Json, JsonObject
from specweld.session import options
from specweld.session.exit_codes import ExitCode
from specweld.session.session import Session, output_options

if TYPE_CHECKING:
    from specweld.spec.document import Document

_EPILOG = """\b
Examples:
  specweld merge specs/acme -o openapi.yaml
  specweld merge pages/*.md --report          which pages each schema comes from
  specweld merge specs/acme > openapi.yaml
"""


@click.command("merge", epilog=_EPILOG)
@options.inputs
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="File to write, JSON when its name ends so; standard output without it.",
)
@click.option(
    "--report",
    "is_report",
    is_flag=True,
    help="List the places that declare each schema, instead of the document "
    "unless -o is given.",
)
@options.overlays
@options.api
@options.conflicts
@click.option(
    "--dedupe",
    type=click.Choice([each.value for each in DedupeMode]),
    default=DedupeMode.OFF.value,
    help="Which equal schemas become references to one definition.",
)
@click.option("--keep-going", is_flag=True, help="Merge the rest of a broken input.")
@options.external_refs
@options.strict
@output_options
def command(
    session: Session,
    *,
    inputs: tuple[str, ...],
    output: Path | None,
    is_report: bool,
    overlays: tuple[Path, ...],
    api: str,
    conflicts: str,
    dedupe: str,
    keep_going: bool,
    external_refs: bool,
    strict: bool,
) -> int:
    """Write the merged, normalised OpenAPI 3.1 document."""
    settings = ClientConfig(
        name="merge",
        specs=(),
        package="merge",
        output=Path(),
        overlays=overlays,
        api=api,
        conflicts=MergePolicy(conflicts),
        dedupe=DedupeMode(dedupe),
        external_refs=external_refs,
        strict=strict,
    )
    from specweld.pages.atomic import write_atomically

    document = _merge(session, inputs, settings, keep_going=keep_going)
    text = _text(document, as_json=output is not None and output.suffix == ".json")
    result: JsonObject = {"output": output.as_posix() if output else None}
    if output is not None:
        write_atomically(output, text)
    if is_report:
        sources = _sources_by_schema(document)
        result["schemas"] = {name: list[Json](each) for name, each in sources.items()}
        for line in _report_lines(sources):
            session.say(line)
    elif output is None:
        session.show(text)
        result["document"] = document.data
    is_partial = session.problems.has(Severity.ERROR)  # and the rest was wanted
    return session.close(result, code=ExitCode.FINDINGS if is_partial else None)


def _merge(
    session: Session,
    inputs: tuple[str, ...],
    settings: ClientConfig,
    *,
    keep_going: bool,
) -> Document:
    from specweld.pipeline import Access, build_document, read_sources
    from specweld.spec.validate import start_validation

    problems = session.problems
    with session.progress() as progress:
        sources = read_sources(
            inputs,
            problems,
            access=Access(external_refs=settings.external_refs),
            progress=progress,
        )
        # Merged although a file may be broken: what is wrong with the others is told as well.
        progress("Merging")
        document = build_document(sources, settings, problems)
        problems.checkpoint(keep_going=keep_going)
        progress("Validating")
        with start_validation(document, cache=None) as validation:
            validation.finish(problems, strict=settings.strict)
        problems.checkpoint(keep_going=keep_going)
    return document


def _text(document: Document, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(document.data, indent=2, ensure_ascii=False) + "\n"
    from specweld.spec.write import dump_document

    return dump_document(document)


def _sources_by_schema(document: Document) -> dict[str, list[str]]:
    """Find the places that declare each schema, in order of reading."""
    from specweld.printing.span import span_of

    return {
        pointer[-1]: [span_of(place).label for place in places]
        for pointer, places in document.pages.items()
        if pointer[:2] == ("components", "schemas") and len(pointer) == 3
    }


def _report_lines(sources: dict[str, list[str]]) -> list[str]:
    lines: list[str] = []
    for name, places in sources.items():
        lines += [f"{name}: {len(places)}", *(f"  {each}" for each in places)]
    return lines
