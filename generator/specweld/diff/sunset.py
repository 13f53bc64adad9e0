"""Ends that were announced: what is deprecated first and goes after its date was planned."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.contract.nodes import Facts
    from specweld.json_types import Json

SUNSET = "x-sunset"


def is_planned(facts: Facts, today: date | None) -> bool:
    """Return whether something was deprecated and its announced date has come.

    Args:
        today: None where nobody asked: then nothing is past.
    """
    ends = sunset(facts.get(SUNSET))
    is_past = ends is not None and today is not None and ends <= today
    return is_past and facts.get("deprecated") is True


def sunset(value: Json) -> date | None:
    """Read a date (RFC 3339 full-date, a time behind it passed over); None for anything else."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None
