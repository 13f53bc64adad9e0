"""The third of three ways for spec text into code: docstrings that the text cannot end."""

from __future__ import annotations

from collections.abc import Sequence

from specweld.render.code import Code
from specweld.render.prose import wrapped
from specweld.render.width import LINE_LENGTH

_QUOTES = 3
"""Columns of the quotes on the first and on the last line."""


def docstring(text: str, *, indent: int = 0) -> Code:
    """Write a text as a docstring, wrapped for a place that is indented by `indent` columns."""
    columns = LINE_LENGTH - indent
    lines = wrapped(text, columns, reserved=_QUOTES)
    if len(lines) == 1:  # both quotes stand on its line
        lines = wrapped(text, columns, reserved=2 * _QUOTES)
    return docstring_of(lines, indent=indent)


def docstring_of(lines: Sequence[str], *, indent: int) -> Code:
    """Write lines as a docstring in the shape that black keeps.

    A single line closes on itself, whatever its length; more lines close on a line of their own.
    """
    first, *others = _aligned(_without_edges([line.rstrip() for line in lines]))
    margin = " " * indent
    text = "\n".join((first, *(margin + line if line else "" for line in others)))
    text = _without_triple_quotes(text.replace("\\", "\\\\"))
    if text.startswith('"'):
        text = "\\" + text
    if others:
        return Code(text=f'"""{text}\n{margin}"""')
    closing = ' """' if text.endswith('"') else '"""'
    return Code(text=f'"""{text}{closing}')


def _aligned(lines: list[str]) -> list[str]:
    """Take away the indentation that all lines but the first share, as black does."""
    margin = min((len(x) - len(x.lstrip()) for x in lines[1:] if x), default=0)
    return [lines[0], *(line[margin:] for line in lines[1:])]


def _without_triple_quotes(text: str) -> str:
    """Break every run of three quotes, wherever it lies."""
    while '"""' in text:
        text = text.replace('"""', '\\"\\"\\"', 1)
    return text


def _without_edges(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if not lines:
        return [" "]
    return [lines[0].lstrip(), *lines[1:]]
