from __future__ import annotations

import gzip
import time
from http.server import BaseHTTPRequestHandler

import pytest

from site_server import DATE, Answer, Reply, Site, in_turn, reset
from specweld.pages.web.fetch import Fetcher, FetchLimits
from specweld.pages.web.outcome import Fetched, FetchFault, Outcome

LIMITS = FetchLimits(
    response_bytes=1000,
    response_seconds=0.3,
    silence_seconds=0.2,
    first_wait=0.01,
    longest_wait=0.5,
    redirects=2,
    attempts=2,
)


def fetch(url: str, limits: FetchLimits = LIMITS, *hosts: str) -> Outcome:
    with Fetcher(limits, allowed_hosts=frozenset(hosts)) as fetcher:
        return fetcher.fetch(url)


def text_of(outcome: Outcome) -> str:
    assert isinstance(outcome, Fetched), outcome
    return outcome.text


def fault_of(outcome: Outcome) -> tuple[str, str]:
    assert isinstance(outcome, FetchFault), outcome
    return outcome.rule, outcome.message


def test_a_text_comes_with_the_facts_for_the_lock_file(site: Site) -> None:
    headers = {
        "ETag": '"1"',
        "Last-Modified": "yesterday",
        "Content-Type": "text/markdown",
    }
    site.routes["/a.md"] = Reply("größer".encode(), headers=headers)
    outcome = fetch(f"{site.url}/a.md")
    assert isinstance(outcome, Fetched)
    assert (outcome.text, outcome.is_html) == ("größer", False)
    entry = outcome.entry
    assert (entry.etag, entry.last_modified, entry.date) == ('"1"', "yesterday", DATE)


@pytest.mark.parametrize(
    ("reply", "rule", "message"),
    [
        (Reply(status=404), "page-not-found", "the server says 404; expected a page"),
        (Reply(status=410), "page-not-found", "the server says 410; expected a page"),
        (Reply(status=403), "fetch-failed", "the server says 403; expected a page"),
        (Reply(status=204), "fetch-failed", "the server says 204; expected a page"),
        (Reply(status=304), "fetch-failed", "the server says 304; expected a page"),
        (Reply(status=500), "server-busy", "the server says 500; expected 200"),
        (
            Reply(status=429, headers={"Retry-After": "3600"}),
            "server-busy",
            "the server says 429 and to come back in 3600 s; expected 200",
        ),
        (
            Reply(b"half", length=100),
            "fetch-truncated",
            "the response ends early or is damaged; expected all of it",
        ),
        (
            Reply(b"no gzip", headers={"Content-Encoding": "gzip"}),
            "fetch-truncated",
            "the response ends early or is damaged; expected all of it",
        ),
        (
            Reply(b"x" * 1001),
            "fetch-too-large",
            "there are more than 1000 bytes; expected less for one response",
        ),
        (
            Reply(gzip.compress(b"x" * 100_000), headers={"Content-Encoding": "gzip"}),
            "fetch-too-large",
            "there are more than 1000 bytes; expected less for one response",
        ),
        (
            Reply(b"\xff\xfe\x00", headers={"Content-Type": "text/markdown"}),
            "wrong-charset",
            "the response is not text in `utf-8`; "
            "expected UTF-8 or the charset that its header names",
        ),
        (
            Reply(b"\xff", headers={"Content-Type": "text/plain; charset=klingon"}),
            "wrong-charset",
            "the response is not text in `klingon`; "
            "expected UTF-8 or the charset that its header names",
        ),
        (
            Reply(status=302, headers={"Location": "/a.md"}),
            "too-many-redirects",
            "more than 2 redirects; expected a page",
        ),
    ],
)
def test_faults_name_the_url(site: Site, reply: Reply, rule: str, message: str) -> None:
    site.routes["/a.md"] = reply
    outcome = fetch(f"{site.url}/a.md")
    assert fault_of(outcome) == (rule, message)
    assert isinstance(outcome, FetchFault)
    assert outcome.url == f"{site.url}/a.md"


@pytest.mark.parametrize(
    ("content", "content_type", "expected"),
    [
        ("ä".encode(), "text/plain; charset=iso-8859-1", "ä"),
        ("ä".encode("latin-1"), "text/plain; charset=iso-8859-1", "ä"),
        (b"\xef\xbb\xbfa", "text/plain", "a"),
        ("ä".encode("utf-16"), "text/plain; charset=utf-16", "ä"),
    ],
)
def test_utf_8_goes_before_what_the_header_says(
    site: Site, content: bytes, content_type: str, expected: str
) -> None:
    site.routes["/a.md"] = Reply(content, headers={"Content-Type": content_type})
    assert text_of(fetch(f"{site.url}/a.md")) == expected


@pytest.mark.parametrize(
    "first",
    [
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(status=503, headers={"Retry-After": DATE}),
        Reply(status=429, headers={"Retry-After": "soon"}),
        Reply(b"half", length=100),
        reset,
    ],
    ids=["seconds", "date", "nonsense", "truncated", "reset"],
)
def test_a_second_attempt_is_made(site: Site, first: Answer) -> None:
    site.routes["/a.md"] = in_turn(first, Reply(b"there"))
    assert text_of(fetch(f"{site.url}/a.md")) == "there"
    assert site.paths() == ["/a.md", "/a.md"]


def test_retry_after_counts_by_the_clock_of_the_server(site: Site) -> None:
    later = DATE.replace("10:00:00", "10:00:59")
    site.routes["/a.md"] = Reply(status=429, headers={"Retry-After": later})
    rule, message = fault_of(fetch(f"{site.url}/a.md"))
    assert (rule, message.split(";")[0]) == (
        "server-busy",
        "the server says 429 and to come back in 59 s",
    )
    assert site.paths() == ["/a.md"]


def test_a_page_that_is_missing_is_not_asked_for_twice(site: Site) -> None:
    fetch(f"{site.url}/a.md")
    assert site.paths() == ["/a.md"]


def _silent(_handler: BaseHTTPRequestHandler) -> Reply:
    time.sleep(0.35)
    return Reply(b"late")


def _dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response_only(200)
    handler.end_headers()
    try:
        for _ in range(12):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def test_silence_and_slowness_are_time_outs(site: Site) -> None:
    site.routes["/silent.md"] = _silent
    site.routes["/drip.md"] = _dripping
    expected = "the response was not complete after {} s; expected it to be faster"
    for path, seconds in (("silent", "0.2"), ("drip", "0.3")):
        assert fault_of(fetch(f"{site.url}/{path}.md")) == (
            "fetch-timeout",
            expected.format(seconds),
        )


def test_redirects_stay_on_the_host(site: Site) -> None:
    site.routes["/a.md"] = Reply(status=301, headers={"Location": "/b.md"})
    site.routes["/b.md"] = Reply(b"moved")
    outcome = fetch(f"{site.url}/a.md")
    assert isinstance(outcome, Fetched)
    assert (outcome.text, outcome.final_url) == ("moved", f"{site.url}/b.md")


def test_other_hosts_are_refused_unless_allowed(site: Site) -> None:
    elsewhere = site.url.replace("127.0.0.1", "localhost")
    site.routes["/a.md"] = Reply(status=301, headers={"Location": f"{elsewhere}/b.md"})
    site.routes["/b.md"] = Reply(b"moved")
    assert fault_of(fetch(f"{site.url}/a.md")) == (
        "redirect-refused",
        f"the server redirects to `{elsewhere}/b.md`; expected to stay on `{site.url}`",
    )
    assert site.paths() == ["/a.md"]
    assert text_of(fetch(f"{site.url}/a.md", LIMITS, "localhost")) == "moved"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://192.0.2.1/"]
)
def test_redirects_lead_to_no_other_scheme_or_network(site: Site, target: str) -> None:
    site.routes["/a.md"] = Reply(status=302, headers={"Location": target})
    assert fault_of(fetch(f"{site.url}/a.md"))[0] == "redirect-refused"


@pytest.mark.parametrize(
    ("url", "rule", "message"),
    [
        (
            "http://example.com/a.md",
            "insecure-url",
            "the URL starts with `http://`; expected `https://`",
        ),
        (
            "ftp://example.com/a.md",
            "insecure-url",
            "the URL starts with `ftp://`; expected `https://`",
        ),
        ("https:///a.md", "fetch-failed", "the URL has no host; expected a page"),
        ("https://[x/a.md", "fetch-failed", "the URL cannot be read; expected a page"),
        (
            "http://localhost.example.com/a.md",
            "insecure-url",
            "the URL starts with `http://`; expected `https://`",
        ),
    ],
)
def test_urls_are_looked_at_before_the_network(
    url: str, rule: str, message: str
) -> None:
    assert fault_of(fetch(url)) == (rule, message)


def test_a_server_that_is_not_there() -> None:
    rule, message = fault_of(fetch("http://127.0.0.1:9/a.md"))
    assert rule == "fetch-failed"
    assert message.startswith("there is no connection: ")


def test_bytes_and_time_are_limited_for_all_responses_together(site: Site) -> None:
    site.routes["/a.md"] = Reply(b"x" * 600)
    with Fetcher(FetchLimits(total_bytes=1000)) as fetcher:
        assert isinstance(fetcher.fetch(f"{site.url}/a.md"), Fetched)
        assert fault_of(fetcher.fetch(f"{site.url}/a.md")) == (
            "fetch-too-large",
            "there are more than 1000 bytes; expected less for the whole run",
        )
    assert fault_of(fetch(f"{site.url}/a.md", FetchLimits(total_seconds=0))) == (
        "fetch-budget",
        "fetching takes more than 0 s in all; expected less",
    )
