"""Resolve servers: base URLs and their variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.contract.nodes import Server

if TYPE_CHECKING:
    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter


def resolve_servers(holder: Raw, reporter: Reporter) -> tuple[Server, ...]:
    """Resolve the servers of a document, path item or operation, in order."""
    declared = holder.get("servers")
    if declared is not None and not isinstance(declared.value, list):
        reporter.malformed("servers", "a list", declared)
    found: list[Server] = []
    for each in holder.elements("servers"):
        if not isinstance(each.value, dict):
            reporter.malformed("server", "a mapping with `url`", each)
            continue
        found.append(
            Server(
                pointer=each.pointer,
                facts=each.facts("url", "variables"),
                url=each.text("url").strip(),
                variables={
                    name: variable.mapping()
                    for name, variable in each.entries("variables")
                },
            )
        )
    return tuple(found)
