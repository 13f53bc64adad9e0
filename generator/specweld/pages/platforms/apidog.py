"""Apidog and Apifox: `## OpenAPI Specification` right under the title, without a `METHOD url` line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.pages.platform import Platform
from specweld.pages.platforms.fern import is_headed
from specweld.pages.region import Region
from specweld.pages.title import description_between, title_above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.markdown import Markdown


def find_apidog(markdown: Markdown) -> Iterator[Region]:
    """Find one region per fence under the heading."""
    after = 0
    for fence in markdown.fences:
        heading = markdown.heading_above(fence)
        if heading is None or not is_headed(markdown, fence):
            continue
        title = title_above(markdown, after, heading.start)
        yield Region(
            platform=Platform.APIDOG,
            start=title.start if title else fence.start,
            title=title.title if title else "",
            spec=fence,
            description=description_between(markdown, title, heading.start),
        )
        after = fence.body_end
