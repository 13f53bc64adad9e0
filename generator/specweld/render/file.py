"""A generated file, in memory until everything is known to be right."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the client package."""

    path: str
    """Relative to the package folder, with forward slashes: `resources/voices.py`."""
    text: str
