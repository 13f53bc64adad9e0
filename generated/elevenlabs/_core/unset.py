"""Telling an explicit null from nothing at all."""

from __future__ import annotations

from typing import Final, TypeVar

from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType

_T = TypeVar("_T")


class Null:
    """A JSON null that has to be sent."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "null"


NULL: Final = Null()


def nullable(value: _T) -> _T | Null:
    """Let None through as an explicit null; everything else, `UNSET` too, stays what it is."""
    return NULL if value is None else value


def is_absent(value: object) -> bool:
    """Return whether a value stands for "not sent"."""
    return value is None or value is UNSET
