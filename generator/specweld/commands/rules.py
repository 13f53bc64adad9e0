"""`specweld rules`: every kind of change that `specweld diff` recognises, and why it matters."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import click

from specweld.session.session import Session, output_options

if TYPE_CHECKING:
    from specweld.diff.rules import Rule
    from specweld.json_types import JsonObject

_EPILOG = """\b
Examples:
  specweld rules
  specweld rules 'response-*'
  specweld rules --json
  specweld rules --markdown > docs/rules.md
"""


@click.command("rules", epilog=_EPILOG)
@click.argument("patterns", nargs=-1, metavar="[PATTERN...]")
@click.option(
    "--markdown", "is_markdown", is_flag=True, help="Write tables, for documentation."
)
@output_options
def command(session: Session, *, patterns: tuple[str, ...], is_markdown: bool) -> int:
    """List the rules of `specweld diff`, each with its reason and an example."""
    from specweld.diff.rules import RULES

    chosen = [
        each
        for each in RULES
        if not patterns or any(fnmatchcase(each.id, pattern) for pattern in patterns)
    ]
    if not chosen:
        raise click.BadParameter("No rule matches.", param_hint="PATTERN")
    if is_markdown:
        if session.is_json:
            raise click.UsageError("`--markdown` does not go with `--json`.")
        from specweld.diff.reports.catalogue import rules_page

        session.show(rules_page(chosen))
        return session.close()
    for rule in chosen:
        session.show("".join(f"{line}\n" for line in _lines(rule)))
    return session.close({"rules": [_as_json(each) for each in chosen]})


def _lines(rule: Rule) -> list[str]:
    lines = [
        rule.id,
        f"  {rule.what}",
        f"  why      {rule.why}",
        f"  example  {rule.example}",
        f"  wire     {rule.wire.value}",
    ]
    if rule.mirror:
        lines.append(f"  mirror   {rule.mirror}")
    if rule.waiver:
        lines.append(f"  mirror   none: {rule.waiver}")
    return [*lines, ""]


def _as_json(rule: Rule) -> JsonObject:
    return {
        "id": rule.id,
        "what": rule.what,
        "why": rule.why,
        "example": rule.example,
        "wire": rule.wire.value,
        "mirror": rule.mirror,
        "waiver": rule.waiver,
    }
