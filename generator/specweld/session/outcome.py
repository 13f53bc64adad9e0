"""What became of one client, in words and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.json_types import Json, JsonObject
from specweld.printing.summary import counted, coverage_words, is_complete

if TYPE_CHECKING:
    from specweld.acceptance import AcceptedCount
    from specweld.config import ClientConfig
    from specweld.generation import Outcome


def is_incomplete(outcome: Outcome) -> bool:
    """Return whether something was left out, and nobody accepted any finding that could say why."""
    return not is_complete(outcome.coverage) and not outcome.accepted


def outcome_words(
    client: ClientConfig, outcome: Outcome, *, remedy: str
) -> tuple[str, ...]:
    """Say what was covered, and what was done about the files.

    Args:
        client: Whose files they are.
        outcome: What became of them.
        remedy: What to do when they are stale.
    """
    return (
        f"{client.name}: {coverage_words(outcome.coverage)}",
        *(f"  accepted: {_accepted_words(each)}" for each in outcome.accepted),
        f"  {client.output.as_posix()}: {_deeds(outcome, remedy)}",
    )


def _accepted_words(accepted: AcceptedCount) -> str:
    until = f", until {accepted.expires.isoformat()}" if accepted.expires else ""
    return f"{accepted.count} {accepted.rule} ({accepted.reason}{until})"


def _deeds(outcome: Outcome, remedy: str) -> str:
    changed, deleted = len(outcome.changed), len(outcome.deleted)
    if changed + deleted and outcome.diff:
        strays = f"; {_stray_words(outcome)}" if outcome.strays else ""
        return (
            f"out of date, {counted(changed, 'file')} to write "
            f"and {deleted} to delete; {remedy}{strays}"
        )
    if outcome.diff:
        return f"{_stray_words(outcome)}: move what is yours to `extras/`"
    if not changed and not deleted:
        if outcome.remarks:
            remarks = counted(outcome.remarks, "remark")
            return f"up to date; {remarks} when it was last generated"
        return "up to date"
    return f"{counted(changed, 'file')} written, {deleted} deleted"


def _stray_words(outcome: Outcome) -> str:
    count = len(outcome.strays)
    verb = "does" if count == 1 else "do"
    return f"{counted(count, 'file')} there {verb} not belong to the package"


def outcome_as_json(client: ClientConfig, outcome: Outcome) -> JsonObject:
    """Write an outcome as an object; paths are relative to `output`."""
    coverage = outcome.coverage
    changed: list[Json] = list(outcome.changed)
    deleted: list[Json] = list(outcome.deleted)
    return {
        "name": client.name,
        "package": client.package,
        "output": client.output.as_posix(),
        "coverage": {
            "operations": coverage.operations,
            "operations_found": coverage.operations_found,
            "schemas": coverage.schemas,
            "schemas_found": coverage.schemas_found,
            "untyped_bodies": coverage.untyped_bodies,
        },
        "accepted": [
            {
                "rule": each.rule,
                "count": each.count,
                "reason": each.reason,
                "expires": each.expires.isoformat() if each.expires else None,
            }
            for each in outcome.accepted
        ],
        "is_up_to_date": not outcome.diff and not changed and not deleted,
        "changed": changed,
        "deleted": deleted,
        "strays": list[Json](outcome.strays),
        "diff": outcome.diff,
    }
