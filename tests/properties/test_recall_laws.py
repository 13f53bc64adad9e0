"""A package that is brought up to date is the package that is written from nothing."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.config import ClientConfig
from specweld.diagnostics import InputError, Problems
from specweld.pipeline import build, render_client
from specweld.render.file import File
from specweld.render.output import write_package
from specweld.render.recall import Recall, recall

Place: TypeAlias = tuple[str | int, ...]

DOCUMENT: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("compared.yaml").read_text(encoding="utf-8")
)


def _places(node: Any, place: Place = ()) -> Iterator[Place]:
    entries: list[tuple[Any, Any]] = []
    if isinstance(node, dict):
        entries = list(node.items())
    if isinstance(node, list):
        entries = list(enumerate(node))
    for key, value in entries:
        yield (*place, key)
        yield from _places(value, (*place, key))


PLACES = list(_places(DOCUMENT))


def _holder(document: Any, place: Place) -> Any:
    for part in place[:-1]:
        document = document[part]
    return document


def _edited(document: dict[str, Any], edit: tuple[str, Place, Place]) -> dict[str, Any]:
    """Take a node out, or put another one in its place; an earlier edit may have taken either."""
    kind, place, other = edit
    changed = copy.deepcopy(document)
    try:
        holder = _holder(changed, place)
        if kind == "remove":
            del holder[place[-1]]
        elif kind == "word":
            holder[place[-1]] = "Another word"
        else:
            holder[place[-1]] = copy.deepcopy(_holder(document, other)[other[-1]])
    except (IndexError, KeyError, TypeError):
        return document
    return changed


EDITS = st.tuples(
    st.sampled_from(["remove", "replace", "word"]),
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
)


def _files(
    document: dict[str, Any], folder: Path, kept: Recall | None
) -> tuple[File, ...] | None:
    source = folder / "document.json"
    source.write_text(json.dumps(document), encoding="utf-8")
    client = ClientConfig(name="acme", specs=(), package="acme", output=folder / "acme")
    problems = Problems()
    try:
        built = build([str(source)], client, problems)
    except InputError:
        return None
    return render_client(
        built.api, client, problems, document=built.document, recall=kept
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(EDITS, min_size=1, max_size=4))
def test_up_to_date_is_as_from_nothing(edits: list[tuple[str, Place, Place]]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        document = DOCUMENT
        for edit in [None, *edits]:
            document = document if edit is None else _edited(document, edit)
            kept = recall(folder / "cache" / "acme.views", folder / "acme")
            files = _files(document, folder, kept)
            assert files == _files(document, folder, None)
            if files is not None:
                write_package(files, folder / "acme", force=True, problems=Problems())
                kept.remember(files)
