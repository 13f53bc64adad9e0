"""What docstrings say of errors: whose bodies are described, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.render.annotations import received
from specweld.render.expression import flat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.api.operations import Method
    from specweld.render.scope import Scope


def raised(operation: Method, scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield the classes of the described errors, and what is said about each."""
    types: dict[str, dict[str, None]] = {}
    for error in operation.errors:
        if error.type is not None and error.is_described:
            name = _class_of(error.status, scope.errors)
            written = flat(received(error.type, scope))
            types.setdefault(name, {})[written] = None
    for name, found in types.items():
        listed = " or ".join(f"`{each}`" for each in found)
        yield name, f"With `details` of the type {listed}."


def _class_of(status: str, classes: Mapping[str, str]) -> str:
    """Name the class of a status; a range that no class covers is anything else."""
    usual = "5XX" if status.startswith("5") else ""
    return classes.get(status.upper()) or classes.get(usual, "ApiStatusError")
