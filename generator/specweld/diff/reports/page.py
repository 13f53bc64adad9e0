"""Comparisons as one HTML page that needs nothing else: no network, and no script for reading."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diff.reports.client_page import client_page
from specweld.diff.reports.entries import TONES
from specweld.diff.reports.outline import count_words, sections
from specweld.printing.escape import visible
from specweld.render.environment import template_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import jinja2

    from specweld.diff.change import Comparison
    from specweld.diff.reports.client_page import ClientPage

_MEANINGS = {
    "breaking": "what ran or type-checked may fail",
    "wire": "what was sent or read may be refused",
    "unknown": "look at them yourself",
    "minor": "what was there still works",
    "rest": "docs, limits, other spellings",
    "accepted": "somebody gave a reason",
}
"""What each section means for whoever reads it: the legend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendRow:
    """A section: its mark, how many changes bear it, what it means. It is a filter as well."""

    id: str
    tone: str
    count: int
    words: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiltersView:
    """What the page can be filtered by."""

    legend: tuple[LegendRow, ...]
    clients: tuple[tuple[ClientPage, ...], ...]
    resources: tuple[str, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """Everything that the template prints."""

    title: str
    alone: tuple[ClientPage, ...]
    several: tuple[tuple[ClientPage, ...], ...]
    filters: tuple[FiltersView, ...]


def html_report(compared: Sequence[tuple[str, Comparison]]) -> str:
    """Write comparisons, each with the name of its client, as one self-contained page.

    The page allows itself no network by its own content security policy, which also names the
    only script that may run: markup that slipped through would stay dead.
    """
    environment = _environment()
    script = environment.get_template("reports/page.js.j2").render()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    text = environment.get_template("reports/page.html.j2").render(
        page=page_view(compared), script=script, script_hash=f"sha256-{digest}"
    )
    return text.encode("utf-8", "replace").decode("utf-8")


def page_view(compared: Sequence[tuple[str, Comparison]]) -> ReportPage:
    """Decide everything that the page shows."""
    is_one = len(compared) == 1
    clients = tuple(
        client_page(name, comparison, id="c" if is_one else f"c{number}")
        for number, (name, comparison) in enumerate(compared, start=1)
    )
    names = ", ".join(each.name for each in clients)
    several = () if is_one else (clients,)
    return ReportPage(
        title=(
            f"{clients[0].title}: {clients[0].headline}"
            if is_one
            else f"{len(clients)} clients: {names}"
        ),
        alone=clients if is_one else (),
        several=several,
        filters=tuple(_filters([each for _, each in compared], several)),
    )


def _filters(
    comparisons: Sequence[Comparison], several: tuple[tuple[ClientPage, ...], ...]
) -> Iterator[FiltersView]:
    changes = [change for each in comparisons for change in each.changes]
    if changes:
        has_uses = any(each.uses for each in changes)
        tags = {visible(tag) for each in changes for tag in each.subject.tags}
        yield FiltersView(
            legend=tuple(_legend(comparisons)),
            clients=several,
            resources=tuple(sorted(tags)),
            used=("only what your code uses",) if has_uses else (),
        )


def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(template_folder()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _legend(comparisons: Sequence[Comparison]) -> Iterator[LegendRow]:
    counts = Counter[str]()
    for comparison in comparisons:
        for section in sections(comparison):
            counts[section.id] += len(section.changes)
    for name, meaning in _MEANINGS.items():
        if counts[name]:
            yield LegendRow(
                id=name,
                tone=TONES[name],
                count=counts[name],
                words=count_words(name, counts[name]),
                meaning=meaning,
            )
