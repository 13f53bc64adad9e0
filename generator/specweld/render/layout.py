"""Where lines break: groups are marked while a template is filled, and laid out as black would at the end.

A mark is a character that Unicode will never assign, so no filter lets one through.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from specweld.render.code import Code, imports_of
from specweld.render.width import LINE_LENGTH, width


class LineStyle(enum.Enum):
    """How a group of items breaks; its value is the mark that opens it."""

    EXPLODED = "\ufdd0"
    """One item a line, each with its comma."""
    JOINED = "\ufdd1"
    """On one line where that fits, else exploded."""
    IMPORTED = "\ufdd2"
    """Likewise, in parentheses only when exploded."""
    HUGGED = "\ufdd3"
    """A single item that moves to a line of its own, without a comma."""
    VALUE = "\ufdd4"
    """What is assigned, or a type: moves into parentheses of its own where that helps."""
    TYPES = "\ufdd5"
    """The arguments of a generic type."""
    UNION = "\ufdd6"
    """The members of a union, in parentheses only when broken."""
    CHAIN = "\ufdd7"
    """A value and the calls of its methods: several of them one per line where they do not fit."""


_NEXT = "\ufdd8"
_OR = "\ufdd9"
_DOT = "\ufddd"
_END = "\ufdda"
FOREIGN = "\ufddb"
OWN = "\ufddc"
"""Around what a template prints of a view, so that one can tell later who wrote what: no columns."""

_STYLES = {each.value: each for each in LineStyle}
_SEPARATORS = {LineStyle.UNION: _OR, LineStyle.CHAIN: _DOT}
_WRITTEN = {_NEXT: ", ", _OR: " | ", _DOT: ""}
_MARKS = re.compile(f"([{''.join(_STYLES)}{''.join(_WRITTEN)}{_END}])")
_FLAT = str.maketrans({**dict.fromkeys(_STYLES, ""), **_WRITTEN, _END: ""})
_WIDE = str.maketrans({FOREIGN: "", OWN: ""})
_BRACKETS = frozenset(
    {LineStyle.EXPLODED, LineStyle.JOINED, LineStyle.IMPORTED, LineStyle.HUGGED}
)
_STEP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Items between brackets, or joined by an operator."""

    style: LineStyle
    items: tuple[Line, ...]
    flat: str


Line: TypeAlias = tuple[str | Group, ...]


def grouped(style: LineStyle, items: Sequence[str]) -> str:
    """Mark items as a group; they may hold groups themselves."""
    if not items:
        return ""
    separator = _SEPARATORS.get(style, _NEXT)
    return f"{style.value}{separator.join(items)}{_END}"


def flattened(text: str) -> str:
    """Write marked text on one line."""
    return text.translate(_FLAT)


def laid_out(text: str) -> str:
    """Lay out every line of a text that has groups."""
    if not _MARKS.search(text):
        return text
    return "\n".join(
        _statement(line) if _MARKS.search(line) else line for line in text.split("\n")
    )


def _statement(text: str) -> str:
    margin = len(text) - len(text.lstrip(" "))
    if LineStyle.EXPLODED.value not in text:
        flat = flattened(text)
        if _columns(flat) <= LINE_LENGTH:
            return flat
    line = _parsed(_MARKS.split(text[margin:]))
    return " " * margin + _laid(line, margin, "")


def _parsed(pieces: list[str]) -> Line:
    """Build the groups of a line from its pieces, text and marks by turns."""
    levels: list[tuple[str, list[list[str | Group]]]] = [("", [[]])]
    for index, piece in enumerate(pieces):
        _mark, items = levels[-1]
        if not index % 2:
            if piece:
                items[-1].append(piece)
        elif piece in _STYLES:
            levels.append((piece, [[]]))
        elif piece == _END:
            mark, found = levels.pop()
            lines = tuple(tuple(each) for each in found)
            levels[-1][1][-1].append(_group(_STYLES[mark], lines))
        else:
            items.append([])
    return tuple(levels[0][1][0])


def _group(style: LineStyle, items: tuple[Line, ...]) -> Group:
    separator = _WRITTEN[_SEPARATORS.get(style, _NEXT)]
    flat = separator.join(_flat(each) for each in items)
    return Group(style=style, items=items, flat=flat)


def _flat(line: Line) -> str:
    return "".join(each if isinstance(each, str) else each.flat for each in line)


def _columns(text: str) -> int:
    return width(text) if text.isascii() else width(text.translate(_WIDE))


def _fits(text: str, margin: int) -> bool:
    return margin + _columns(text) <= LINE_LENGTH


def _is_exploded(line: Line) -> bool:
    """Return whether something in a line is always one item a line."""
    return any(
        each.style is LineStyle.EXPLODED or any(map(_is_exploded, each.items))
        for each in line
        if isinstance(each, Group)
    )


def _laid(line: Line, margin: int, after: str) -> str:
    """Lay out a line that is indented by some columns, and put something behind it."""
    flat = _flat(line) + after
    if _fits(flat, margin) and not _is_exploded(line):
        return flat
    for index, each in enumerate(line):
        if isinstance(each, Group) and each.style is LineStyle.CHAIN:
            return _chained(
                (*line[:index], *each.items[0]), each.items[1:], margin, after
            )
    brackets = [
        (index, each)
        for index, each in enumerate(line)
        if isinstance(each, Group) and each.style in _BRACKETS
    ]
    if not brackets:
        return _without_brackets(line, margin, after, flat)
    # Of several black opens the last ones that leave what is before them on one line.
    fitting = (x for x in reversed(brackets) if _fits(_flat(line[: x[0]]), margin))
    index, group = next(fitting, brackets[0])
    rest = _laid(line[index + 1 :], margin, after)
    return _head(line[:index], margin) + _opened(group, margin, rest)


def _chained(first: Line, calls: tuple[Line, ...], margin: int, after: str) -> str:
    """Put each call of a chain on a line of its own."""
    lines = [_laid(each, margin, "") for each in (first, *calls[:-1])]
    lines.append(_laid(calls[-1], margin, after))
    return f"\n{' ' * margin}".join(lines)


def _head(line: Line, margin: int) -> str:
    """Write what stands before a bracket; of a very long name the type moves below."""
    types = [x for each in line if isinstance(each, Group) for x in each.items[0]]
    is_plain = all(isinstance(each, str) for each in types)
    return _laid(line, margin, "") if is_plain else _flat(line)


def _opened(group: Group, margin: int, rest: str) -> str:
    """Put the items of a group on lines of their own."""
    comma = "" if group.style is LineStyle.HUGGED else ","
    inner = margin + _STEP
    lines = "".join(
        f"{' ' * inner}{_laid(item, inner, comma)}\n" for item in group.items
    )
    if group.style is LineStyle.IMPORTED:
        return f"(\n{lines}{' ' * margin}){rest}"
    return f"\n{lines}{' ' * margin}{rest}"


def _without_brackets(line: Line, margin: int, after: str, flat: str) -> str:
    """Move the value of an assignment, or break a type: black does the first if it can."""
    groups = [(index, x) for index, x in enumerate(line) if isinstance(x, Group)]
    for index, group in reversed(groups):
        if group.style is LineStyle.VALUE and not after:
            head, tail = _flat(line[:index]), line[index + 1 :]
            if any(isinstance(x, Group) for x in group.items[0]):
                return _laid((*line[:index], *group.items[0], *tail), margin, "")
            if _is_better_below(head, group.flat, margin):
                space = " " * (margin + _STEP)
                return f"{head}(\n{space}{group.flat}\n{' ' * margin}){_flat(tail)}"
    for index, group in groups:
        if group.style in (LineStyle.TYPES, LineStyle.UNION):
            rest = _flat(line[index + 1 :]) + after
            return _flat(line[:index]) + _broken(group, margin) + rest
    return flat


def _is_better_below(head: str, value: str, margin: int) -> bool:
    return _fits(head, margin + 1) and _fits(value, margin + _STEP)


def _broken(group: Group, margin: int) -> str:
    """Break a type inside its brackets; a union gets some."""
    inner = margin + _STEP
    if group.style is LineStyle.UNION:
        body = _broken_union(group, inner)
        return f"(\n{' ' * inner}{body}\n{' ' * margin})"
    body = group.flat
    if not _fits(body, inner):
        match group.items:
            case ((Group(style=LineStyle.UNION) as only,),):
                body = _broken_union(only, inner)
            case (only,):
                body = _laid(only, inner, "")
            case several:
                lines = (_laid(each, inner, ",") for each in several)
                body = f"\n{' ' * inner}".join(lines)
    return f"\n{' ' * inner}{body}\n{' ' * margin}"


def _broken_union(group: Group, margin: int) -> str:
    if _fits(group.flat, margin):
        return group.flat
    first, *others = group.items
    lines = [_laid(first, margin, "")]
    lines += [_laid(("| ", *each), margin, "") for each in others]
    return f"\n{' ' * margin}".join(lines)


def exploded(opening: str, items: Sequence[Code], closing: str) -> Code:
    """Write items between brackets, one per line: stable at any width."""
    group = grouped(LineStyle.EXPLODED, [each.text for each in items])
    return Code(text=opening + group + closing, imports=imports_of(items))
