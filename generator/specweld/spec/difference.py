"""The first difference of two parts of documents, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.spec.quote import quote

if TYPE_CHECKING:
    from specweld.json_types import Json, Pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where two values part ways, and what either has there."""

    pointer: Pointer
    """Below the two values that were compared."""
    one: str
    """In words, for a message; a name in backquotes or a phrase."""
    other: str


def first_difference(
    one: Json, other: Json, pointer: Pointer = ()
) -> Difference | None:
    """Find the first difference in the order of the first value; None if they are equal."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in (*one, *(key for key in other if key not in one)):
            if key not in one or key not in other:
                return Difference(
                    pointer=(*pointer, key),
                    one=describe(one[key]) if key in one else "missing",
                    other=describe(other[key]) if key in other else "missing",
                )
            if is_same(one[key], other[key]):
                continue
            return first_difference(one[key], other[key], (*pointer, key))
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index, (left, right) in enumerate(zip(one, other, strict=False)):
            if not is_same(left, right):
                return first_difference(left, right, (*pointer, str(index)))
        if len(one) == len(other):
            return None
    elif is_same(one, other):
        return None
    if isinstance(one, str) and isinstance(other, str):
        words = _around_difference(one, other)
        return Difference(pointer=pointer, one=words[0], other=words[1])
    return Difference(pointer=pointer, one=describe(one), other=describe(other))


_SHOWN = 40
"""Characters of a text that a message shows."""


def _around_difference(one: str, other: str) -> tuple[str, str]:
    """Show two texts where they part ways: two equal beginnings tell nothing."""
    pairs = enumerate(zip(one, other, strict=False))
    start = next(
        (index for index, (left, right) in pairs if left != right),
        min(len(one), len(other)),
    )
    if max(len(one), len(other)) <= _SHOWN or start < _SHOWN // 2:
        return describe(one), describe(other)
    start -= _SHOWN // 4
    return describe(f"…{one[start:]}"), describe(f"…{other[start:]}")


def is_same(one: Json, other: Json) -> bool:
    """Compare like `==`, but tell `true` from `1` and `1` from `1.0`."""
    if one != other:
        return False
    match one, other:
        case dict(), dict():
            return all(is_same(value, other[key]) for key, value in one.items())
        case list(), list():
            return all(is_same(*pair) for pair in zip(one, other, strict=True))
        case _:
            return type(one) is type(other)


def describe(value: Json) -> str:
    """Name a value in a few words, however large it is."""
    match value:
        case dict():
            return _counted(len(value), "a mapping", "key")
        case list():
            return _counted(len(value), "a list", "entry")
        case str():
            return quote(value, limit=_SHOWN) if value else "an empty text"
        case None:
            return "`null`"
        case bool():
            return "`true`" if value else "`false`"
        case _:
            return f"`{str(value)[:40]}`"


def _counted(count: int, what: str, unit: str) -> str:
    if not count:
        return what.replace("a ", "an empty ")
    units = unit if count == 1 else f"{unit[:-1]}ies" if unit == "entry" else f"{unit}s"
    return f"{what} of {count} {units}"
