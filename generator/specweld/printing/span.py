"""Where a place is in its file: lines and columns, and the lines themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import assert_never

from specweld.source import NodePlace, Place, TextPlace
from specweld.spec.lines import lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a file, 1-based; the end is behind the last character."""

    path: str
    line: int = 0
    """0 when the whole file is meant."""
    column: int = 0
    """0 when the whole line is meant."""
    end_line: int = 0
    """0 when only the start is known."""
    end_column: int = 0
    excerpt: str = field(default="", repr=False, compare=False)
    """The line of the file that the span starts on."""

    @property
    def label(self) -> str:
        """The position as editors and terminals understand it: `file:line:column`."""
        numbers = [str(each) for each in (self.line, self.column) if each]
        return ":".join([self.path, *numbers])


def span_of(place: Place) -> Span:
    """Look up the position of a place."""
    match place:
        case TextPlace():
            return Span(
                path=place.path,
                line=place.line,
                column=place.column,
                excerpt=lines_of(place.text).line(place.line),
            )
        case NodePlace():
            return _span_of_node(place)
        case _:
            assert_never(place)


def _span_of_node(place: NodePlace) -> Span:
    # Composing a document with its positions is slow: only a run that has something to say pays.
    from specweld.spec.locate import locate

    position = locate(place)
    source = place.source
    return Span(
        path=source.path,
        line=position.line,
        column=position.column,
        end_line=position.end_line,
        end_column=position.end_column,
        excerpt=lines_of(source.text).line(position.line - source.first_line + 1),
    )
