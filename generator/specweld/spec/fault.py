"""A text that cannot be read, before it has become a source."""

from __future__ import annotations


class TextError(Exception):
    """Tells where a YAML or JSON text stops making sense.

    Raised by the two parsers and turned into a diagnostic by `load_source`; it never
    leaves this package.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        line: int = 0,
        column: int = 0,
        help: str = "",
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.line = line
        """1-based within the text; 0 when the whole text is meant."""
        self.column = column
        """1-based, in characters; 0 when the whole line is meant."""
        self.help = help


MAXIMUM_DEPTH = 200
"""Containers within containers; real documents stay under 40."""

MAXIMUM_DIGITS = 400
"""More digits than any number of an API has; Python refuses to print 4,300 of them."""


def nested_too_deep(line: int = 0, column: int = 0) -> TextError:
    """Name the fault of a text that nests more than `MAXIMUM_DEPTH` levels."""
    return TextError(
        "nested-too-deep",
        f"the document nests more than {MAXIMUM_DEPTH} levels deep;"
        f" expected at most {MAXIMUM_DEPTH}",
        line=line,
        column=column,
    )


def number_out_of_range(text: str, line: int = 0, column: int = 0) -> TextError:
    """Name the fault of a number that no JSON reader can be trusted with."""
    return TextError(
        "number-out-of-range",
        f"`{text[:20]}` is outside the range of numbers;"
        f" expected at most {MAXIMUM_DIGITS} digits and a finite value",
        line=line,
        column=column,
        help="put it in quotes if it is meant as text",
    )
