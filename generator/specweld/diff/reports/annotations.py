"""A comparison as workflow commands, which GitHub shows beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Wire
from specweld.diff.reports.outline import verdict
from specweld.printing.escape import visible
from specweld.printing.span import span_of

if TYPE_CHECKING:
    from specweld.diff.change import Change, Comparison

_LIMIT = 10
"""GitHub shows so many annotations of a level for each step and drops the others silently."""


def github_report(comparison: Comparison) -> str:
    """Write one workflow command a change, the most severe first, and the verdict at the end.

    A level with more changes than GitHub shows ends with the number of those left out.
    """
    by_level: dict[str, list[str]] = {"error": [], "warning": [], "notice": []}
    for change in comparison.changes:
        if not change.accepted:
            by_level[_level(change)].append(_command(change))
    lines = _shown(by_level["error"], "error", limit=_LIMIT)
    lines += _shown(by_level["warning"], "warning", limit=_LIMIT)
    lines += _shown(by_level["notice"], "notice", limit=_LIMIT - 1)
    lines.append(f"::notice title=specweld diff::{_data(verdict(comparison))}")
    return "\n".join(lines) + "\n"


def _shown(commands: list[str], level: str, *, limit: int) -> list[str]:
    if len(commands) <= limit:
        return commands
    hidden = len(commands) - (limit - 1)
    rest = f"::{level} title=specweld diff::and {hidden} more changes of this level"
    return [*commands[: limit - 1], rest]


def _level(change: Change) -> str:
    if change.python is Bump.MAJOR or change.wire is Wire.BREAKING:
        return "error"
    return "warning" if change.wire is Wire.UNKNOWN else "notice"


def _command(change: Change) -> str:
    facts = {"title": f"{change.rule}: {change.subject.name}"}
    # The old side need not lie in the tree that is being reviewed: only the new one is pointed at.
    if change.subject.new_place is not None:
        span = span_of(change.subject.new_place)
        facts |= {"file": span.path, "line": str(span.line), "col": str(span.column)}
    properties = ",".join(
        f"{key}={_property(facts[key])}"
        for key in ("file", "line", "col", "title")
        if key in facts
    )
    message = f"{change.message}. {change.why}" if change.why else change.message
    return f"::{_level(change)} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """Escape the message of a command as the runner unescapes it."""
    # `visible` would write line ends as two characters; the runner's own escape keeps them.
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return visible(escaped)


def _property(text: str) -> str:
    """Escape the value of a command's property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
