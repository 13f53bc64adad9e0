"""Several sources into one OpenAPI 3.1 document, the same whatever order they come in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.config import MergePolicy
from specweld.diagnostics import Related, Severity
from specweld.pages.version import version_of
from specweld.source import EXTENSION
from specweld.spec.difference import is_same
from specweld.spec.document import Document
from specweld.spec.merge_apis import separate_apis
from specweld.spec.merge_components import (
    Merged,
    Ranked,
    merge_components,
    rename_conflicts,
)
from specweld.spec.merge_conflicts import Part, StalePages
from specweld.spec.merge_operations import (
    Entry,
    Merging,
    merge_entries,
    push_down,
    split_item,
)
from specweld.spec.operation_ids import with_unique_ids
from specweld.spec.operation_names import with_settled_names
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, mapping_at, text_at, without

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import NodePlace, Source

_MERGED_KEYS = frozenset(
    {
        "openapi",
        "info",
        "servers",
        "security",
        "tags",
        "paths",
        "webhooks",
        "components",
        EXTENSION,
    }
)


def merge(
    sources: Sequence[Source],
    problems: Problems,
    *,
    policy: MergePolicy = MergePolicy.ERROR,
) -> Document:
    """Merge normalised sources.

    Sources are read in the order of their paths. Operations are known by (METHOD, path):
    equal ones are one, ones of different endpoint ids become one operation that lists
    each in `x-specweld.methods`, and others are a `merge-conflict`, as are components
    with two contents.

    Args:
        sources: Normalised; the order they are given in counts for the policy `newest`.
        problems: Takes the conflicts.
        policy: What to do about them.
    """
    ranked = _ranked(sources)
    ranked, renamed = separate_apis(ranked)
    if policy is MergePolicy.RENAME:
        ranked, numbered = rename_conflicts(ranked, problems)
        renamed = {**renamed, **numbered}
    merged = Merged()
    stale = StalePages()
    merge_components(ranked, renamed, merged)
    root = _root(ranked)
    merging = Merging(problems=problems, stale=stale, policy=policy)
    paths, origins, pages = _merge_paths(ranked, root, merging)
    _merge_webhooks(ranked, merged)
    parts = merged.settle(problems, stale, policy)
    stale.report((source for _, source in ranked), problems)
    _report_ambiguous_paths(paths, origins, problems)
    for pointer, part in parts.items():
        origins[pointer] = part.place
    pages.update(merged.places())
    _add_root_origins(ranked, origins)
    document = with_settled_names(_assembled(ranked, root, paths, parts))
    return Document(
        data=with_unique_ids(document, origins, problems), origins=origins, pages=pages
    )


def _ranked(sources: Sequence[Source]) -> Ranked:
    """Bring sources into the order of reading, each with when it was given."""
    return tuple(
        sorted(
            enumerate(sources),
            key=lambda each: (each[1].path, each[1].first_line, each[1].text),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Root:
    """What the merged document says once for all operations."""

    servers: list[Json]
    security: Json
    """None when sources differ, so that each operation says its own."""


def _root(ranked: Ranked) -> _Root:
    securities = [source.data.get("security") for _, source in ranked]
    is_shared = all(is_same(securities[0], each) for each in securities)
    return _Root(
        servers=_merge_servers(ranked),
        security=securities[0] if securities and is_shared else None,
    )


def _merge_servers(ranked: Ranked) -> list[Json]:
    """Join the servers of all sources; the default of most of them comes first."""
    lists = [list_at(source.data, "servers") for _, source in ranked]
    if lists and all(is_same(lists[0], each) for each in lists):
        return lists[0]
    defaults = Counter(text_at(each[0], "url") for each in lists if each)
    joined: dict[str, Json] = {}
    for each in lists:
        for server in each:
            url = text_at(server, "url")
            known = joined.get(url)
            if known is None or len(mapping_at(server)) > len(mapping_at(known)):
                joined[url] = server
    order = {url: index for index, url in enumerate(joined)}
    return [
        joined[url]
        for url in sorted(joined, key=lambda url: (-defaults[url], order[url]))
    ]


def _own_servers(source: Source, root: _Root) -> Json:
    """Return what the operations of a source must say themselves; None if nothing."""
    own = list_at(source.data, "servers")
    if not own or not root.servers:
        return None
    if text_at(own[0], "url") == text_at(root.servers[0], "url"):
        return None
    return own


def _merge_paths(
    ranked: Ranked, root: _Root, merging: Merging
) -> tuple[JsonObject, dict[Pointer, NodePlace], dict[Pointer, tuple[NodePlace, ...]]]:
    items: dict[str, list[tuple[int, Source, Json]]] = {}
    for rank, source in ranked:
        for path, item in mapping_at(source.data, "paths").items():
            items.setdefault(path, []).append((rank, source, item))
    paths: JsonObject = {}
    origins: dict[Pointer, NodePlace] = {}
    pages: dict[Pointer, tuple[NodePlace, ...]] = {}
    for path, found in items.items():
        _, first, first_item = found[0]
        origins["paths", path] = first.place("paths", path)
        if not isinstance(first_item, dict):
            paths[path] = first_item
            continue
        fields, entries, rest = _split(path, found, root)
        merged_item: JsonObject = dict(fields)
        for method, each in entries.items():
            name = f"{method.upper()} {path}"
            operation = merge_entries(name, each, merging)
            pointer = ("paths", path, method)
            merged_item[method] = operation.operation
            origins[pointer] = operation.places[0]
            pages[pointer] = operation.places
            for below, place in operation.origins:
                origins[pointer + below] = place
        paths[path] = {**merged_item, **rest}
    return paths, origins, pages


def _split(
    path: str, found: list[tuple[int, Source, Json]], root: _Root
) -> tuple[JsonObject, dict[str, list[Entry]], dict[str, Json]]:
    """Take path items apart: shared fields, operations by method, and what is not an operation."""
    parts = [
        (rank, source, *split_item(item))
        for rank, source, item in found
        if isinstance(item, dict)
    ]
    shared = parts[0][2]
    is_shared = all(is_same(shared, fields) for _, _, fields, _ in parts)
    entries: dict[str, list[Entry]] = {}
    rest: dict[str, Json] = {}
    for rank, source, fields, methods in parts:
        servers = _own_servers(source, root)
        if servers is not None and list_at(fields, "servers"):
            servers = None if is_shared else fields["servers"]
        elif not is_shared:
            servers = fields.get("servers", servers)
        security = None if root.security is not None else source.data.get("security")
        for method, operation in methods.items():
            if not isinstance(operation, dict):
                rest.setdefault(method, operation)
                continue
            entries.setdefault(method, []).append(
                Entry(
                    operation=push_down(
                        operation,
                        {} if is_shared else fields,
                        security=security,
                        servers=servers,
                    ),
                    place=source.place("paths", path, method),
                    rank=rank,
                    is_page=EXTENSION in source.data,
                    api=text_at(source.data, EXTENSION, "api"),
                )
            )
    fields = shared if is_shared else without(shared, "parameters", "servers")
    return fields, entries, rest


def _merge_webhooks(ranked: Ranked, merged: Merged) -> None:
    for rank, source in ranked:
        for name, item in mapping_at(source.data, "webhooks").items():
            place = source.place("webhooks", name)
            part = Part(value=item, place=place, rank=rank)
            merged.add(("webhooks", name), part, noun="the webhook")


def _assembled(
    ranked: Ranked, root: _Root, paths: JsonObject, parts: Mapping[Pointer, Part]
) -> JsonObject:
    document: JsonObject = {"openapi": _version(ranked), "info": _info(ranked)}
    if root.servers:
        document["servers"] = root.servers
    if root.security is not None:
        document["security"] = root.security
    tags = _tags(ranked)
    if tags:
        document["tags"] = tags
    document["paths"] = paths
    for pointer, part in parts.items():
        holder = document
        for key in pointer[:-1]:
            below = holder.setdefault(key, {})
            holder = below if isinstance(below, dict) else {}
        holder[pointer[-1]] = part.value
    for _, source in ranked:
        for key, value in source.data.items():
            if key not in _MERGED_KEYS:
                document.setdefault(key, value)
    return document


def _version(ranked: Ranked) -> str:
    versions = {text_at(source.data, "openapi") for _, source in ranked}
    known = sorted(version for version in versions if version.startswith("3.1"))
    return known[-1] if known else "3.1.1"


def _info(ranked: Ranked) -> Json:
    """Take the title that most sources have, and the newest `info` that has it."""
    titles = Counter(text_at(source.data, "info", "title") for _, source in ranked)
    if not titles:
        return {"title": "API", "version": "1.0.0"}
    title = max(titles, key=lambda each: titles[each])
    titled = [
        source.data
        for _, source in ranked
        if text_at(source.data, "info", "title") == title
    ]
    newest = max(titled, key=version_of)
    return newest.get("info", {"title": "API", "version": "1.0.0"})


def _tags(ranked: Ranked) -> list[Json]:
    joined: dict[str, Json] = {}
    for _, source in ranked:
        for tag in list_at(source.data, "tags"):
            joined.setdefault(text_at(tag, "name"), tag)
    return list(joined.values())


def _add_root_origins(ranked: Ranked, origins: dict[Pointer, NodePlace]) -> None:
    for _, source in ranked:
        origins.setdefault((), source.place())
        for key in source.data:
            if key not in {"paths", "components", "webhooks"}:
                origins.setdefault((key,), source.place(key))


_PARAMETER = re.compile(r"\{[^{}]*\}")


def _report_ambiguous_paths(
    paths: JsonObject, origins: dict[Pointer, NodePlace], problems: Problems
) -> None:
    """Name paths that differ in parameter names only (OpenAPI 3.1, section 4.8.8.2)."""
    seen: dict[str, str] = {}
    for path in paths:
        first = seen.setdefault(_PARAMETER.sub("{}", path), path)
        if first != path:
            problems.report(
                "ambiguous-path",
                Severity.NOTICE,
                f"{quote(path)} and {quote(first)} differ in the names of parameters only;"
                " expected one spelling",
                origins["paths", path],
                related=(
                    Related(
                        message="the other spelling", place=origins["paths", first]
                    ),
                ),
            )
