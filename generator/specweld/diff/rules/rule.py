"""One kind of change that a comparison recognises."""

from __future__ import annotations

from dataclasses import dataclass

from specweld.diff.change import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a kind of change is called, what it means on the wire, and why.

    What it means for Python code is no part of the table: it is computed from the two
    generated surfaces, change by change.
    """

    id: str
    """A kebab-case sentence; starts with `request-` or `response-` where the direction decides."""
    what: str
    """What happened, in one sentence."""
    why: str
    """Why the verdicts are what they are."""
    example: str
    """One line of a document or of Python, before and after an arrow."""
    wire: Wire
    mirror: str = ""
    """Id of the rule that recognises the same edit undone."""
    waiver: str = ""
    """Why there is no mirror."""
