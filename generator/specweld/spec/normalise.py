"""One spelling for one thing: 3.0 becomes 3.1, and every known quirk is put right.

What the later stages may rely on is written down in docs/decisions/0031-canonical-form.md.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.pages.platform import Platform
from specweld.source import EXTENSION
from specweld.spec.facts import PageFacts, api_of, platform_of, read_facts
from specweld.spec.operation_names import with_sdk_names
from specweld.spec.quirks import QUIRKS, DocumentRule, NodeRule, Quirk
from specweld.spec.shapes import mapping_at, text_at, with_value, without
from specweld.spec.upgrade import upgrade
from specweld.spec.walk import rewrite, walk_operations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Problems
    from specweld.json_types import JsonObject, Pointer
    from specweld.source import Source


def normalise(
    source: Source, problems: Problems, *, off: frozenset[str] = frozenset()
) -> Source:
    """Bring a source into canonical form, counting each quirk where it fires.

    Args:
        source: As read.
        problems: Takes the firings, and what is odd about the extension block.
        off: Ids of quirks to leave as they are written.

    Returns:
        The source; of our extension only the platform and the API are left at its root, for merging.
    """
    facts = read_facts(source, problems)
    document = upgrade(source)
    platform = platform_of(source.data)
    active = [
        quirk for quirk in QUIRKS if platform in quirk.platforms and quirk.id not in off
    ]
    for is_document_rule, group in itertools.groupby(active, _has_document_rule):
        if is_document_rule:
            for quirk in group:
                document = _apply_to_document(
                    source, document, quirk, facts=facts, problems=problems
                )
        else:
            document = _apply_to_nodes(source, document, group, problems)
    if EXTENSION in document:
        document = _with_facts_on_operations(document, facts, platform)
        origin: JsonObject = {"platform": platform.value}
        api = api_of(source.data)
        document[EXTENSION] = {**origin, "api": api} if api else origin
    if platform is not Platform.FERN:
        document = with_sdk_names(document)
    return source.with_data(document)


def _has_document_rule(quirk: Quirk) -> bool:
    return isinstance(quirk.rule, DocumentRule)


def _apply_to_document(
    source: Source,
    document: JsonObject,
    quirk: Quirk,
    *,
    facts: PageFacts | None,
    problems: Problems,
) -> JsonObject:
    if not isinstance(quirk.rule, DocumentRule):
        return document
    changed = quirk.rule.change(document, facts)
    if changed is None:
        return document
    for pointer in changed.places:
        problems.fired(quirk.id, source.place(*pointer))
    return changed.document


def _apply_to_nodes(
    source: Source, document: JsonObject, quirks: Iterable[Quirk], problems: Problems
) -> JsonObject:
    """Apply all rules for single nodes in one pass."""
    rules: dict[Kind, list[tuple[str, NodeRule]]] = {}
    for quirk in quirks:
        if isinstance(quirk.rule, tuple):
            for rule in quirk.rule:
                rules.setdefault(rule.kind, []).append((quirk.id, rule))

    def change(kind: Kind, pointer: Pointer, node: JsonObject) -> JsonObject:
        for quirk_id, rule in rules.get(kind, ()):
            if rule.trigger in node:
                changed = rule.change(node)
                if changed is not None:
                    problems.fired(quirk_id, source.place(*pointer))
                    node = changed
        return node

    return rewrite(document, change)


def _names(facts: PageFacts, operation: JsonObject) -> JsonObject:
    names = {key: value for key, value in facts.kept.items() if key in _NAMES}
    if text_at(operation, "operationId") or text_at(operation, "summary"):
        names.pop("title", None)
    return names


_NAMES = frozenset({"endpoint", "endpoint-from", "client", "title"})


def _with_facts_on_operations(
    document: JsonObject, facts: PageFacts | None, platform: Platform
) -> JsonObject:
    """Move what the page said to the operation it said it of.

    Fern's pages say more than their documents do. On all others a document is the vendor's own:
    besides a name that the page gives there is nothing to add, so that pages and the whole
    document are one.
    """
    document = without(document, EXTENSION)
    if facts is None:
        return document
    for pointer, operation in walk_operations(document):
        said = facts.kept if platform is Platform.FERN else _names(facts, operation)
        kept: JsonObject = {**said, **mapping_at(operation, EXTENSION)}
        if kept and not text_at(operation, EXTENSION):
            document = with_value(document, (*pointer, EXTENSION), kept)
    return document
