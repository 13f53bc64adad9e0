"""Fetches texts over HTTP within limits: the only module that uses the network."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import httpx2

from specweld.pages.web.lock import Lock, LockEntry, hash_text
from specweld.pages.web.outcome import (
    Fetched,
    FetchFault,
    Outcome,
    cut_off,
    insecure,
    no_connection,
    not_fetched,
    over_time,
    timed_out,
    too_large,
)
from specweld.pages.web.url import join_url, split_url, without_secrets

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_ACCEPT = "text/markdown, text/plain, application/yaml, application/json, */*;q=0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """How much of the network a run may use; times in seconds."""

    response_bytes: int = 64 * 1024 * 1024
    """Of one response, after decompression."""
    total_bytes: int = 512 * 1024 * 1024
    pages: int = 5000
    """URLs fetched for one index."""
    response_seconds: float = 60
    """For one response, its body included."""
    silence_seconds: float = 20
    """Without a byte."""
    total_seconds: float = 900
    redirects: int = 5
    attempts: int = 3
    requested_attempts: int = 12
    """Of which the server said when to make them."""
    first_wait: float = 0.5
    """Before the second attempt; doubled for each that follows."""
    longest_wait: float = 30
    """Between two attempts; a server that asks for more is not asked again."""
    connections: int = 8


@dataclass(slots=True)
class _Budget:
    """What is left for all threads of a run together."""

    bytes_left: int
    deadline: float
    held_until: float = 0
    """A server that asks one thread to wait means all of them."""
    guard: threading.Lock = field(default_factory=threading.Lock)

    def take(self, count: int) -> bool:
        """Take bytes; False when there are not enough left."""
        with self.guard:
            self.bytes_left -= count
            return self.bytes_left >= 0

    def seconds_left(self) -> float:
        """Return how long the run may still last."""
        return self.deadline - time.monotonic()

    def hold(self, seconds: float) -> None:
        """Let no thread ask for anything for a while."""
        with self.guard:
            self.held_until = max(self.held_until, time.monotonic() + seconds)

    def wait(self) -> None:
        """Wait until the server wants to be asked again."""
        while (seconds := self.held_until - time.monotonic()) > 0:
            time.sleep(seconds)


class Fetcher:
    """Fetches URLs, from several threads if need be, with one pool and one budget."""

    def __init__(
        self,
        limits: FetchLimits,
        *,
        lock: Lock | None = None,
        allowed_hosts: frozenset[str] = frozenset(),
    ) -> None:
        self.limits = limits
        self._lock = lock or Lock()
        self._allowed_hosts = allowed_hosts
        self._fetched: dict[str, tuple[str, LockEntry] | None] = {}
        self._budget = _Budget(
            limits.total_bytes, time.monotonic() + limits.total_seconds
        )
        self._client = httpx2.Client(
            headers={"User-Agent": "specweld", "Accept": _ACCEPT},
            timeout=limits.silence_seconds,
            limits=httpx2.Limits(max_connections=limits.connections),
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        self._client.close()

    def is_allowed_host(self, url: str, origin: str) -> bool:
        """Return whether a URL found at another one may be followed."""
        host = split_url(url).hostname or ""
        return host == split_url(origin).hostname or host in self._allowed_hosts

    def entries(self) -> dict[str, LockEntry]:
        """List what was fetched so far, for the lock file; an interrupted run has some, too.

        Two URLs that differ in their queries only cannot be told apart there: neither is listed.
        """
        known = dict(self._fetched)
        return {name: each[1] for name, each in known.items() if each is not None}

    def _remember(self, outcome: Outcome) -> None:
        if isinstance(outcome, Fetched) and not outcome.is_html:
            new = outcome.url, outcome.entry
            earlier = self._fetched.setdefault(outcome.name, new)
            if earlier is not None and earlier[0] != outcome.url:
                self._fetched[outcome.name] = None

    def fetch(self, url: str) -> Outcome:
        """Fetch one URL, again if the server is busy or the connection breaks."""
        pause = self.limits.first_wait
        made = requested = 0
        while True:
            self._budget.wait()
            outcome = self._attempt(url)
            self._remember(outcome)
            if isinstance(outcome, Fetched) or outcome.retry_after is None:
                return outcome
            is_requested = outcome.retry_after > 0
            made, requested = made + (not is_requested), requested + is_requested
            is_last = (
                made == self.limits.attempts
                or requested == self.limits.requested_attempts
            )
            seconds = outcome.retry_after if is_requested else pause
            longest = min(self.limits.longest_wait, self._budget.seconds_left())
            if is_last or seconds > longest:
                return outcome
            if is_requested:
                self._budget.hold(seconds)
            else:
                time.sleep(seconds)
                pause *= 2

    def _attempt(self, url: str) -> Outcome:
        if fault := _refuse_url(url):
            return fault
        if self._budget.seconds_left() <= 0:
            return over_time(url, self.limits.total_seconds)
        try:
            return self._follow(url)
        except httpx2.TimeoutException:
            return timed_out(url, self.limits.silence_seconds)
        except (httpx2.RemoteProtocolError, httpx2.DecodingError):
            return cut_off(url)
        except httpx2.TransportError as error:
            return no_connection(url, _reason(error))
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            return not_fetched(url, _reason(error))

    def _follow(self, url: str) -> Outcome:
        known = self._lock.known(url)
        current = url
        for _ in range(self.limits.redirects + 1):
            headers = _conditions(known[0]) if known else {}
            with self._client.stream("GET", current, headers=headers) as response:
                location: str = response.headers.get("Location", "")
                if response.status_code not in _REDIRECTS or not location:
                    return self._read(url, response, known)
            target = join_url(current, location)
            fault = self._refuse_redirect(url, current, target)
            if fault is not None:
                return fault
            current = target
        return FetchFault(
            rule="too-many-redirects",
            url=url,
            message=f"more than {self.limits.redirects} redirects; expected a page",
            is_final=True,
        )

    def _refuse_redirect(
        self, url: str, current: str, target: str
    ) -> FetchFault | None:
        scheme, target_scheme = split_url(current).scheme, split_url(target).scheme
        is_downgrade = target_scheme != scheme and target_scheme != "https"
        if self.is_allowed_host(target, url) and not is_downgrade:
            return _refuse_url(target)
        return FetchFault(
            rule="redirect-refused",
            url=url,
            message=f"the server redirects to `{without_secrets(target)}`; expected to stay on "
            f"`{without_secrets(urljoin(url, '/')).rstrip('/')}`",
            help=(
                "give the new URL if you trust it"
                if is_downgrade or _refuse_url(target)
                else f"`--allow-host {split_url(target).hostname}` follows it, if you trust it"
            ),
            is_final=True,
        )

    def _read(
        self,
        url: str,
        response: httpx2.Response,
        known: tuple[LockEntry, str] | None,
    ) -> Outcome:
        status = response.status_code
        if status == 304 and known is not None:
            return _fetched(url, known[1], response, entry=known[0])
        if status != 200:
            return _bad_status(url, response)
        content = self._read_body(url, response)
        if isinstance(content, FetchFault):
            return content
        text = _decode(content, response.charset_encoding)
        if text is None:
            return FetchFault(
                rule="wrong-charset",
                url=url,
                message=f"the response is not text in `{response.charset_encoding or 'utf-8'}`; "
                "expected UTF-8 or the charset that its header names",
            )
        entry = _lock_entry(text, response, known[0] if known else None)
        if self._lock.cache is not None:
            self._lock.cache.write(text)
        return _fetched(url, text, response, entry=entry)

    def _read_body(self, url: str, response: httpx2.Response) -> bytes | FetchFault:
        started = time.monotonic()
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self.limits.response_bytes:
                return too_large(url, self.limits.response_bytes)
            if not self._budget.take(len(chunk)):
                return too_large(url, self.limits.total_bytes, scope="the whole run")
            if time.monotonic() - started > self.limits.response_seconds:
                return timed_out(url, self.limits.response_seconds)
            if self._budget.seconds_left() <= 0:
                return over_time(url, self.limits.total_seconds)
            chunks.append(chunk)
        return b"".join(chunks)


def _refuse_url(url: str) -> FetchFault | None:
    """Refuse what is not HTTPS; plain HTTP goes to this machine only."""
    parts = split_url(url)
    host = parts.hostname or ""
    if not parts.scheme:
        return not_fetched(url, "the URL cannot be read")
    if not host:
        return not_fetched(url, "the URL has no host")
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK):
        return None
    return insecure(url, parts.scheme)


def _conditions(entry: LockEntry) -> dict[str, str]:
    conditions = {
        "If-None-Match": entry.etag,
        "If-Modified-Since": entry.last_modified,
    }
    return {name: value for name, value in conditions.items() if value}


def _bad_status(url: str, response: httpx2.Response) -> FetchFault:
    status = response.status_code
    if status in _GONE:
        return FetchFault(
            rule="page-not-found",
            url=url,
            message=f"the server says {status}; expected a page",
            is_final=True,
        )
    if status not in _BUSY:
        return not_fetched(url, f"the server says {status}")
    wait = _retry_after(response)
    return FetchFault(
        rule="server-busy",
        url=url,
        message=f"the server says {status}"
        + (f" and to come back in {wait:.0f} s" if wait else "")
        + "; expected 200",
        help="try again later",
        retry_after=wait,
    )


def _retry_after(response: httpx2.Response) -> float:
    """Read `Retry-After` (RFC 9110, 10.2.3) as seconds; dates count from the server's clock."""
    value = response.headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value[:9])
    try:
        now = parsedate_to_datetime(response.headers.get("Date", ""))
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return 0


def _decode(content: bytes, charset: str | None) -> str | None:
    """Decode as UTF-8, whatever the header says, else as the header says: servers guess."""
    for encoding in ("utf-8-sig", charset):
        try:
            return content.decode(encoding) if encoding else None
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _lock_entry(
    text: str, response: httpx2.Response, known: LockEntry | None
) -> LockEntry:
    sha256 = hash_text(text)
    is_same = known is not None and known.sha256 == sha256
    return LockEntry(
        sha256=sha256,
        etag=response.headers.get("ETag", ""),
        last_modified=response.headers.get("Last-Modified", ""),
        date=known.date if known and is_same else response.headers.get("Date", ""),
    )


def _fetched(
    url: str, text: str, response: httpx2.Response, *, entry: LockEntry
) -> Fetched:
    media_type = response.headers.get("Content-Type", "").partition(";")[0]
    start = text[:200].lstrip().lower()
    return Fetched(
        url=url,
        final_url=str(response.url),
        text=text,
        is_html="html" in media_type or start.startswith(("<!doctype html", "<html")),
        entry=entry,
    )


def _reason(error: Exception) -> str:
    return str(error).rstrip(".") or type(error).__name__
