"""What a run produced, in one line of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.api.api import Coverage


def coverage_words(coverage: Coverage) -> str:
    """Say how much of the input is in the output."""
    return (
        f"{coverage.operations} of {coverage.operations_found} operations, "
        f"{coverage.schemas} of {coverage.schemas_found} schemas, "
        f"{coverage.untyped_bodies} untyped bodies"
    )


def is_complete(coverage: Coverage) -> bool:
    """Return whether everything found is in the output, and typed."""
    return (
        coverage.operations == coverage.operations_found
        and coverage.schemas == coverage.schemas_found
        and coverage.untyped_bodies == 0
    )


def counted(count: int, noun: str) -> str:
    """Write a count with its noun: `1 file`, `2 files`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
