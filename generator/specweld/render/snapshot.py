"""The document that a package was generated from, kept beside it: `specweld diff` can read it.

It is JSON, its keys in the order of the docs, compressed with bzip2 and written as text. Of the compressors that Python
brings along only bzip2 has a single implementation, so every machine writes the same bytes. The lines
are long enough to be few and short enough for tools that show them.
"""

from __future__ import annotations

import base64
import bz2
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.json_types import format_pointer, parse_pointer
from specweld.render.file import File
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.document import Document

SNAPSHOT = ".specweld.snapshot"
_FIRST = "specweld snapshot 1"
_WIDTH = 120
_LARGEST = 256 << 20
"""Bytes of JSON that are unpacked: no documentation is larger, and a few bytes may stand for more."""


ATTRIBUTES = File(path=".gitattributes", text=f"{SNAPSHOT} binary\n")
"""Keeps git from showing the snapshot line by line: all of it changes with every change of the docs."""


class SnapshotError(Exception):
    """A snapshot is damaged, or written by a version that is not known here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What a package was generated from."""

    document: JsonObject
    pages: Mapping[Pointer, tuple[int, ...]]
    """Which pages declared an operation or a component; a page is a number and no more.

    Empty when it was no pages that were read.
    """


def snapshot_file(document: Document) -> File:
    """Pack a merged document."""
    content: JsonObject = {"document": document.data, "pages": _numbered(document)}
    text = json.dumps(content, ensure_ascii=True, separators=(",", ":"))
    packed = base64.b85encode(bz2.compress(text.encode("ascii"))).decode("ascii")
    cuts = range(0, len(packed), _WIDTH)
    lines = [_FIRST, *(packed[start : start + _WIDTH] for start in cuts)]
    return File(path=SNAPSHOT, text="\n".join(lines) + "\n")


def _numbered(document: Document) -> JsonObject:
    """Write a number for each page, in the order of first sight: paths differ by machine.

    Whole documents declare all that they hold; which of several does is nobody's concern.
    """
    places = (place for found in document.pages.values() for place in found)
    if not any(EXTENSION in each.source.data for each in places):
        return {}
    numbers: dict[int, int] = {}
    found: JsonObject = {}
    for pointer in sorted(document.pages):
        pages = [
            numbers.setdefault(id(each.source), len(numbers))
            for each in document.pages[pointer]
        ]
        found[format_pointer(pointer)] = [*pages]
    return found


def read_snapshot(folder: Path) -> Snapshot | None:
    """Unpack the snapshot of a package; None when it has none.

    Raises:
        SnapshotError: there is one, and it cannot be read.
    """
    try:
        first, *lines = (folder / SNAPSHOT).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise SnapshotError("it is not a text of ours") from error
    if first != _FIRST:
        raise SnapshotError("another version of specweld wrote it")
    match _unpacked("".join(lines)):
        case {"document": dict(document), "pages": dict(pages)}:
            return Snapshot(document=document, pages=_places(pages))
        case _:
            raise SnapshotError("it is damaged")


def _unpacked(packed: str) -> Json:
    try:
        unpacker = bz2.BZ2Decompressor()
        text = unpacker.decompress(base64.b85decode(packed), _LARGEST)
        content: Json = json.loads(text) if unpacker.eof else None
    except (OSError, ValueError, RecursionError) as error:
        raise SnapshotError("it is damaged") from error
    return content


def _places(pages: JsonObject) -> dict[Pointer, tuple[int, ...]]:
    return {
        parse_pointer(pointer): tuple(each for each in found if isinstance(each, int))
        for pointer, found in pages.items()
        if isinstance(found, list)
    }
