"""The second of three ways for spec text into code: names that were decided upstream."""

from __future__ import annotations

import keyword

from specweld.render.code import Code, Import


def identifier(name: str, *imports: Import) -> Code:
    """Mark a decided name as code.

    Raises:
        ValueError: the name is not an identifier, which `api.names` should have seen to.
    """
    if not is_identifier(name):
        raise ValueError(f"not a Python identifier: {name!r}")
    return Code(text=name, imports=frozenset(imports))


def is_identifier(name: str) -> bool:
    """Return whether a name can be written in Python as it is."""
    return name.isidentifier() and not keyword.iskeyword(name)


def dotted(name: str) -> Code:
    """Mark the decided name of a module as code; it may be relative.

    Raises:
        ValueError: one of its parts is not an identifier.
    """
    parts = name.lstrip(".").split(".")
    if not all(map(is_identifier, parts)) and name.strip("."):
        raise ValueError(f"not the name of a module: {name!r}")
    return Code(text=name)
