"""What an index links and the server does not give."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

from site_reading import LIMITS, page, read
from site_server import Reply, Site


def test_a_dead_link_is_a_warning_and_a_broken_server_an_error(site: Site) -> None:
    site.routes.update(
        {
            "/docs/llms.txt": Reply(b"[a](a.md) [b](b.md) [c](c.md)"),
            "/docs/b.md": Reply(status=500),
            "/docs/c.md": page("c"),
        }
    )
    assert read(f"{site.url}/docs/llms.txt") == (
        ["Cat c"],
        [],
        ["WARNING page-not-found /docs/a.md", "ERROR server-busy /docs/b.md"],
    )


def test_what_no_further_attempt_changes_is_a_warning_in_an_index(site: Site) -> None:
    moved = {"Location": "https://elsewhere.example.com/b.md"}
    html = {"Content-Type": "text/html"}
    site.routes.update(
        {
            "/docs/llms.txt": Reply(b"[a](a.md) [b](b.md) [c](c.md) [d](d.md)"),
            "/docs/a.md": Reply(b"<html>", headers=html),
            "/docs/b.md": Reply(status=302, headers=moved),
            "/docs/c.md": Reply(status=302, headers={"Location": "/docs/c.md"}),
            "/docs/d.md": page("d"),
        }
    )
    assert read(f"{site.url}/docs/llms.txt") == (
        ["Cat d"],
        [],
        [
            "WARNING page-is-html /docs/a.md",
            "WARNING redirect-refused /docs/b.md",
            "WARNING too-many-redirects /docs/c.md",
        ],
    )


def test_a_site_that_asks_for_patience_is_read_whole(site: Site) -> None:
    names = [f"p{number}" for number in range(12)]
    links = " ".join(f"[{name}]({name}.md)" for name in names)
    site.routes["/docs/llms.txt"] = Reply(links.encode())
    answered: list[float] = []
    guard = threading.Lock()

    def four_a_second(handler: BaseHTTPRequestHandler) -> Reply:
        now = time.monotonic()
        with guard:
            if sum(now - each < 1 for each in answered) == 4:
                return Reply(status=429, headers={"Retry-After": "1"})
            answered.append(now)
        return page(handler.path.rpartition("/")[2].removesuffix(".md"))

    site.routes.update({f"/docs/{name}.md": four_a_second for name in names})
    limits = replace(LIMITS, pages=12)
    titles, _, findings = read(f"{site.url}/docs/llms.txt", limits=limits)
    assert titles == [f"Cat {name}" for name in names]
    assert findings == []
    # All threads wait together: nobody asks again while another one was told to wait.
    assert len(site.paths()) < 1 + 12 + 3 * 8
