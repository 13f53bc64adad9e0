"""ReadMe: prose, then the heading `# OpenAPI definition` with JSON under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.pages.platform import Platform
from specweld.pages.region import Region
from specweld.pages.spec_text import SPEC_LANGUAGES
from specweld.pages.title import description_between, title_above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.fences import Fence
    from specweld.pages.markdown import Heading, Markdown

_HEADING = "openapi definition"


def find_readme(markdown: Markdown) -> Iterator[Region]:
    """Find one region per heading `# OpenAPI definition`; JSON in the prose above is not meant."""
    after = 0
    for heading in markdown.headings:
        if heading.level != 1 or heading.title.lower() != _HEADING:
            continue
        spec = _spec_below(markdown, heading)
        title = title_above(markdown, after, heading.start)
        yield Region(
            platform=Platform.README,
            start=title.start if title else heading.start,
            title=title.title if title else "",
            spec=spec,
            missing="a JSON code block under `# OpenAPI definition`",
            description=description_between(markdown, title, heading.start),
        )
        after = spec.body_end if spec else heading.end


def _spec_below(markdown: Markdown, heading: Heading) -> Fence | None:
    for fence in markdown.fences_between(heading.end, len(markdown.text)):
        is_next = markdown.heading_above(fence) == heading
        return fence if is_next and fence.language in SPEC_LANGUAGES else None
    return None
