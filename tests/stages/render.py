"""Renders a small document and prints the files that it drove, one after another.

A case may leave out `openapi`, `info` and `paths`. The runtime and the files that are the same in every
client are left out, so that a change of them does not touch each case. A case may lower what the tool
takes for many in a comment: `# models-in-one-file: 0`, `# prepared-with-a-class: 1`.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from unittest import mock

import yaml

from specweld.api.api import Api
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.json_types import JsonObject
from specweld.pipeline import build_api
from specweld.render.file import File
from specweld.render.package import render
from specweld.source import Source
from specweld.spec.document import Document

ACME = ClientConfig(name="acme", specs=(), package="acme", output=Path("acme"))
_LEFT_OUT = {
    *("__init__.py", ".specweld.json", "README.md", "errors.py", "py.typed"),
    "testing.py",
}
_LIMITS = {
    "models-in-one-file": "specweld.render.places.MOST_MODELS_IN_ONE_FILE",
    "prepared-with-a-class": "specweld.render.far.MOST_PREPARED",
}


def run_render(path: Path) -> str:
    """Render one case."""
    return files_text(files_of(path))


def files_of(path: Path) -> tuple[File, ...]:
    """Render one case, and return every file of the package."""
    text = path.read_text(encoding="utf-8")
    with contextlib.ExitStack() as stack:
        for word, name in _LIMITS.items():
            for value in re.findall(rf"^# {word}: (\d+)$", text, re.MULTILINE):
                stack.enter_context(mock.patch(name, int(value)))
        return tuple(render(api_of(text)))


def api_of(document: str | JsonObject) -> Api:
    """Lower a document, given as text or as data."""
    data: JsonObject = (
        yaml.load(document, yaml.CSafeLoader) if isinstance(document, str) else document
    )
    data.setdefault("openapi", "3.1.0")
    data.setdefault("info", {"title": "Acme", "version": "1"})
    data.setdefault("paths", {})
    source = Source(path="case.yaml", text="", data=data)
    merged = Document(data=data, origins={(): source.place()}, pages={})
    return build_api(merged, ACME, Problems())


def files_text(files: Iterable[File]) -> str:
    """Print the files that an API drives."""
    shown = [
        file
        for file in files
        if not file.path.startswith("_core/")
        and file.path.rpartition("/")[2] not in _LEFT_OUT
        and not file.path.startswith("aio/")
        and not (file.path == "testing.json" and "example" not in file.text)
    ]
    return "\n".join(f"# ---- {file.path}\n{file.text}" for file in shown)


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {
    "render": (run_render, ".py.txt")
}
