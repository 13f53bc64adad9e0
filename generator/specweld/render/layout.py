"""Layouts that black leaves alone: one item a line, each with its comma."""

from __future__ import annotations

from collections.abc import Sequence

from specweld.render.code import Code, concatenated, imports_of
from specweld.render.width import LINE_LENGTH, width


def exploded(opening: str, items: Sequence[Code], closing: str, *, indent: int) -> Code:
    """Write items between brackets, one a line: stable at any width."""
    margin = " " * (indent + 4)
    body = "".join(f"{margin}{item.text},\n" for item in items)
    return Code(
        text=f"{opening}\n{body}{' ' * indent}{closing}", imports=imports_of(items)
    )


def inline(opening: str, items: Sequence[Code], closing: str) -> Code:
    """Write items between brackets on one line."""
    return Code(
        text=opening + ", ".join(item.text for item in items) + closing,
        imports=imports_of(items),
    )


def short_or_exploded(
    opening: str, items: Sequence[Code], closing: str, *, indent: int, most: int = 1
) -> Code:
    """Write at most `most` items on one line if they fit, else one a line.

    A second item then costs its own line in a diff, and no more from the third on.

    Args:
        indent: Columns of the line that the opening stands on.
        most: The number of items from which on they are always exploded, less one.
    """
    short = inline(opening, items, closing)
    has_room = indent + width(short.text) + 1 <= LINE_LENGTH
    if len(items) <= most and has_room and "\n" not in short.text:
        return short
    return exploded(opening, items, closing, indent=indent)


def mapping(head: str, entries: Sequence[tuple[Code, Code]], *, indent: int) -> Code:
    """Write `head{key: value}`: on one line if there is one entry that fits, else exploded."""
    items = [concatenated(key, ": ", value) for key, value in entries]
    short = inline(f"{head}{{", items, "}")
    if len(items) <= 1 and indent + width(short.text) + 1 <= LINE_LENGTH:
        return short
    lines = [_entry(key, value, indent + 4) for key, value in entries]
    return exploded(f"{head}{{", lines, "}", indent=indent)


def _entry(key: Code, value: Code, indent: int) -> Code:
    """Write a line of a mapping; of one that is too long, the call that is its value breaks."""
    short = concatenated(key, ": ", value)
    function, bracket, inner = value.text.partition("(")
    is_call = bool(bracket) and function.isidentifier()  # else a bracket in a string
    if indent + width(short.text) + 1 <= LINE_LENGTH or not is_call:
        return short
    margin = " " * indent
    inner = inner.removesuffix(")")
    text = f"{key.text}: {function}(\n{margin}    {inner}\n{margin})"
    return Code(text=text, imports=short.imports)
