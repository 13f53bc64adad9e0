"""What a URL stands for: a page, an `llms.txt` index of pages, or many pages in one text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

from specweld.diagnostics import Severity
from specweld.pages.web.index import TEXT_SUFFIXES, is_index, read_index
from specweld.pages.web.outcome import Fetched, FetchFault
from specweld.pages.web.url import split_url, without_secrets
from specweld.source import TextPlace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.diagnostics import Problems
    from specweld.pages.web.fetch import Fetcher
    from specweld.pages.web.outcome import Outcome

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of pages fetched and the number of all that are known of."""

_DEEPEST = 3
"""Levels of an index that links indexes."""


def read_site(
    url: str, fetcher: Fetcher, problems: Problems, *, progress: Progress | None = None
) -> tuple[Fetched, ...]:
    """Fetch the texts that a URL stands for, in the order of the index.

    What cannot be fetched is an error; a link in an index that leads to no page is a warning.
    """
    if not is_index(url):
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
            TextPlace(path=without_secrets(url)),
            help="give the index of a section, or single pages",
        )
        return ()
    outcomes = _fetch_all(pages, fetcher, progress)
    return _sound(outcomes, problems, missing=Severity.WARNING)


def fetch_page(url: str, fetcher: Fetcher) -> Outcome:
    """Fetch a page as Markdown: sites keep it beside the HTML, under the same URL and `.md`."""
    path = split_url(url).path
    if not path.endswith(TEXT_SUFFIXES) and path.strip("/"):
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
            is_final=True,
        )
    return outcome


def _beside(url: str) -> str:
    parts = split_url(url)
    return parts._replace(path=parts.path.rstrip("/") + ".md", fragment="").geturl()


def _list_pages(url: str, fetcher: Fetcher, problems: Problems) -> tuple[str, ...]:
    """Collect the pages of an index, and of the indexes that it links."""
    pages: dict[str, None] = {}
    elsewhere: set[str] = set()
    seen = {url}
    level: tuple[str, ...] = (url,)
    for depth in range(_DEEPEST):
        missing = Severity.WARNING if depth else Severity.ERROR
        outcomes = _fetch_all(level, fetcher, None)
        level = ()
        for index in _sound(outcomes, problems, missing=missing):
            links = read_index(index, fetcher.is_allowed_host)
            pages.update(dict.fromkeys(links.pages))
            level += tuple(each for each in links.indexes if each not in seen)
            seen.update(links.indexes)
            _report_documents(index, links.documents, problems)
            # Indexes of one site repeat one another.
            new = [each for each in links.elsewhere if each not in elsewhere]
            _report_elsewhere(index, new, problems)
            elsewhere.update(new)
    return tuple(pages)


def _report_documents(
    index: Fetched, documents: Iterable[str], problems: Problems
) -> None:
    for document in documents:
        problems.report(
            "openapi-document-linked",
            Severity.NOTICE,
            f"the index links a whole OpenAPI document, `{without_secrets(document)}`; its pages are taken",
            TextPlace(path=index.name),
            help=f"`specweld generate {without_secrets(document)}` may know more than the pages",
        )


def _report_elsewhere(
    index: Fetched, elsewhere: Iterable[str], problems: Problems
) -> None:
    """Count the pages that an index has on other hosts: they may be part of the API."""
    hosts = Counter(split_url(each).hostname or "" for each in elsewhere)
    for host, count in sorted(hosts.items()):
        pages = "1 page" if count == 1 else f"{count} pages"
        problems.report(
            "pages-elsewhere",
            Severity.WARNING,
            f"the index links {pages} on `{host}`, left out; expected them on its own host",
            TextPlace(path=index.name),
            help=f"`--allow-host {host}` follows them",
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
            missing if outcome.is_final else Severity.ERROR,
            outcome.message,
            TextPlace(path=without_secrets(outcome.url)),
            help=outcome.help,
        )
    return tuple(fetched)
