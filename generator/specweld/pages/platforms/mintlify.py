"""Mintlify: `## OpenAPI`, then a fence of four backticks whose info string says what is in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.grammar import METHODS
from specweld.pages.platform import Platform
from specweld.pages.region import Region
from specweld.pages.spec_text import SPEC_LANGUAGES
from specweld.pages.title import description_between, title_above

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.pages.fences import Fence
    from specweld.pages.markdown import Markdown

_INFO = re.compile(
    r"(?:(?P<api>\S.*?)[ \t]+)?"
    rf"(?:(?P<method>{'|'.join(METHODS)})[ \t]+(?P<path>/\S*)"
    r"|(?P<webhook>webhook)[ \t]+\S.*)",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"OpenAPI", "AsyncAPI"})
_DOCUMENT = re.compile(r"\S+\.(?:json|ya?ml)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Info:
    """The info string of a fence: `yaml /openapi.yaml get /account/limits`."""

    api: str = ""
    method: str = ""
    path: str = ""
    is_webhook: bool = False


def find_mintlify(markdown: Markdown) -> Iterator[Region]:
    """Find one region per fence under `## OpenAPI`, and per fence with such an info string."""
    after = 0
    for fence in markdown.fences:
        info = _read_info(fence) if fence.language in SPEC_LANGUAGES else None
        heading = markdown.heading_above(fence)
        is_headed = (
            heading is not None and heading.level == 2 and heading.title in _HEADINGS
        )
        if info is None and not (is_headed and fence.language in SPEC_LANGUAGES):
            continue
        below = heading.start if is_headed and heading else fence.start
        title = title_above(markdown, after, below)
        yield Region(
            platform=Platform.MINTLIFY,
            start=title.start if title else below,
            title=title.title if title else "",
            spec=fence,
            method=info.method if info else "",
            url=info.path if info else "",
            api=info.api if info else _api_of(fence.name),
            is_channel=is_headed and heading is not None and heading.title[0] == "A",
            is_webhook=info is not None and info.is_webhook,
            description=description_between(markdown, title, below),
        )
        after = fence.body_end


def _read_info(fence: Fence) -> _Info | None:
    match = _INFO.fullmatch(fence.name)
    if match is None:
        return None
    return _Info(
        api=_plain(match["api"] or ""),
        method=(match["method"] or "").upper(),
        path=match["path"] or "",
        is_webhook=match["webhook"] is not None,
    )


def _api_of(info: str) -> str:
    match = _DOCUMENT.match(info)
    return _plain(match[0]) if match else ""


def _plain(api: str) -> str:
    """Spell a specification's name as every date of a site does: without the leading slash."""
    return api.lstrip("/")
