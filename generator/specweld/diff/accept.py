"""Changes that somebody has looked at and accepted: the file that says so, and what it does.

An entry names its change by fingerprint, so it survives rewording and moved lines, and it ends:
when its date comes, or when the change is no longer there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.diff.rules import RULE_BY_ID
from specweld.regular import check_regular
from specweld.settings.positions import key_positions
from specweld.settings.table import Table
from specweld.settings.toml_text import toml_string
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from specweld.diagnostics import Problems
    from specweld.diff.change import Change, Comparison

FILE_NAME = "specweld-accepted.toml"
_KEYS = ("fingerprint", "rule", "subject", "reason", "expires")
_INTRODUCTION = """\
# Changes of the API that were looked at and accepted: `specweld diff` no longer counts them.
# `specweld diff --accept REASON` adds entries; delete the ones that are reported as stale.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One `[[accepted]]` table."""

    fingerprint: str
    rule: str
    """For the reader of the file; the fingerprint alone decides."""
    subject: str
    reason: str
    expires: date | None
    """The last day on which the entry counts; None for always."""
    place: TextPlace = field(compare=False, repr=False)


def read_accepted(path: Path, problems: Problems) -> tuple[Acceptance, ...]:
    """Read a file of accepted changes; one that does not exist holds none."""
    shown = path.as_posix()
    try:
        check_regular(path)
        text = path.read_text(encoding="utf-8")
        values = tomllib.loads(text)
    except FileNotFoundError:
        return ()
    except (
        OSError,
        UnicodeDecodeError,
        RecursionError,
        tomllib.TOMLDecodeError,
    ) as error:
        problems.report(
            "accepted-unreadable",
            Severity.ERROR,
            f"`{shown}` cannot be read ({error}); expected a TOML file with `[[accepted]]` tables",
            TextPlace(path=shown),
        )
        return ()
    top = Table(
        values=values, path=(), positions=key_positions(text), file=shown, text=text
    )
    top.report_unknown(("accepted",), problems)
    found = [_acceptance(each, problems) for each in top.tables("accepted", problems)]
    # The last entry for a change counts: accepting again renews one that expired.
    latest = {each.fingerprint: each for each in found if each is not None}
    return tuple(latest.values())


def _acceptance(table: Table, problems: Problems) -> Acceptance | None:
    table.report_unknown(_KEYS, problems)
    fingerprint = table.string("fingerprint", problems)
    reason = table.string("reason", problems)
    for key, value in (("fingerprint", fingerprint), ("reason", reason)):
        if not value.strip():
            problems.report(
                "accepted-incomplete",
                Severity.ERROR,
                f"an accepted change has no `{key}`; expected one",
                table.place(key),
            )
    if not fingerprint or not reason.strip():
        return None
    return Acceptance(
        fingerprint=fingerprint,
        rule=table.string("rule", problems),
        subject=table.string("subject", problems),
        reason=reason,
        expires=table.day("expires", problems),
        place=table.place(),
    )


def apply_accepted(
    comparison: Comparison,
    accepted: Sequence[Acceptance],
    problems: Problems,
    *,
    today: date,
) -> Comparison:
    """Mark the changes that somebody accepted; report entries that expired or match nothing."""
    found = {each: x for x in comparison.changes for each in fingerprints(x)}
    reasons: dict[str, str] = {}
    for each in accepted:
        name = f"`{each.rule}` of `{each.subject}`"
        if each.fingerprint not in found:
            problems.report(
                "accepted-stale",
                Severity.WARNING,
                f"the accepted {name} is not a change of this comparison",
                each.place,
                help="delete the entry once the accepted state is the old side",
            )
        elif each.expires is not None and each.expires < today:
            problems.report(
                "accepted-expired",
                Severity.WARNING,
                f"the acceptance of {name} expired on {each.expires.isoformat()}; it counts again",
                each.place,
                help="`specweld diff --accept REASON` renews it",
            )
        else:
            reasons[found[each.fingerprint].fingerprint] = each.reason
    changes = tuple(
        replace(each, accepted=reasons.get(each.fingerprint, each.accepted))
        for each in comparison.changes
    )
    return replace(comparison, changes=changes)


def fingerprints(change: Change) -> tuple[str, ...]:
    """List what an acceptance may call a change: its fingerprint, and those of former versions."""
    rule = RULE_BY_ID.get(change.rule)
    former = rule.formerly if rule is not None else ()
    return (change.fingerprint, *(change.fingerprint_as(each) for each in former))


def with_accepted(
    text: str, changes: Sequence[Change], *, reason: str, expires: date | None
) -> str:
    """Add entries for some changes to the text of a file, which is otherwise kept as it is."""
    blocks = [text.rstrip("\n") if text.strip() else _INTRODUCTION.rstrip("\n")]
    for change in changes:
        lines = [
            "[[accepted]]",
            f"fingerprint = {toml_string(change.fingerprint)}",
            f"rule = {toml_string(change.rule)}",
            f"subject = {toml_string(change.subject.name)}",
            f"reason = {toml_string(reason)}",
        ]
        if expires is not None:
            lines.append(f"expires = {expires.isoformat()}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"
