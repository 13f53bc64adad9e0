"""Clients generated from the corpora, as a person would generate them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus_files import corpus_names

DOCUMENTS = (
    "elevenlabs.json",
    "museum.yaml",
    "oai_petstore_expanded.yaml",
    "train_travel.yaml",
)
OTHERS = tuple(
    path
    for path in sorted(
        Path(os.environ.get("DOCUMENTS") or os.devnull).resolve().glob("*")
    )
    if path.suffix in (".json", ".yaml", ".yml")
)
"""Documents that somebody has in a folder of their own: `make corpus DOCUMENTS=FOLDER`."""
PAGES = tuple(name for name in corpus_names() if name != "documents")
SPECWELD = str(Path(sys.executable).with_name("specweld"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """One corpus, and the client that became of it."""

    name: str
    inputs: Path
    folder: Path
    """Holds the package."""
    package: str
    report: dict[str, Any]
    """What `specweld generate --json` printed."""


def generate(name: str, inputs: Path, folder: Path) -> Generated:
    """Generate a client as a person would."""
    package = name.split("-")[0].removesuffix(".json").removesuffix(".yaml")
    done = subprocess.run(
        [SPECWELD, "generate", "--json", inputs, "-p", package, "-o", folder / package],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return Generated(
        name=name,
        inputs=inputs,
        folder=folder,
        package=package,
        report=json.loads(done.stdout),
    )
