"""Names of properties that JSON must escape: msgspec takes none, so they are declared by stand-ins."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r'[\x00-\x1f"\\]')
_UNDECLARED = re.compile(r"[\ud800-\udfff\ue000-\ue05c]")
"""Halves of characters, which no JSON in UTF-8 holds, and the stand-ins themselves."""
_STAND_INS = {code: 0xE000 + code for code in (*range(0x20), ord('"'), ord("\\"))}
"""The runtime turns them back: `runtime/model.py`."""


def must_escape(wire_name: str) -> bool:
    """Return whether a name stands in JSON as it does nowhere else."""
    return _ESCAPED.search(wire_name) is not None


def is_declarable(wire_name: str) -> bool:
    """Return whether a class can have a property of such a name."""
    return _UNDECLARED.search(wire_name) is None


def declared_name(wire_name: str) -> str:
    """Put stand-ins where JSON would have to escape."""
    return wire_name.translate(_STAND_INS)
