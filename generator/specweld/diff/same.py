"""Equality of JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.json_types import Json


def is_same(old: Json, new: Json) -> bool:
    """Compare JSON values; True is not 1, and 1.0 is 1."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    match old, new:
        case dict(), dict():
            return old.keys() == new.keys() and all(
                is_same(value, new[key]) for key, value in old.items()
            )
        case list(), list():
            return len(old) == len(new) and all(map(is_same, old, new))
        case _:
            return old == new
