"""What a run has to say about its input: the facts, not how they are printed."""

from __future__ import annotations

import contextlib
import enum
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from specweld.source import Place


class Severity(enum.IntEnum):
    """How much a diagnostic matters, least first."""

    NOTICE = 0
    """Worth knowing; nothing to do."""
    WARNING = 1
    """Something looks wrong; the output is complete all the same."""
    UNSUPPORTED = 2
    """The input is right and we do not handle it yet: something was left out (exit 1)."""
    ERROR = 3
    """The input is wrong in a way that we cannot go on from (exit 3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A second place that belongs to a diagnostic, and what is there."""

    message: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about the input: where, what, and what to do."""

    rule: str
    """A kebab-case sentence, the same in code, tests and docs: `dangling-ref`."""
    severity: Severity
    message: str
    """What is wrong, then what was expected; names in backquotes; no full stop."""
    place: Place | None = None
    help: str = ""
    """What a person can do about it: a command, a config line. Empty when there is nothing."""
    related: tuple[Related, ...] = ()
    accepted: str = ""
    """Why a team lives with it; empty when nobody accepted it, and it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One place where a quirk was seen and put right."""

    quirk: str
    place: Place


class InputError(Exception):
    """Raised at a checkpoint when errors were reported; the collector holds them."""


@dataclass(slots=True)
class Problems:
    """Collects diagnostics and quirk firings of one run: the only mutable thing that stages share."""

    _diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    _firings: list[Firing] = field(default_factory=list[Firing])

    @property
    def diagnostics(self) -> Sequence[Diagnostic]:
        """Everything reported so far, in the order of reporting."""
        return self._diagnostics

    @property
    def firings(self) -> Sequence[Firing]:
        """Every place where a quirk was put right."""
        return self._firings

    def report(
        self,
        rule: str,
        severity: Severity,
        message: str,
        place: Place | None = None,
        *,
        help: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """Add one diagnostic and go on."""
        self.add(
            Diagnostic(
                rule=rule,
                severity=severity,
                message=message,
                place=place,
                help=help,
                related=related,
            )
        )

    def add(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic that was made before it was known whether it counts."""
        self._diagnostics.append(diagnostic)

    def fired(self, quirk: str, place: Place) -> None:
        """Remember that a quirk was found and normalised at a place."""
        self._firings.append(Firing(quirk=quirk, place=place))

    def take(self, found: Problems) -> None:
        """Add everything that another collector holds."""
        self._diagnostics += found.diagnostics
        self._firings += found.firings

    def forward(
        self,
        found: Problems,
        change: Callable[[Diagnostic], Diagnostic | None],
        *,
        least: Severity = Severity.NOTICE,
    ) -> None:
        """Add the diagnostics of another collector, each in words of the caller's.

        Args:
            change: Returns None for what is not to be added.
            least: What is less severe is kept back.
        """
        for each in found.diagnostics:
            changed = change(each) if each.severity >= least else None
            if changed is not None:
                self.add(changed)

    @contextlib.contextmanager
    def scope(self) -> Generator[Problems, None, None]:
        """Collect apart what one step reports, and add it when the step is over.

        So a step can be asked whether it went well, whatever was reported before it.
        """
        found = Problems()
        try:
            yield found
        finally:
            self.take(found)

    def has(self, severity: Severity) -> bool:
        """Return whether anything at or above a severity was reported that nobody accepted."""
        return any(
            each.severity >= severity and not each.accepted
            for each in self._diagnostics
        )

    def counting(self) -> tuple[Diagnostic, ...]:
        """Return what keeps the exit code from being 0."""
        return tuple(
            each
            for each in self._diagnostics
            if each.severity >= Severity.UNSUPPORTED and not each.accepted
        )

    def accept(self, reason: Callable[[Diagnostic], str]) -> None:
        """Mark the diagnostics that somebody accepted; an empty reason leaves one as it is."""
        self._diagnostics = [
            replace(each, accepted=reason(each) or each.accepted)
            for each in self._diagnostics
        ]

    def checkpoint(self, *, keep_going: bool = False) -> None:
        """Stop when something is wrong with the input, unless the rest is wanted all the same.

        Raises:
            InputError: at least one diagnostic is an error.
        """
        if self.has(Severity.ERROR) and not keep_going:
            raise InputError

    def counts(self) -> Counter[str]:
        """Count the firings by quirk id."""
        return Counter(each.quirk for each in self._firings)
