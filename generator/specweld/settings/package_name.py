"""Names that a package may have: importable, and of nothing that Python programs import already."""

from __future__ import annotations

import keyword
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_DEPENDENCIES = frozenset({"httpx2", "msgspec"})
"""What every client imports."""


def is_python_name(text: str) -> bool:
    """Return whether a text can name a module or a class, and be typed on any keyboard."""
    is_special = text.startswith("__") and text.endswith("__")
    is_plain = text.isascii() and text.isidentifier() and not is_special
    return is_plain and not keyword.iskeyword(text)


def shadowed_words(package: str, output: Path) -> str:
    """Say which module a package would hide from everything that imports it; empty for none.

    In a package of the caller's own the name is `acme.vendor.json`, which hides nothing.
    """
    if package not in sys.stdlib_module_names | _DEPENDENCIES:
        return ""
    if (output.resolve().parent / "__init__.py").exists():
        return ""
    owner = "the clients need" if package in _DEPENDENCIES else "Python brings along"
    return f"`{package}` is also a module that {owner}; expected a name of its own"


SHADOW_REMEDY = "choose another package name, or write it into a package of yours"
