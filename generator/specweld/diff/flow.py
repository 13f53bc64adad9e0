"""Which way the values of a place travel, and what that makes of rules and bumps."""

from __future__ import annotations

from dataclasses import dataclass

from specweld.diff.change import Bump, Direction, worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Whether values are sent, received, or both."""

    is_sent: bool
    is_received: bool

    def __or__(self, other: Flow) -> Flow:
        """Return the ways that either travels."""
        return Flow(
            is_sent=self.is_sent or other.is_sent,
            is_received=self.is_received or other.is_received,
        )

    @property
    def direction(self) -> Direction:
        """Return the direction as reports name it."""
        match self.is_sent, self.is_received:
            case True, True:
                return Direction.BOTH
            case True, False:
                return Direction.SENT
            case False, True:
                return Direction.RECEIVED
            case _:
                return Direction.NEITHER

    def rules(self, topic: str) -> tuple[str, ...]:
        """Name the rules of a topic, one per direction; what goes nowhere counts as received."""
        found: list[str] = []
        if self.is_sent:
            found.append(f"request-{topic}")
        if self.is_received or not self.is_sent:
            found.append(f"response-{topic}")
        return tuple(found)

    def bump(self, *, sent: Bump, received: Bump) -> Bump:
        """Return the bump of the directions that apply.

        What no operation sends or receives breaks hardly anyone: it is minor at most.
        """
        if not self.is_sent and not self.is_received:
            return (
                Bump.MINOR if worst(sent, received) is Bump.MAJOR else worst(received)
            )
        return worst(
            sent if self.is_sent else Bump.NONE,
            received if self.is_received else Bump.NONE,
        )


SENT = Flow(is_sent=True, is_received=False)
RECEIVED = Flow(is_sent=False, is_received=True)
NOWHERE = Flow(is_sent=False, is_received=False)
