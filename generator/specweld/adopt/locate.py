"""Find the folder of a package by its import name; nothing is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def locate_package(name: str) -> Path | None:
    """Return the folder of an installed package, or the folder itself if it is one.

    Looked for in the active virtual environment, in a `.venv` here, then where this Python
    looks.
    """
    given = Path(name)
    if given.is_dir():
        return given.resolve()
    if not all(part.isidentifier() for part in name.split(".")):
        return None
    environments = (os.environ.get("VIRTUAL_ENV", ""), ".venv")
    installed = [
        folder
        for each in environments
        if each
        for pattern in ("lib/python*/site-packages", "Lib/site-packages")
        for folder in sorted(Path(each).glob(pattern))
    ]
    for folder in (*installed, *map(Path, sys.path)):
        found = folder.joinpath(*name.split("."))
        if found.is_dir():
            return found.resolve()
    return None
