"""Which names of headers and cookies HTTP can carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.contract.nodes import Node

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110 section 5.6.2; cookies are named so as well (RFC 6265 section 4.1.1)."""


def is_sendable(source: Input, node: Node, name: str) -> bool:
    """Return whether a header or a cookie can have this name; report it if not."""
    if _TOKEN.fullmatch(name):
        return True
    source.reporter.report(
        "header-name-not-a-token",
        Severity.WARNING,
        f"{name!a} cannot be sent as a name; expected letters, digits and `-`",
        node,
        help="if the docs misspell the name, correct it in an overlay",
    )
    return False
