"""Enums to which a server may add values.

To a type checker `Open[Literal["a", "b"]]` is `Literal["a", "b"] | str`: code that handles only the
known values does not pass as complete. At run time it is the bare `Literal`, so that decoding notices
a value that nobody documented; the raw value is kept and reported as drift.

Use `Open` for strings, `OpenInt` for integers, and one around the other for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    _T = TypeVar("_T")

    Open: TypeAlias = _T | str
    OpenInt: TypeAlias = _T | int
else:

    class Open:
        """A `Literal` of strings that may grow."""

        def __class_getitem__(cls, known: object) -> object:
            return known

    class OpenInt:
        """A `Literal` of integers that may grow."""

        def __class_getitem__(cls, known: object) -> object:
            return known
