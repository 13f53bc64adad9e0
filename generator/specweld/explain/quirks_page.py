"""The list of all quirks, for the handbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.pages.platform import Platform

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.spec.quirks.quirk import Quirk

_INTRO = """\
# Quirks

Written by `specweld explain --markdown`; do not edit. A quirk is a habit of those who publish
specifications, and what is made of it. Each is put right in the pages of its own platforms only, is
counted wherever it fires (`specweld explain ID`), and can be switched off by its id with `quirks-off`
in specweld.toml.
"""


def quirks_page(quirks: Sequence[Quirk]) -> str:
    """Write one table per platform, and one of what everybody writes."""
    shared = [each for each in quirks if each.platforms == frozenset(Platform)]
    parts = [_INTRO, _section("Every platform, and whole documents", shared)]
    for platform in Platform:
        own = [
            each for each in quirks if platform in each.platforms and each not in shared
        ]
        if own:
            parts.append(_section(_TITLES[platform], own))
    return "\n".join(parts)


_TITLES = {
    Platform.FERN: "Fern",
    Platform.MINTLIFY: "Mintlify",
    Platform.README: "ReadMe",
    Platform.GITBOOK: "GitBook",
    Platform.APIDOG: "Apidog and Apifox",
    Platform.DOCUSAURUS: "The OpenAPI plugin of Docusaurus",
    Platform.DOCUMENT: "Whole documents",
}


def _section(title: str, quirks: Iterable[Quirk]) -> str:
    lines = [
        f"## {title}",
        "",
        "| Quirk | Written | Made of it | Seen |",
        "| --- | --- | --- | --- |",
    ]
    for each in quirks:
        cells = (f"`{each.id}`", each.wrote, each.made, each.seen)
        lines.append(f"| {' | '.join(map(_cell, cells))} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
