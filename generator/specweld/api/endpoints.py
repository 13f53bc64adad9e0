"""Find the operations of a document: each becomes one method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.node import Node
from specweld.diagnostics import Severity
from specweld.grammar import METHODS
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.api.lowering import Lowering

_BESIDE_METHODS = frozenset({"parameters", "servers", "summary", "description", "$ref"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An operation before it is lowered."""

    id: str
    """`GET /v1/voices`; with `#voices.search` behind it when several share the place."""
    method: str
    """Upper case."""
    path: str
    node: Node
    """The operation object."""
    item: Node
    """The path item around it, whose parameters and servers it shares."""

    @property
    def segments(self) -> tuple[str, ...]:
        """The docs' own name of the method, if they have one: `("voices", "search")`."""
        return self.node.texts(EXTENSION, "endpoint")


def find_endpoints(lowering: Lowering, root: Node) -> tuple[Endpoint, ...]:
    """List all operations in document order; webhooks are not called, so not listed."""
    if root.entries("webhooks"):
        lowering.report(
            "webhooks-skipped",
            Severity.NOTICE,
            "webhooks are calls to you, not calls you make: no methods for them",
            root.get("webhooks") or root,
        )
    found: list[Endpoint] = []
    paths = root.get("paths")
    if paths is not None and not isinstance(paths.value, dict):
        lowering.malformed("paths", "a mapping of paths", paths)
    for path, item in root.entries("paths"):
        if path.startswith("/"):
            found.extend(_of_path(lowering, path, item))
        elif not path.startswith("x-"):
            lowering.malformed("path", "a key that starts with `/`", item)
    return tuple(found)


def count_operations(root: Node) -> int:
    """Count what `find_endpoints` should find, whatever state it is in."""
    count = 0
    for _path, item in root.entries("paths"):
        resolved = item.resolved() or item
        for method, operation in resolved.entries():
            if method in METHODS and operation.value is not None:
                count += max(1, len(operation.elements(EXTENSION, "methods")))
    return count


def _of_path(lowering: Lowering, path: str, item: Node) -> Iterator[Endpoint]:
    resolved = item.resolved()
    if resolved is None:
        lowering.dangling(item)
        return
    if not isinstance(resolved.value, dict):
        lowering.malformed("path item", "a mapping of methods", resolved)
        return
    for method, node in resolved.entries():
        if method in METHODS:
            yield from _of_method(lowering, method.upper(), path, node, resolved)
        elif method not in _BESIDE_METHODS and not method.startswith("x-"):
            lowering.unsupported(
                "method", f"`{method}` is no method that we call", node
            )


def _of_method(
    lowering: Lowering, method: str, path: str, node: Node, item: Node
) -> Iterator[Endpoint]:
    if not isinstance(node.value, dict):
        lowering.malformed("operation", "a mapping", node)
        return
    place = f"{method} {path}"
    several = node.elements(EXTENSION, "methods")
    if not several:
        yield Endpoint(id=place, method=method, path=path, node=node, item=item)
        return
    seen: set[str] = set()
    for index, each in enumerate(several):
        name = ".".join(each.texts(EXTENSION, "endpoint")) or str(index)
        if not isinstance(each.value, dict) or name in seen:
            lowering.malformed(
                "operation", "a mapping with an endpoint of its own", each
            )
            continue
        seen.add(name)
        yield Endpoint(
            id=f"{place}#{name}", method=method, path=path, node=each, item=item
        )
