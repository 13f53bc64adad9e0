"""Telling an explicit null from nothing at all."""

from __future__ import annotations

from typing import Final

from msgspec import UNSET as UNSET
from msgspec import UnsetType as UnsetType


class Null:
    """A JSON null that has to be sent."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "null"


NULL: Final = Null()


def is_absent(value: object) -> bool:
    """Return whether a value stands for "not sent"."""
    return value is None or value is UNSET
