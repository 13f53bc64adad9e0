"""What a run has to say about its input: the facts, not how they are printed."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    diagnostics: list[Diagnostic] = field(default_factory=list[Diagnostic])
    firings: list[Firing] = field(default_factory=list[Firing])

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
        self.diagnostics.append(
            Diagnostic(
                rule=rule,
                severity=severity,
                message=message,
                place=place,
                help=help,
                related=related,
            )
        )

    def fired(self, quirk: str, place: Place) -> None:
        """Remember that a quirk was found and normalised at a place."""
        self.firings.append(Firing(quirk=quirk, place=place))

    def has(self, severity: Severity) -> bool:
        """Tell whether anything at or above a severity was reported."""
        return any(each.severity >= severity for each in self.diagnostics)

    def errors(self) -> int:
        """Count the errors reported so far."""
        return sum(each.severity is Severity.ERROR for each in self.diagnostics)

    def checkpoint(self) -> None:
        """Stop here if anything reported so far is an error.

        Raises:
            InputError: at least one diagnostic is an error.
        """
        if self.has(Severity.ERROR):
            raise InputError

    def counts(self) -> Counter[str]:
        """Count the firings by quirk id."""
        return Counter(each.quirk for each in self.firings)
