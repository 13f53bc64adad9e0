"""`specweld ingest`: documentation pages to one spec an endpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from specweld.printing.summary import counted
from specweld.session.session import Session, output_options

if TYPE_CHECKING:
    from specweld.json_types import Json
    from specweld.pages.ingest import Ingested

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
@click.option("--prune", is_flag=True, help="Delete the specs of pages that vanished.")
@click.option(
    "--keep-going", is_flag=True, help="Write the rest although a page is broken."
)
@output_options
def command(
    session: Session,
    *,
    pages: tuple[str, ...],
    into: Path,
    prune: bool,
    keep_going: bool,
) -> int:
    """Turn documentation pages (files, folders, URLs) into one spec an endpoint."""
    ingested = _ingest(session, pages, into, prune=prune, keep_going=keep_going)
    for path in ingested.vanished:
        session.say(f"no page for {path} any more; `--prune` deletes it")
    session.say(
        f"{into.as_posix()}: {counted(len(ingested.written), 'spec')} written, "
        f"{len(ingested.unchanged)} unchanged, {len(ingested.deleted)} deleted"
    )
    lists: dict[str, Json] = {
        "written": [str(each) for each in ingested.written],
        "unchanged": [str(each) for each in ingested.unchanged],
        "vanished": [str(each) for each in ingested.vanished],
        "deleted": [str(each) for each in ingested.deleted],
    }
    return session.close({"into": into.as_posix(), **lists})


def _ingest(
    session: Session,
    pages: tuple[str, ...],
    into: Path,
    *,
    prune: bool,
    keep_going: bool,
) -> Ingested:
    from specweld.pages.discover import read_inputs
    from specweld.pages.ingest import ingest

    with session.progress() as progress:
        progress("Reading")
        found = read_inputs(pages, session.problems)
        progress("Writing")
        return ingest(
            found.pages,
            into,
            prune=prune,
            keep_going=keep_going,
            problems=session.problems,
        )
