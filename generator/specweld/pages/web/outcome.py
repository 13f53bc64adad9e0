"""What comes of fetching a URL: a text, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from specweld.pages.web.url import without_secrets

if TYPE_CHECKING:
    from specweld.pages.web.lock import LockEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A text as it came."""

    url: str
    """As asked for."""
    final_url: str
    """After redirects."""
    text: str = field(repr=False)
    is_html: bool
    entry: LockEntry
    """For the lock file, under `name`."""

    @property
    def name(self) -> str:
        """What the text is called in specs and messages: the URL without secrets."""
        return without_secrets(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFault:
    """Why there is no text."""

    rule: str
    url: str
    message: str
    help: str = ""
    retry_after: float | None = None
    """Seconds until another attempt makes sense; None when it makes none."""
    is_final: bool = False
    """The server is well, and has no such page here: asking again changes nothing."""


Outcome: TypeAlias = Fetched | FetchFault


def timed_out(url: str, seconds: float) -> FetchFault:
    """Say that one response took too long."""
    return FetchFault(
        rule="fetch-timeout",
        url=url,
        message=f"the response was not complete after {seconds:g} s; expected it to be faster",
        retry_after=0,
    )


def over_time(url: str, seconds: float) -> FetchFault:
    """Say that the whole run took too long."""
    return FetchFault(
        rule="fetch-budget",
        url=url,
        message=f"fetching takes more than {seconds:g} s in all; expected less",
        help="run it again: with a lock file, what was fetched is not fetched twice",
    )


def too_large(url: str, limit: int, *, scope: str = "one response") -> FetchFault:
    """Say that there are too many bytes."""
    return FetchFault(
        rule="fetch-too-large",
        url=url,
        message=f"there are more than {limit} bytes; expected less for {scope}",
    )


def no_connection(url: str, reason: str) -> FetchFault:
    """Say that the server cannot be reached."""
    return FetchFault(
        rule="fetch-failed",
        url=url,
        message=f"there is no connection: {reason}; expected a response",
        retry_after=0,
    )


def not_fetched(url: str, reason: str) -> FetchFault:
    """Say that a request makes no sense or that its answer is final."""
    return FetchFault(
        rule="fetch-failed", url=url, message=f"{reason}; expected a page"
    )


def cut_off(url: str) -> FetchFault:
    """Say that a response ended early."""
    return FetchFault(
        rule="fetch-truncated",
        url=url,
        message="the response ends early or is damaged; expected all of it",
        retry_after=0,
    )


def insecure(url: str, scheme: str) -> FetchFault:
    """Say that a URL is not for us to fetch."""
    return FetchFault(
        rule="insecure-url",
        url=url,
        message=f"the URL starts with `{scheme}://`; expected `https://`",
    )
