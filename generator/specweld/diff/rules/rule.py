"""One kind of change that a comparison recognises."""

from __future__ import annotations

from dataclasses import dataclass

from specweld.diff.change import Wire


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a kind of change is called, what it means on the wire, and why.

    What it means for Python code is not part of the table: it is computed from the two
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
    formerly: tuple[str, ...] = ()
    """Ids of the rules that recognised such changes before: acceptances may name them."""


def directed(
    topic: str,
    *,
    what: str,
    example: str,
    sent: tuple[Wire, str],
    received: tuple[Wire, str],
    mirror: str,
    formerly: tuple[str, ...] = (),
) -> tuple[Rule, Rule]:
    """Make a pair of rules: the same thing happened to what is sent, or to what is received.

    Args:
        topic: The ids without their direction, as `mirror` and `formerly` are.
        what: `{sent}` stands for the direction.
        sent: The verdict on the wire, and why...
        received: ... for each of them.
    """
    one, other = (
        Rule(
            id=f"{direction}-{topic}",
            what=what.format(sent=word),
            why=why,
            example=example,
            wire=wire,
            mirror=f"{direction}-{mirror}",
            formerly=tuple(f"{direction}-{each}" for each in formerly),
        )
        for direction, word, (wire, why) in (
            ("request", "sent", sent),
            ("response", "received", received),
        )
    )
    return one, other
