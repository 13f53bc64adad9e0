"""Endpoint specs of many pages: each endpoint once, whatever number of pages shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.pages.endpoint import EndpointSpec, Load, endpoint_spec
from specweld.source import EXTENSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Problems
    from specweld.pages.page import Page
    from specweld.source import Source


def page_sources(
    pages: Iterable[Page], load: Load, problems: Problems
) -> tuple[Source, ...]:
    """Read pages to sources as if they had been ingested and loaded; positions are the pages'."""
    return tuple(each.source for each in endpoint_specs(pages, load, problems))


def endpoint_specs(
    pages: Iterable[Page], load: Load, problems: Problems
) -> tuple[EndpointSpec, ...]:
    """Make the endpoint specs of pages, in order.

    Sites show one endpoint at several URLs with the same content: the first page is taken,
    the others are dropped silently. What differs is kept, for merging to compare.
    """
    seen: set[tuple[str, str, str]] = set()
    kept: dict[tuple[str, str, str], list[EndpointSpec]] = {}
    specs: list[EndpointSpec] = []
    for page in pages:
        content = page.method, page.url, page.spec_text
        if content in seen:
            continue
        seen.add(content)
        spec = endpoint_spec(page, load, problems)
        if spec is None:
            continue
        earlier = kept.setdefault((spec.name, *spec.key), [])
        if not any(_is_same(each, spec) for each in earlier):
            earlier.append(spec)
            specs.append(spec)
    return tuple(specs)


def _is_same(first: EndpointSpec, second: EndpointSpec) -> bool:
    """Compare what two pages say about the endpoint, however it is laid out."""
    ones, others = (
        {**each.source.data, EXTENSION: None, "": each.page.url}
        for each in (first, second)
    )
    return ones == others
