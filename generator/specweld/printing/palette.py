"""Colours, or none: what `NO_COLOR` and a pipe ask for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Paints text for a terminal when it is on, else leaves it as it is."""

    is_on: bool

    def paint(self, text: str, colour: str | None = None, *, bold: bool = False) -> str:
        """Colour a text."""
        if not self.is_on or not text:
            return text
        import click

        return click.style(text, fg=colour, bold=bold or None)


def palette_for(stream: TextIO) -> Palette:
    """Choose colours for a stream (https://no-color.org: any value of `NO_COLOR` turns them off)."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Palette(is_on=wanted and stream.isatty())
