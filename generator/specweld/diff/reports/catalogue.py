"""The rules as a page of documentation: one table for each family."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.diff.rules import Rule

_HEAD = """\
# What `specweld diff` recognises

Written by `specweld rules --markdown`; do not edit. The verdict on the wire is a property of the
rule. The one for Python code is computed from the two generated clients, change by change, and is
therefore not listed: [decision 71](decisions/0071-verdicts-for-python.md) says how.
"""
_FAMILIES = (
    ("What is sent", ("request-",)),
    ("What is received", ("response-",)),
    ("Methods and their answers", ("operation-", "method-", "path-", "paging-")),
    ("Errors", ("error-",)),
    ("Models and fields", ("model-", "property-", "field-", "discriminator-")),
)
_OTHERS = "The client as a whole, and the rest"


def rules_page(rules: Sequence[Rule]) -> str:
    """Write rules as Markdown: what each is, on the wire, why, and what undoes it."""
    lines = [_HEAD.rstrip()]
    for title, members in _grouped(rules):
        lines += ["", f"## {title}", ""]
        lines += [
            "| Rule | What happened | On the wire | Why | Example | Undone by |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        lines += map(_row, members)
    return "\n".join(lines) + "\n"


def _grouped(rules: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    left = list(rules)
    for title, prefixes in _FAMILIES:
        members = [each for each in left if each.id.startswith(prefixes)]
        left = [each for each in left if not each.id.startswith(prefixes)]
        if members:
            yield title, members
    if left:
        yield _OTHERS, left


def _row(rule: Rule) -> str:
    mirror = f"`{rule.mirror}`" if rule.mirror else f"nothing: {_cell(rule.waiver)}"
    cells = (
        f"`{rule.id}`",
        _cell(rule.what),
        rule.wire.value,
        _cell(rule.why),
        _code(rule.example),
        mirror,
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Keep text inside of its cell, and clear of markup."""
    escaped = text.replace("\\", "\\\\").replace("|", "\\|")
    return escaped.replace("<", "&lt;").replace("*", "\\*")


def _code(text: str) -> str:
    """Write an example as code; a table takes a bar for its own even there."""
    return f"`{text.replace('|', chr(92) + '|')}`"
