"""Files that need not be made again: what each was made from, and that it still lies there."""

from __future__ import annotations

import contextlib
import enum
import hashlib
import json
import os
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from specweld.render.code import Code
from specweld.render.environment import template_folder
from specweld.render.file import File
from specweld.render.manifest import content_hash

_TOOL = Path(__file__).resolve().parent.parent
_LIBRARIES = ("black", "jinja2", "markupsafe", "msgspec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """What the last run made of which views, and where it put that.

    A file is taken from the folder when the same tool would fill the same template with an equal view,
    and its bytes are those that came of that the last time.
    """

    memory: Path
    """File of ours that remembers."""
    folder: Path
    """The package folder."""
    known: Mapping[str, tuple[str, str]] = field(repr=False)
    """Path to the digest of the view, and the hash of the file."""

    def text(self, path: str, view: str) -> str | None:
        """Return what a view was made into; None when that is not known or not there any more."""
        known_view, known_hash = self.known.get(path, ("", ""))
        if known_view != view:
            return None
        try:
            text = (self.folder / path).read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            return None
        return text if content_hash(text) == known_hash else None

    def remember(self, files: Sequence[File]) -> None:
        """Keep what was made of which view; a cache that cannot be written is not a fault."""
        known = {
            each.path: [each.view, content_hash(each.text)]
            for each in files
            if each.view
        }
        with contextlib.suppress(OSError):
            self.memory.parent.mkdir(parents=True, exist_ok=True)
            scratch = self.memory.with_suffix(f".{os.getpid()}")
            scratch.write_text(
                json.dumps({"edition": edition(), "files": known}), encoding="utf-8"
            )
            scratch.replace(self.memory)


def recall(memory: Path, folder: Path) -> Recall:
    """Read what is remembered of a package: nothing when another version of the tool wrote it."""
    known: dict[str, tuple[str, str]] = {}
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        content: Any = json.loads(memory.read_bytes())
        if content["edition"] == edition():
            known = {
                path: (view, made) for path, (view, made) in content["files"].items()
            }
    return Recall(memory=memory, folder=folder, known=known)


@cache
def edition() -> str:
    """Digest everything besides a view that decides what becomes of it: tool, templates, libraries."""
    digest = hashlib.sha256(sys.version.encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for folder, pattern in ((_TOOL, "*.py"), (template_folder(), "*.jinja")):
        for path in sorted(folder.rglob(pattern)):
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder)} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def view_digest(template: str, views: Mapping[str, object]) -> str:
    """Digest a template's name and all that it is given; equal views have equal digests in every run."""
    pieces = [template]
    for name, view in views.items():
        pieces.append(name)
        _spell(view, pieces.append)
    return hashlib.sha256(
        "\0".join(pieces).encode("utf-8", "surrogatepass")
    ).hexdigest()


def _spell(value: object, add: Callable[[str], None]) -> None:
    """Spell a view piece by piece, so that no two different ones are spelled alike.

    Raises:
        TypeError: it holds something that has no value of its own.
    """
    match value:
        case str():
            add(f"'{len(value)}:{value}")
        case Code():  # the imports that it needs are among those of the module
            add(f"`{len(value.text)}:{value.text}")
        case enum.Enum():
            add(f"{type(value).__name__}.{value.name}")
        case None | bool() | int() | float():
            add(repr(value))
        case tuple() | list():
            items = cast("Sequence[object]", value)
            add(f"({len(items)}")
            for each in items:
                _spell(each, add)
        case frozenset():
            members = cast("frozenset[object]", value)
            _spell(tuple(sorted(map(repr, members))), add)
        case dict():
            entries = cast("Mapping[object, object]", value)
            add(f"{{{len(entries)}")
            for key, each in entries.items():
                _spell(key, add)
                _spell(each, add)
        case _:
            kind = type(value)
            add(kind.__name__)
            for name in _field_names(cast("Hashable", kind)):
                _spell(getattr(value, name), add)


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cast("Any", kind)))
