"""The first of three ways for spec text into code: values, written as black writes them."""

from __future__ import annotations

import math

from specweld.json_types import Json
from specweld.render.code import Code

_LONGEST_DECIMAL = 10**4000
"""Python refuses to print an integer of more digits than this in decimal (CVE-2020-10735)."""


def literal(value: Json) -> Code:
    """Write a JSON value as a Python expression that evaluates to it again.

    Raises:
        ValueError: a number is infinite or no number, which JSON does not have.
    """
    return Code(text=_text(value))


def _text(value: Json) -> str:
    match value:
        case str():
            return _string(value)
        case bool() | None:
            return repr(value)
        case int():
            return repr(value) if abs(value) < _LONGEST_DECIMAL else _hexadecimal(value)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"not a JSON number: {value!r}")
            return repr(value)
        case list():
            return "[" + ", ".join(_text(each) for each in value) + "]"
        case dict():
            items = (f"{_string(key)}: {_text(each)}" for key, each in value.items())
            return "{" + ", ".join(items) + "}"


def _string(text: str) -> str:
    """Quote as black does: double quotes unless single ones save backslashes."""
    escaped = repr("'\"" + text)[1:-1].removeprefix("\\'\"").replace("\\'", "'")
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + escaped.replace(quote, "\\" + quote) + quote


def _hexadecimal(value: int) -> str:
    digits = f"{abs(value):X}"
    return f"-0x{digits}" if value < 0 else f"0x{digits}"
