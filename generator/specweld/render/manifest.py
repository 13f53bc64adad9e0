"""The manifest: which files of a package are ours, and what the next run has to know."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from specweld.render.file import File

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.json_types import Json, JsonObject

MANIFEST = ".specweld.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is known of a package that was written before."""

    package: str = ""
    client: str = ""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Path to the hash of what we wrote there."""
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    """Place in the document to public name."""
    options: Mapping[str, Json] = field(default_factory=dict[str, "Json"])


def manifest_file(
    files: Sequence[File],
    api: Api,
    *,
    names: Mapping[str, str],
    options: JsonObject,
) -> File:
    """Write the manifest of a package: no clock, no version, no path of this machine."""
    content = {
        "format": _FORMAT,
        "package": api.package,
        "client": api.client_name,
        "options": options,
        "names": dict(sorted(names.items())),
        "files": {file.path: content_hash(file.text) for file in files},
    }
    text = json.dumps(content, indent=2, ensure_ascii=True)
    return File(path=MANIFEST, text=text + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder; one that is missing or damaged knows nothing."""
    try:
        parsed: Json = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return Manifest()
    content = _object(parsed)
    return Manifest(
        package=_text(content.get("package")),
        client=_text(content.get("client")),
        files=_texts(content.get("files")),
        names=_texts(content.get("names")),
        options=_object(content.get("options")),
    )


def content_hash(text: str) -> str:
    """Hash a file's text."""
    return bytes_hash(text.encode("utf-8"))


def bytes_hash(content: bytes) -> str:
    """Hash a file's bytes."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Json) -> dict[str, str]:
    pairs = _object(value).items()
    return {key: each for key, each in pairs if isinstance(each, str)}


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
