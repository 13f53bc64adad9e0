"""A generated file, in memory until everything is known to be right."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the client package."""

    path: str
    """Relative to the package folder, with forward slashes: `resources/voices.py`."""
    text: str
    view: str = field(default="", compare=False)
    """Digest of the view that it was made of; empty for what is made anew each time."""
