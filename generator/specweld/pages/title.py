"""Titles and descriptions of regions: the first heading, and what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.pages.markdown import Heading, Markdown


def title_above(markdown: Markdown, start: int, end: int) -> Heading | None:
    """Return the title of a page in a range: its first heading of the first level."""
    headings = markdown.headings_between(start, end)
    return next((each for each in headings if each.level == 1), None)


def description_between(markdown: Markdown, title: Heading | None, end: int) -> str:
    """Return what stands between a title and the specification."""
    return markdown.text[title.end : end].strip() if title else ""
