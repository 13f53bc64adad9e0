"""Resolve security: schemes, and which of them a call needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.contract.nodes import Scheme, Security
from specweld.json_types import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter


def resolve_schemes(root: Raw, reporter: Reporter) -> Mapping[str, Scheme]:
    """Resolve the security schemes, by name, in document order."""
    found: dict[str, Scheme] = {}
    for name, each in root.entries("components", "securitySchemes"):
        raw = each.resolved()
        if raw is None:
            reporter.dangling(each)
        elif not isinstance(raw.value, dict):
            reporter.malformed("security scheme", "a mapping", raw)
        else:
            found[name] = Scheme(pointer=raw.pointer, facts=raw.mapping(), name=name)
    return found


def resolve_security(holder: Raw, reporter: Reporter) -> Security | None:
    """Resolve the `security` of an operation or of the document; None where it has none.

    Extensions in a requirement (`x-apidog`) are not schemes.
    """
    declared = holder.get("security")
    if declared is None or declared.value is None:
        return None
    if not isinstance(declared.value, list):
        reporter.malformed("security", "a list of requirements", declared)
        return None
    alternatives: list[Mapping[str, tuple[str, ...]]] = []
    for each in holder.elements("security"):
        if not isinstance(each.value, dict):
            reporter.malformed("security requirement", "a mapping", each)
            continue
        alternatives.append(
            {
                name: scopes.texts()
                for name, scopes in each.entries()
                if not name.startswith("x-")
            }
        )
    return Security(pointer=declared.pointer, alternatives=tuple(alternatives))


def in_order(security: Security | None) -> Json:
    """Write requirements down so that equal ones are equal: order means nothing here."""
    if security is None:
        return None
    spelled: list[Json] = [
        {name: list[Json](sorted(scopes)) for name, scopes in sorted(each.items())}
        for each in security.alternatives
    ]
    return sorted(spelled, key=repr)
