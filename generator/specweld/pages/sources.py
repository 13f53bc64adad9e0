"""Endpoint specs of many pages: each endpoint once, whatever number of pages shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diagnostics import Related, Severity
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

    Sites show one endpoint at several URLs with the same YAML: the first page is taken, the
    others are dropped silently. One endpoint with two contents is an error.
    """
    seen: set[tuple[str, str, str]] = set()
    specs: dict[tuple[str, str, str], EndpointSpec] = {}
    for page in pages:
        content = page.method, page.url, page.spec_text
        if content in seen:
            continue
        seen.add(content)
        spec = endpoint_spec(page, load, problems)
        if spec is None:
            continue
        first = specs.setdefault((spec.name, *spec.key), spec)
        if first is not spec and not _is_same(first, spec):
            _report_conflict(first, spec, problems)
    return tuple(specs.values())


def _is_same(first: EndpointSpec, second: EndpointSpec) -> bool:
    """Compare what two pages say about the endpoint, however it is laid out."""
    ones, others = (
        {**each.source.data, EXTENSION: None, "": each.page.url}
        for each in (first, second)
    )
    return ones == others


def _report_conflict(
    first: EndpointSpec, second: EndpointSpec, problems: Problems
) -> None:
    """Report two pages that document one endpoint differently."""
    first_line, second_line = _first_difference(first, second)
    problems.report(
        "page-conflict",
        Severity.ERROR,
        f"`{second.method} {second.path}` (`{second.name}`) differs from an earlier page: "
        f"`{second_line}`; expected `{first_line}`",
        second.page.place(),
        help="give pages of one date only, or leave one of the two out",
        related=(Related(message="the earlier page", place=first.page.place()),),
    )


def _first_difference(first: EndpointSpec, second: EndpointSpec) -> tuple[str, str]:
    """Return the first differing line of two pages, the header included, as both write it."""
    ones, others = (_lines(each.page) for each in (first, second))
    longest = max(len(ones), len(others))
    for index in range(longest):
        one, other = (
            lines[index].strip() if index < len(lines) else "end of the YAML"
            for lines in (ones, others)
        )
        if one != other:
            return one, other
    return "other white space", "white space"


def _lines(page: Page) -> list[str]:
    return [f"{page.method} {page.url}", *page.spec_text.rstrip().split("\n")]
