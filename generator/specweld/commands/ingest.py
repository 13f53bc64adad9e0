"""`specweld ingest`: documentation pages to one spec per endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.diagnostics import InputError, Severity
from specweld.json_types import Json
from specweld.printing.summary import counted
from specweld.session import options
from specweld.session.exit_codes import ExitCode
from specweld.session.session import Session, output_options
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.page import Page
    from specweld.pages.spec_folder import FolderChanges
    from specweld.pages.web.reader import WebReader

LOCK_FILE = "specweld.lock"

_EPILOG = """\b
Examples:
  specweld ingest pages/voices.md --into specs/elevenlabs
  specweld ingest docs/pages --into specs/acme --prune
  specweld ingest https://docs.example.com/llms.txt --into specs/example
"""


@click.command("ingest", epilog=_EPILOG)
@click.argument("pages", nargs=-1, required=True, metavar="PAGE...")
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="DIR",
    help="Folder to write the specs to.",
)
@click.option("--prune", is_flag=True, help="Delete the specs of pages that are gone.")
@click.option(
    "--keep-going", is_flag=True, help="Write the rest although a page is broken."
)
@options.api
@options.allowed_hosts
@output_options
def command(
    session: Session,
    *,
    pages: tuple[str, ...],
    into: Path,
    prune: bool,
    keep_going: bool,
    api: str,
    allowed_hosts: tuple[str, ...],
) -> int:
    """Turn documentation pages (files, folders, URLs) into one spec per endpoint.

    What is fetched is remembered in DIR/specweld.lock: a rerun fetches only what changed.
    """
    from specweld.pages.endpoints import endpoint_specs
    from specweld.pages.spec_folder import write_specs
    from specweld.pages.web.reader import WebReader
    from specweld.spec.load import load_mapping
    from specweld.spec.merge_apis import select_api

    with session.progress() as progress:
        read_url = WebReader(
            lock_file=into / LOCK_FILE,
            allowed_hosts=frozenset(allowed_hosts),
            progress=lambda done, total: progress(f"Fetching {done} of {total}"),
        )
        found = _read(session, pages, read_url)
        progress("Writing")
        specs = endpoint_specs(found, load_mapping, session.problems)
        if api:
            chosen = select_api([each.source for each in specs], api, session.problems)
            specs = tuple(each for each in specs if each.source in chosen)
        changes = write_specs(
            specs, into, session.problems, prune=prune, keep_going=keep_going
        )
    if session.problems.has(Severity.ERROR) and not keep_going:
        raise InputError
    for line in _words(into, changes):
        session.say(line)
    lists: dict[str, Json] = {
        "written": list[Json](sorted((*changes.new, *changes.changed))),
        "new": list[Json](changes.new),
        "changed": list[Json](changes.changed),
        "unchanged": list[Json](changes.unchanged),
        "vanished": list[Json](changes.gone),
        "deleted": list[Json](changes.deleted),
    }
    is_partial = session.problems.has(Severity.ERROR)  # and the rest was wanted
    return session.close(
        {"into": into.as_posix(), **lists},
        code=ExitCode.FINDINGS if is_partial else None,
    )


def _words(into: Path, changes: FolderChanges) -> Iterator[str]:
    """Count what became of the specs; name those that a rerun found new, changed or gone."""
    yield (
        f"{into.as_posix()}: {counted(len(changes.new), 'spec')} new, "
        f"{len(changes.changed)} changed, {len(changes.unchanged)} unchanged, "
        f"{len(changes.gone)} gone"
    )
    is_rerun = bool(changes.changed or changes.unchanged or changes.gone)
    for word, names in (
        ("new", changes.new if is_rerun else ()),
        ("changed", changes.changed),
        ("gone", changes.gone),
    ):
        if names:
            stems = [Path(name).stem for name in names[:_NAMED_AT_MOST]]
            more = len(names) - len(stems)
            yield f"  {word}: {', '.join(stems)}" + (f" and {more} more" * bool(more))


_NAMED_AT_MOST = 20
"""So many specs are named in a line; `--json` has all."""


def _read(
    session: Session, inputs: tuple[str, ...], read_url: WebReader
) -> tuple[Page, ...]:
    """Read the pages; say of a whole document that it needs no ingesting."""
    from specweld.pages.inputs import read_inputs

    found = read_inputs(inputs, session.problems, read_url=read_url)
    for document in found.documents:
        session.problems.report(
            "document-instead-of-page",
            Severity.NOTICE,
            f"`{document.path}` is not a page; expected documentation pages",
            TextPlace(path=document.path),
            help="list it under `specs` in specweld.toml as it is",
        )
    return found.pages
