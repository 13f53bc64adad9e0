"""Lower servers to base URLs with the names that they have in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.api.api import Environment
from specweld.api.collisions import settle_names
from specweld.api.spelling import constant_case
from specweld.diagnostics import Severity
from specweld.pages.web.url import split_url
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.contract import nodes
    from specweld.contract.nodes import Operation

_VARIABLE = re.compile(r"\{([^{}]*)\}")
_DULL_LABELS = frozenset({"api", "www", "com", "io", "net", "org", "dev", "ai", "co"})


def lower_servers(source: Input) -> tuple[Environment, ...]:
    """Lower the document's servers, in order; the first is the default one."""
    found: dict[str, nodes.Server] = {}
    for each in source.contract.servers:
        url = _base_url(source, each)
        if url:
            found.setdefault(url, each)
    wanted = {
        url: _name(url, each, is_only=len(found) == 1) for url, each in found.items()
    }
    names = settle_names(wanted)
    return tuple(
        Environment(
            name=names[url], url=url, description=text_at(each.facts, "description")
        )
        for url, each in found.items()
    )


def own_base_url(
    source: Input, operation: Operation, servers: tuple[Environment, ...]
) -> str:
    """Return the base URL of an operation that lives elsewhere; else empty."""
    urls = [url for each in operation.servers if (url := _base_url(source, each))]
    is_default = not servers or not urls or servers[0].url in urls
    return "" if is_default else urls[0]


def _base_url(source: Input, server: nodes.Server) -> str:
    """Fill in the defaults of variables; empty when the URL is not absolute."""
    url = server.url
    if _VARIABLE.search(url):
        source.reporter.report(
            "server-variables",
            Severity.NOTICE,
            f"`{url}` has variables, whose defaults are used; `base_url` takes others",
            server,
        )
        url = _VARIABLE.sub(lambda match: _variable(server, match[1]), url)
    if not _is_absolute(url):
        source.reporter.report(
            "server-url-not-absolute",
            Severity.WARNING,
            f"`{_shown(url)}` is not an absolute URL; expected `https://` and a host",
            server,
            help="callers must pass `base_url`, or set `servers` in an overlay",
        )
        return ""
    return url.rstrip("/")


def _variable(server: nodes.Server, name: str) -> str:
    value = server.variables.get(name, {}).get("default", "")
    return value if isinstance(value, str) else str(value)


def _shown(url: str) -> str:
    return url if url.isprintable() else ascii(url)


def _is_absolute(url: str) -> bool:
    """Return whether a URL can be called; `split_url` overlooks line breaks and blanks."""
    if not url.isprintable() or " " in url:
        return False
    parts = split_url(url)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _name(url: str, server: nodes.Server, *, is_only: bool) -> str:
    """Name an environment after its description if that is short, else after its host."""
    described = text_at(server.facts, "description").strip().rstrip(".")
    if described and len(described.split()) <= 3:
        return constant_case(described, fallback="server")
    if is_only:
        return "PRODUCTION"
    host = split_url(url).netloc.partition(":")[0]
    labels = [each for each in re.split(r"[.]", host) if each not in _DULL_LABELS]
    return constant_case("_".join(labels) or host, fallback="server")
