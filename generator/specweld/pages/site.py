"""What a URL stands for: a page, an `llms.txt` index of pages, or many pages in one text."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urldefrag, urljoin, urlsplit

from specweld.diagnostics import Severity
from specweld.pages.fetched import Fetched, FetchFault
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.diagnostics import Problems
    from specweld.pages.fetch import Fetcher
    from specweld.pages.fetched import Outcome

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of pages fetched and the number of all that are known of."""

_LINK = re.compile(r"\[(?P<title>[^\[\]\n]{0,500}+)\]\((?P<url>[^()\s]{1,4000}+)\)")
_DOCUMENT_SUFFIXES = (".json", ".yaml", ".yml")
_TEXT_SUFFIXES = (".md", ".mdx", ".txt", ".markdown", *_DOCUMENT_SUFFIXES)
_DEEPEST = 3
"""Levels of an index that links indexes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What an index links to, each once, in order."""

    pages: tuple[str, ...]
    indexes: tuple[str, ...]
    documents: tuple[str, ...]


def fetch_site(
    url: str, fetcher: Fetcher, problems: Problems, *, progress: Progress | None = None
) -> tuple[Fetched, ...]:
    """Fetch the texts that a URL stands for, in the order of the index.

    What cannot be fetched is an error; a dead link in an index is a warning.
    """
    if not _is_index(url):
        outcome = fetch_page(url, fetcher)
        if progress is not None:
            progress(1, 1)
        return _sound([outcome], problems, missing=Severity.ERROR)
    pages = _list_pages(url, fetcher, problems)
    if len(pages) > fetcher.limits.pages:
        problems.report(
            "too-many-pages",
            Severity.ERROR,
            f"the index links {len(pages)} pages; expected at most {fetcher.limits.pages}",
            TextPlace(path=url),
            help="give the index of a section, or single pages",
        )
        return ()
    outcomes = _fetch_all(pages, fetcher, progress)
    return _sound(outcomes, problems, missing=Severity.WARNING)


def fetch_page(url: str, fetcher: Fetcher) -> Outcome:
    """Fetch a page as Markdown: sites keep it beside the HTML, under the same URL and `.md`."""
    path = urlsplit(url).path
    if not path.endswith(_TEXT_SUFFIXES) and path.strip("/"):
        outcome = fetcher.fetch(_beside(url))
        if isinstance(outcome, Fetched) and not outcome.is_html:
            return outcome
        if isinstance(outcome, FetchFault) and outcome.retry_after is not None:
            return outcome
    outcome = fetcher.fetch(url)
    if isinstance(outcome, Fetched) and outcome.is_html:
        return FetchFault(
            rule="page-is-html",
            url=url,
            message="the URL gives HTML; expected Markdown",
            help="give the page's own `.md` URL, or the site's `llms.txt`",
        )
    return outcome


def _beside(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=parts.path.rstrip("/") + ".md", fragment="").geturl()


def _is_index(url: str) -> bool:
    return urlsplit(url).path.endswith("/llms.txt")


def _list_pages(url: str, fetcher: Fetcher, problems: Problems) -> tuple[str, ...]:
    """Collect the pages of an index, and of the indexes that it links."""
    pages: dict[str, None] = {}
    seen = {url}
    level: tuple[str, ...] = (url,)
    for depth in range(_DEEPEST):
        missing = Severity.WARNING if depth else Severity.ERROR
        outcomes = _fetch_all(level, fetcher, None)
        level = ()
        for index in _sound(outcomes, problems, missing=missing):
            links = _read_index(index, fetcher)
            pages.update(dict.fromkeys(links.pages))
            level += tuple(each for each in links.indexes if each not in seen)
            seen.update(links.indexes)
            _report_documents(index, links.documents, problems)
    return tuple(pages)


def _read_index(index: Fetched, fetcher: Fetcher) -> _Index:
    """Sort the links of an index by what they lead to; other hosts are left out."""
    pages: dict[str, None] = {}
    indexes: dict[str, None] = {}
    documents: dict[str, None] = {}
    for link in _LINK.finditer(index.text):
        url = _resolve(index.final_url, link["url"])
        path = urlsplit(url).path if url else ""
        if not url or not fetcher.is_allowed_host(url, index.final_url):
            continue
        if path.endswith("/llms.txt"):
            indexes[url] = None
        elif path.endswith(_DOCUMENT_SUFFIXES):
            if "openapi" in (link["title"] + path).lower():
                documents[url] = None
        elif not path.endswith("/llms-full.txt") and _is_page(path):
            pages[url] = None
    return _Index(
        pages=tuple(pages), indexes=tuple(indexes), documents=tuple(documents)
    )


def _resolve(base: str, link: str) -> str:
    """Make a link absolute; empty when it is none that leads to a page."""
    try:
        url = urldefrag(urljoin(base, link)).url
        return url if urlsplit(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _is_page(path: str) -> bool:
    """Tell pages from images and downloads by the end of their path."""
    name = path.rpartition("/")[2]
    return path.endswith(_TEXT_SUFFIXES) or "." not in name


def _report_documents(
    index: Fetched, documents: Iterable[str], problems: Problems
) -> None:
    for document in documents:
        problems.report(
            "openapi-document-linked",
            Severity.NOTICE,
            f"the index links a whole OpenAPI document, `{document}`; its pages are taken",
            TextPlace(path=index.url),
            help=f"`specweld generate {document}` may know more than the pages",
        )


def _fetch_all(
    urls: Sequence[str], fetcher: Fetcher, progress: Progress | None
) -> list[Outcome]:
    """Fetch concurrently; outcomes come in the order of the URLs."""
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(max_workers=fetcher.limits.connections) as executor:
        futures = [executor.submit(fetch_page, url, fetcher) for url in urls]
        try:
            for future in futures:
                outcomes.append(future.result())
                if progress is not None:
                    progress(len(outcomes), len(urls))
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    return outcomes


def _sound(
    outcomes: Iterable[Outcome], problems: Problems, *, missing: Severity
) -> tuple[Fetched, ...]:
    """Report the faults and return the rest; a limit of the whole run is reported once."""
    fetched: list[Fetched] = []
    is_over_budget = False
    for outcome in outcomes:
        if isinstance(outcome, Fetched):
            fetched.append(outcome)
            continue
        if outcome.rule == "fetch-budget":
            if is_over_budget:
                continue
            is_over_budget = True
        problems.report(
            outcome.rule,
            missing if outcome.is_missing else Severity.ERROR,
            outcome.message,
            TextPlace(path=outcome.url),
            help=outcome.help,
        )
    return tuple(fetched)
