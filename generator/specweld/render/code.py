"""A fragment of generated code, which carries the imports that it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One imported name; a module that starts with a dot counts from the package's root."""

    module: str
    """`typing`, `httpx2`, `._core.transport`"""
    name: str = ""
    """Empty for `import module`."""
    alias: str = ""
    """Another name for it in the importing module; empty to keep its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """Python text that may be printed as it stands, and what it needs to run.

    Only `literal`, `identifier`, `docstring` and the layout functions of this package make one
    out of text that came from a document.
    """

    text: str
    imports: frozenset[Import] = frozenset()

    def __str__(self) -> str:
        """Return the text alone: what a template prints."""
        return self.text


def code(text: str, *imports: Import) -> Code:
    """Mark text that we wrote ourselves as code."""
    return Code(text=text, imports=frozenset(imports))


def imports_of(fragments: Iterable[Code]) -> frozenset[Import]:
    """Unite what several fragments need."""
    empty: frozenset[Import] = frozenset()
    return reduce(lambda found, each: found | each.imports, fragments, empty)


def joined(separator: str, fragments: Iterable[Code]) -> Code:
    """Join fragments as `str.join` does."""
    parts = tuple(fragments)
    return Code(
        text=separator.join(part.text for part in parts), imports=imports_of(parts)
    )


def concatenated(*parts: Code | str) -> Code:
    """Put fragments, and text of our own between them, one behind the other."""
    return joined("", (code(part) if isinstance(part, str) else part for part in parts))
