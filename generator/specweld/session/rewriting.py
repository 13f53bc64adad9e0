"""What this version of the generator writes in another way than the one that wrote a package."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.diagnostics import InputError, Problems
from specweld.diff.change import Rewriting
from specweld.render.manifest import MANIFEST, content_hash, read_manifest
from specweld.session.revision import RevisionError, RevisionPath, extract
from specweld.session.sides import SideRequest, load_side

if TYPE_CHECKING:
    from specweld.config import ClientConfig
    from specweld.diff.change import Comparison
    from specweld.render.file import File

_SURFACE = "api.md"
_METHOD = re.compile(r"^- `(?P<form>.+)`: `", re.MULTILINE)


def with_rewriting(
    comparison: Comparison, client: ClientConfig, *, revision: str
) -> Comparison:
    """Write the package of a revision again, from the document that it keeps, and say what differs.

    The input is the same, so what differs is this version's doing.

    Args:
        comparison: Of the client at that revision with the client as it is.
        client: Its output folder is looked for, and its templates are used.
        revision: What git calls it.
    """
    with tempfile.TemporaryDirectory(prefix="specweld-") as scratch:
        rewriting = _find(client, revision, Path(scratch))
    return replace(comparison, rewriting=rewriting)


def _find(client: ClientConfig, revision: str, scratch: Path) -> Rewriting | None:
    """Compare the two; None where nothing differs, or nothing can be written again."""
    place = RevisionPath(revision=revision, path=f"./{client.output.as_posix()}")
    try:
        folder = extract(place, scratch)
    except RevisionError:
        return None
    if not (folder / MANIFEST).is_file():
        return None
    try:
        files = _written_again(folder, client)
    except InputError:
        return None
    known = read_manifest(folder).files
    differing = [
        each
        for each in files
        if known.get(each.path, "") not in {"", content_hash(each.text)}
    ]
    if not differing:
        return None
    return Rewriting(
        files=len(differing),
        known=len(known),
        methods=_methods(folder, differing),
    )


def _written_again(folder: Path, client: ClientConfig) -> tuple[File, ...]:
    from specweld.pipeline import render_client

    problems = Problems()
    request = SideRequest(name="old", inputs=(str(folder),), client=client, config=None)
    loaded = load_side(request, problems)
    package = loaded.package or client
    return render_client(loaded.side.api, package, problems)


def _methods(folder: Path, differing: list[File]) -> tuple[str, ...]:
    """List the methods whose signatures read differently, as they are written now."""
    now = next((each.text for each in differing if each.path == _SURFACE), "")
    before = set(_METHOD.findall(_text(folder / _SURFACE)))
    return tuple(each for each in _METHOD.findall(now) if each not in before)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
