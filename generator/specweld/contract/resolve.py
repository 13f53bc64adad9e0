"""Document -> Contract: OpenAPI resolved and typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.contract.nodes import Contract, Tag
from specweld.contract.operations import (
    OperationResolver,
    count_operations,
    report_webhooks,
)
from specweld.contract.raw import Raw
from specweld.contract.reporter import Reporter
from specweld.contract.schemas import SchemaResolver
from specweld.contract.security import resolve_schemes, resolve_security
from specweld.contract.servers import resolve_servers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.nodes import Operation, Schema, SchemaId
    from specweld.diagnostics import Problems
    from specweld.spec.document import Document

_CHILDREN = ("components", "info", "paths", "security", "servers", "tags", "webhooks")


def resolve(document: Document, problems: Problems) -> Contract:
    """Resolve a merged document.

    Whatever is not as OpenAPI wants it is reported with its place, once, and left out.
    """
    root = Raw(root=document.data, pointer=(), value=document.data)
    reporter = Reporter(document=document, problems=problems)
    resolver = SchemaResolver(reporter=reporter)
    security = resolve_security(root, reporter)
    operations = OperationResolver(
        schemas=resolver, reporter=reporter, security=security
    )
    report_webhooks(root, reporter)
    called = tuple(operations.paths(root))
    webhooks = tuple(_webhooks(root, operations))
    components = _components(root, resolver, reporter)
    schemas = resolver.finish()
    return Contract(
        pointer=(),
        facts=root.facts(*_CHILDREN),
        document=document,
        info=root.mapping("info"),
        operations=called,
        webhooks=webhooks,
        operations_found=count_operations(root),
        schemas=schemas,
        components=components,
        schemes=resolve_schemes(root, reporter),
        servers=resolve_servers(root, reporter),
        security=security,
        tags=_tags(root),
        heirs=_heirs(schemas, components),
    )


def _webhooks(root: Raw, operations: OperationResolver) -> list[Operation]:
    return [
        operation
        for name, item in root.entries("webhooks")
        if not name.startswith("x-")
        for operation in operations.item(name, item)
    ]


def _components(
    root: Raw, resolver: SchemaResolver, reporter: Reporter
) -> tuple[SchemaId, ...]:
    holder = root.get("components", "schemas")
    if holder is not None and not isinstance(holder.value, dict):
        reporter.malformed("schemas", "a mapping of schemas", holder)
    return tuple(
        resolver.ask(each) for _name, each in root.entries("components", "schemas")
    )


def _tags(root: Raw) -> tuple[Tag, ...]:
    return tuple(
        Tag(pointer=each.pointer, facts=each.facts("name"), name=each.text("name"))
        for each in root.elements("tags")
        if each.text("name")
    )


def _heirs(
    schemas: Mapping[SchemaId, Schema], components: tuple[SchemaId, ...]
) -> Mapping[SchemaId, tuple[SchemaId, ...]]:
    found: dict[SchemaId, tuple[SchemaId, ...]] = {}
    for heir in components:
        schema = schemas[heir]
        bases = schema.bases if schema.target is None else (schema.target,)
        for base in bases:
            if base == heir:
                continue
            found[base] = (*found.get(base, ()), heir)
    return found
