"""Gives each endpoint spec a file of its own, and finds pages that contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.diagnostics import Related, Severity
from specweld.pages.naming import operation_stem
from specweld.pages.version import version_of, version_text
from specweld.pages.words import snake_case
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from specweld.diagnostics import Problems
    from specweld.pages.endpoint import EndpointSpec
    from specweld.pages.page import Page


def assign_stems(
    specs: Iterable[EndpointSpec], problems: Problems
) -> dict[str, EndpointSpec]:
    """Name the files of specs, sorted; the first page of an endpoint wins.

    One endpoint with two contents is an error. Two endpoints of one name are told apart by
    their paths, with a warning.
    """
    specs = _newest(specs, problems)
    chosen: dict[tuple[str, str, str, str], EndpointSpec] = {}
    first_by_name: dict[str, EndpointSpec] = {}
    by_stem: dict[str, EndpointSpec] = {}
    for spec in specs:
        earlier = chosen.setdefault(_key(spec), spec)
        if earlier is not spec:
            _report_contradiction(earlier, spec, problems)
            continue
        first = first_by_name.setdefault(spec.name, spec)
        if first is spec:
            by_stem[spec.name] = spec
        elif first.key == spec.key:  # of another API
            by_stem[f"{spec.name}-{snake_case(spec.page.api)}"] = spec
        else:
            _report_shared_name(first, spec, problems)
            by_stem[f"{spec.name}-{operation_stem(*spec.key)}"] = spec
    return dict(sorted(by_stem.items()))


def _key(spec: EndpointSpec) -> tuple[str, str, str, str]:
    return (spec.name, *spec.key, spec.page.api)


def _newest(
    specs: Iterable[EndpointSpec], problems: Problems
) -> tuple[EndpointSpec, ...]:
    """Leave out the pages of an endpoint that show an older version of the API than others."""
    specs = tuple(specs)
    newest: dict[tuple[str, str, str, str], EndpointSpec] = {}
    for spec in specs:
        known = newest.setdefault(_key(spec), spec)
        if version_of(spec.source.data) > version_of(known.source.data):
            newest[_key(spec)] = spec
    kept: list[EndpointSpec] = []
    for spec in specs:
        newer = newest[_key(spec)]
        if version_of(spec.source.data) < version_of(newer.source.data):
            _report_stale(spec, newer, problems)
        else:
            kept.append(spec)
    return tuple(kept)


def _report_stale(spec: EndpointSpec, newer: EndpointSpec, problems: Problems) -> None:
    problems.report(
        "stale-page",
        Severity.WARNING,
        f"`{spec.method} {spec.path}` is of version {version_text(spec.source.data)} here; "
        f"the page of version {version_text(newer.source.data)} is taken",
        spec.page.place(),
        help="leave the page out",
        related=(Related(message="the newer page", place=newer.page.place()),),
    )


def _report_contradiction(
    earlier: EndpointSpec, later: EndpointSpec, problems: Problems
) -> None:
    index, line, earlier_line = _first_difference(later.page, earlier.page)
    problems.report(
        "page-conflict",
        Severity.ERROR,
        f"`{later.method} {later.path}` (`{later.name}`) differs from an earlier page: "
        f"`{line}`; expected `{earlier_line}`",
        _line_place(later.page, index),
        help="give pages of one date only, or leave one of the two out",
        related=(
            Related(message="the earlier page", place=_line_place(earlier.page, index)),
        ),
    )


def _report_shared_name(
    first: EndpointSpec, other: EndpointSpec, problems: Problems
) -> None:
    problems.report(
        "page-conflict",
        Severity.WARNING,
        f"`{other.method} {other.path}` has the name `{other.name}`; expected a name that "
        f"`{first.method} {first.path}` does not have",
        other.page.place(),
        help="both are kept; the second file is named after its path too",
        related=(Related(message="the first page", place=first.page.place()),),
    )


def _first_difference(page: Page, earlier: Page) -> tuple[int, str, str]:
    """Return where two pages differ first, and what they say there; -1 is the header."""
    if page.url != earlier.url:
        return -1, f"{page.method} {page.url}", f"{earlier.method} {earlier.url}"
    lines, earlier_lines = (each.spec_text.split("\n") for each in (page, earlier))
    for index, (line, earlier_line) in enumerate(
        zip(lines, earlier_lines, strict=False)
    ):
        if line.rstrip() != earlier_line.rstrip():
            return index, line.strip(), earlier_line.strip()
    index = min(len(lines), len(earlier_lines)) - 1
    ends = [
        each[index + 1].strip() if len(each) > index + 1 else "the end"
        for each in (lines, earlier_lines)
    ]
    return index, ends[0], ends[1]


def _line_place(page: Page, index: int) -> TextPlace:
    """Point at a line of a page's YAML, or at its title."""
    if index < 0:
        return page.place()
    return TextPlace(path=page.path, text=page.text, line=page.spec_line + index)
