"""Resolve operations: parameters in effect, bodies, answers, servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.contract.media import MediaResolver
from specweld.contract.nodes import Answer, Body, Operation, OperationId
from specweld.contract.parameters import resolve_parameters
from specweld.contract.security import resolve_security
from specweld.contract.servers import resolve_servers
from specweld.diagnostics import Severity
from specweld.grammar import METHODS
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.contract.nodes import Security
    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter
    from specweld.contract.schemas import SchemaResolver

_BESIDE_METHODS = frozenset({"parameters", "servers", "summary", "description", "$ref"})
_CHILDREN = (
    "callbacks",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    EXTENSION,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationResolver:
    """Resolves the operations of one document."""

    schemas: SchemaResolver
    reporter: Reporter
    security: Security | None
    """The document's own."""

    @property
    def media(self) -> MediaResolver:
        """The resolver of what operations carry."""
        return MediaResolver(schemas=self.schemas, reporter=self.reporter)

    def paths(self, root: Raw) -> Iterator[Operation]:
        """Yield the operations of all paths, in document order."""
        paths = root.get("paths")
        if paths is not None and not isinstance(paths.value, dict):
            self.reporter.malformed("paths", "a mapping of paths", paths)
        for path, item in root.entries("paths"):
            if path.startswith("/"):
                yield from self.item(path, item)
            elif not path.startswith("x-"):
                self.reporter.malformed("path", "a key that starts with `/`", item)

    def item(self, path: str, item: Raw) -> Iterator[Operation]:
        """Yield the operations of a path item, references followed."""
        resolved = item.resolved()
        if resolved is None:
            self.reporter.dangling(item)
            return
        if not isinstance(resolved.value, dict):
            self.reporter.malformed("path item", "a mapping of methods", resolved)
            return
        for method, node in resolved.entries():
            if method in METHODS:
                yield from self._method(method.upper(), path, node, resolved)
            elif method not in _BESIDE_METHODS and not method.startswith("x-"):
                message = f"`{method}` is not a method that we call"
                self.reporter.unsupported("method", message, node)

    def _method(
        self, method: str, path: str, node: Raw, item: Raw
    ) -> Iterator[Operation]:
        if not isinstance(node.value, dict):
            self.reporter.malformed("operation", "a mapping", node)
            return
        place = f"{method} {path}"
        several = node.elements(EXTENSION, "methods")
        if not several:
            yield self._operation(OperationId(place), path, node, item)
            return
        seen: set[str] = set()
        for index, each in enumerate(several):
            name = ".".join(each.texts(EXTENSION, "endpoint")) or str(index)
            if not isinstance(each.value, dict) or name in seen:
                expected = "a mapping with an endpoint of its own"
                self.reporter.malformed("operation", expected, each)
                continue
            seen.add(name)
            yield self._operation(OperationId(f"{place}#{name}"), path, each, item)

    def _operation(self, id: OperationId, path: str, node: Raw, item: Raw) -> Operation:
        own = resolve_security(node, self.reporter)
        servers = resolve_servers(node, self.reporter)
        return Operation(
            id=id,
            method=id.partition(" ")[0],
            path=path,
            pointer=node.pointer,
            facts=node.facts(*_CHILDREN),
            item=item.pointer,
            item_facts=item.facts("parameters", "servers", *METHODS),
            parameters=resolve_parameters(item, node, self.media),
            body=self._body(node),
            answers=tuple(self._answers(node)),
            security=self.security if own is None else own,
            servers=servers or resolve_servers(item, self.reporter),
            callbacks=tuple(self._callbacks(node)),
            page=node.mapping(EXTENSION),
        )

    def _body(self, node: Raw) -> Body | None:
        declared = node.get("requestBody")
        if declared is None or declared.value is None:
            return None
        raw = declared.resolved()
        if raw is None:
            self.reporter.dangling(declared)
            return None
        if not isinstance(raw.value, dict):
            self.reporter.malformed("request body", "a mapping", raw)
            return None
        return Body(
            pointer=raw.pointer,
            facts=raw.facts("content"),
            is_required=raw.is_true("required"),
            media=self.media.content(raw),
        )

    def _answers(self, node: Raw) -> Iterator[Answer]:
        holder = node.get("responses")
        if holder is not None and not isinstance(holder.value, dict):
            self.reporter.malformed("responses", "a mapping of status codes", holder)
        for status, each in node.entries("responses"):
            if status.startswith("x-"):
                continue
            raw = each.resolved()
            if raw is None:
                self.reporter.dangling(each)
            elif not isinstance(raw.value, dict):
                self.reporter.malformed("response", "a mapping", raw)
            else:
                yield Answer(
                    pointer=raw.pointer,
                    facts=raw.facts("content", "headers"),
                    status=status.upper() if status != "default" else status,
                    media=self.media.content(raw),
                    headers=self.media.headers(raw),
                )

    def _callbacks(self, node: Raw) -> Iterator[Operation]:
        for _name, each in node.entries("callbacks"):
            raw = each.resolved()
            if raw is None:
                self.reporter.dangling(each)
                continue
            for expression, item in raw.entries():
                if not expression.startswith("x-"):
                    yield from self.item(expression, item)


def count_operations(root: Raw) -> int:
    """Count the operations of all paths, in whatever state they are."""
    count = 0
    for _path, item in root.entries("paths"):
        for method, operation in (item.resolved() or item).entries():
            if method in METHODS and operation.value is not None:
                count += max(1, len(operation.elements(EXTENSION, "methods")))
    return count


def report_webhooks(root: Raw, reporter: Reporter) -> None:
    """Say that webhooks become no methods."""
    if root.mapping("webhooks"):
        reporter.report(
            "webhooks-skipped",
            Severity.NOTICE,
            "webhooks are calls to you, not calls you make: no methods for them",
            root.get("webhooks") or root,
        )
