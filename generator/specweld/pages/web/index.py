"""The links of an `llms.txt`, sorted by what they lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from specweld.pages.web.url import join_url, split_url, with_user_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.pages.web.outcome import Fetched

_LINK = re.compile(r"\[(?P<title>[^\[\]\n]{0,500}+)\]\((?P<url>[^()\s]{1,4000}+)\)")
_DOCUMENT_SUFFIXES = (".json", ".yaml", ".yml")
TEXT_SUFFIXES = (".md", ".mdx", ".txt", ".markdown", *_DOCUMENT_SUFFIXES)
"""How the path of a text ends; what has none of them is HTML, or Markdown without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What an index links to, each once, in order."""

    pages: tuple[str, ...]
    indexes: tuple[str, ...]
    documents: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Pages on hosts that may not be followed."""


def is_index(url: str) -> bool:
    """Return whether a URL is that of an index of pages."""
    return split_url(url).path.endswith("/llms.txt")


def read_index(index: Fetched, is_allowed: Callable[[str, str], bool]) -> Index:
    """Sort the links of an index.

    Args:
        is_allowed: Says whether the first URL may be followed when it was found at the second.
    """
    pages: dict[str, None] = {}
    indexes: dict[str, None] = {}
    documents: dict[str, None] = {}
    elsewhere: dict[str, None] = {}
    for link in _LINK.finditer(index.text):
        url = _resolve(index.final_url, link["url"])
        path = split_url(url).path
        if not url:
            continue
        if path.endswith(_DOCUMENT_SUFFIXES):
            if "openapi" in (link["title"] + path).lower():
                documents[url] = None
        elif not is_allowed(url, index.final_url):
            if path.endswith(TEXT_SUFFIXES):
                elsewhere[url] = None
        elif path.endswith("/llms.txt"):
            indexes[url] = None
        elif not path.endswith("/llms-full.txt") and _is_page(path):
            pages[url] = None
    return Index(
        pages=tuple(pages),
        indexes=tuple(indexes),
        documents=tuple(documents),
        elsewhere=tuple(elsewhere),
    )


def _resolve(base: str, link: str) -> str:
    """Make a link absolute; empty when it is none that leads to a page."""
    url = join_url(base, link)
    if split_url(url).scheme not in {"http", "https"}:
        return ""
    return with_user_of(urldefrag(url).url, base)


def _is_page(path: str) -> bool:
    """Return whether a path is that of a page, not of an image or a download."""
    name = path.rpartition("/")[2]
    return path.endswith(TEXT_SUFFIXES) or "." not in name
