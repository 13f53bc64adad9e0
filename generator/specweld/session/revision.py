"""Files as they were in a git revision: `HEAD:specs/acme`, taken out into a folder."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

_COMMAND = ("git",)
"""The git of the person's PATH is the one they mean."""
_REGULAR = frozenset({"100644", "100755"})
_REFERENCE = re.compile(rb"""\$ref["']?\s*:\s*["']?[^#"'\s]""")
"""A `$ref` that leads to another file."""
_DOCUMENTS = (".json", ".yaml", ".yml")


class RevisionError(Exception):
    """A revision, or a path in it, does not exist, or git does not work here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionPath:
    """A file or folder of a revision: `HEAD:specs/acme`."""

    revision: str
    path: str
    """As git reads it: from the root of the working tree, or from here if it starts with `./`."""

    @property
    def name(self) -> str:
        """Write it as git does."""
        return f"{self.revision}:{self.path}"


def parse_revision_path(text: str) -> RevisionPath | None:
    """Read `REVISION:PATH`; None when the text is nothing of the sort."""
    revision, colon, path = text.partition(":")
    if not colon or not revision or not path or path.startswith("//"):
        return None
    if revision.startswith("-") or any(each.isspace() for each in revision):
        return None  # git would take it for an option
    return RevisionPath(revision=revision, path=path)


def is_missing_path(place: RevisionPath) -> bool:
    """Return whether it is only the path that a revision lacks, or nothing was committed at all yet."""
    try:
        _git(
            "rev-parse", "--verify", "--end-of-options", f"{place.revision}^{{commit}}"
        )
    except RevisionError:
        return place.revision == "HEAD" and _has_no_commit()
    try:
        _git("cat-file", "-e", "--end-of-options", place.name)
    except RevisionError:
        return True
    return False


def _has_no_commit() -> bool:
    try:
        return not _git("rev-list", "--all", "--max-count=1").strip()
    except RevisionError:
        return False  # this is not a repository


def extract(place: RevisionPath, folder: Path) -> Path:
    """Write what a revision holds at a path into an empty folder; return the file or folder there.

    A file that refers to others comes with the documents beside and below it.

    Raises:
        RevisionError: git does not know the revision or the path.
    """
    kind = _git("cat-file", "-t", "--end-of-options", place.name).decode().strip()
    if kind == "blob":
        target = folder / PurePosixPath(place.path).name
        content = _git("cat-file", "blob", "--end-of-options", place.name)
        if _REFERENCE.search(content):
            around = place.path.removesuffix(target.name)
            _extract_tree(replace(place, path=around), folder, suffixes=_DOCUMENTS)
        target.write_bytes(content)
        return target
    if kind != "tree":
        raise RevisionError(f"it is a {kind}")
    _extract_tree(place, folder)
    return folder


def _extract_tree(
    place: RevisionPath, folder: Path, *, suffixes: tuple[str, ...] = ("",)
) -> None:
    """Write the files of a folder that end in one of some ways."""
    listing = _git("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", place.name)
    entries = [_entry(each) for each in listing.split(b"\0") if each]
    wanted = [
        (name, blob)
        for mode, name, blob in entries
        if mode in _REGULAR and name.endswith(suffixes)
    ]
    contents = _contents([blob for _, blob in wanted])
    for (name, _), content in zip(wanted, contents, strict=True):
        target = folder.joinpath(*PurePosixPath(name).parts)
        if not target.resolve().is_relative_to(folder.resolve()):
            raise RevisionError(f"`{name}` leads out of the folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _entry(record: bytes) -> tuple[str, str, str]:
    """Read `MODE TYPE HASH<tab>NAME` (git-ls-tree, Output Format): mode, name, hash."""
    facts, _, name = record.partition(b"\t")
    mode, _, blob = facts.decode("ascii").split(" ")
    return mode, name.decode("utf-8", "surrogateescape"), blob


def _contents(blobs: list[str]) -> list[bytes]:
    """Read many blobs with one process (git-cat-file, Batch Output)."""
    output = _git("cat-file", "--batch", standard_input="\n".join(blobs).encode())
    found: list[bytes] = []
    position = 0
    for _ in blobs:
        end = output.index(b"\n", position)
        size = int(output[position:end].split(b" ")[2])
        found.append(output[end + 1 : end + 1 + size])
        position = end + 1 + size + 1
    return found


def _git(*arguments: str, standard_input: bytes = b"") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no shell; options end before what a person typed
            _COMMAND + arguments,
            input=standard_input,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError as error:
        raise RevisionError("git is not installed") from error
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RevisionError(lines[-1] if lines else "git does not say why")
    return done.stdout
