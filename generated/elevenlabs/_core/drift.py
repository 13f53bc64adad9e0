"""Where a response and its documentation disagree."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from .errors import SchemaDriftError
from .settings import logger

if TYPE_CHECKING:
    from .lenient import Mismatch

_MOST_REMEMBERED = 1000
"""Distinct drifts that a client logs; a hostile server must not fill the memory."""


class SchemaDrift(Struct, frozen=True, kw_only=True):
    """One place of one response that does not match the documentation."""

    path: str
    """From the top of the body down: `$.voices[3].category`."""
    expected: str
    got: str
    method: str
    template: str
    """The path template of the operation; empty outside a call."""
    place: str
    """`path` without positions, `$.voices[*].category`: equal for equal drifts."""

    def __str__(self) -> str:
        operation = f"{self.method} {self.template}: ".lstrip() if self.method else ""
        return f"{operation}`{self.path}` should be {self.expected}, but is {self.got}"


def drifts_of(
    mismatches: tuple[Mismatch, ...], *, method: str = "", template: str = ""
) -> tuple[SchemaDrift, ...]:
    """Say in which call the mismatches were seen; in none when nothing is given."""
    return tuple(
        SchemaDrift(
            path=mismatch.path,
            place=mismatch.place,
            expected=mismatch.expected,
            got=mismatch.got,
            method=method,
            template=template,
        )
        for mismatch in mismatches
    )


OnDrift: TypeAlias = Literal["log", "raise", "ignore"] | Callable[[SchemaDrift], None]
"""What to do about drift: log each distinct one once, raise `SchemaDriftError`, nothing, or a call."""


class DriftReporter:
    """Hands drifts to whom the caller wants to have them; one a client, safe for threads."""

    def __init__(self, on_drift: OnDrift) -> None:
        self._on_drift = on_drift
        self._seen: set[tuple[str, str, str, str, str]] = set()
        self._lock = threading.Lock()

    def report(self, drifts: tuple[SchemaDrift, ...]) -> None:
        """Report the drifts of one response.

        Raises:
            SchemaDriftError: `on_drift` is `"raise"` and there are drifts.
        """
        if not drifts or self._on_drift == "ignore":
            return
        if self._on_drift == "raise":
            raise SchemaDriftError(drifts)
        for drift in drifts:
            if callable(self._on_drift):
                self._on_drift(drift)
            else:
                self._log(drift)

    def _log(self, drift: SchemaDrift) -> None:
        key = (drift.method, drift.template, drift.place, drift.expected, drift.got)
        with self._lock:
            if key in self._seen or len(self._seen) >= _MOST_REMEMBERED:
                return
            self._seen.add(key)
        logger.warning("%s", drift)
