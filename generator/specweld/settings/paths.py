"""Paths of a config file, as a person in the working directory would type them."""

from __future__ import annotations

import os
from pathlib import Path


def shown_path(path: Path, *below: str) -> Path:
    """Join parts to a folder, and write the result relative to the working directory."""
    joined = path.joinpath(*below)
    try:
        return Path(os.path.relpath(joined))
    except ValueError:  # another drive on Windows
        return joined
