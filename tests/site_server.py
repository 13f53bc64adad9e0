"""A documentation site on loopback that answers as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

DATE = "Sat, 01 Aug 2026 10:00:00 GMT"


@dataclass(frozen=True, slots=True)
class Reply:
    """One response."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    length: int | None = None
    """What `Content-Length` says; by default the truth."""


Answer: TypeAlias = "Reply | Callable[[BaseHTTPRequestHandler], Reply | None]"


def in_turn(*answers: Answer) -> Answer:
    """Answer each request with the next."""
    rest = iter(answers)

    def answer(handler: BaseHTTPRequestHandler) -> Reply | None:
        chosen = next(rest)
        return chosen if isinstance(chosen, Reply) else chosen(handler)

    return answer


def reset(_handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without a response."""


@dataclass(slots=True)
class Site:
    """The routes of a site, and what was asked of it."""

    url: str
    routes: dict[str, Answer] = field(default_factory=dict[str, "Answer"])
    """By path; all others are 404."""
    requests: list[tuple[str, dict[str, str]]] = field(
        default_factory=list[tuple[str, dict[str, str]]]
    )

    def paths(self) -> list[str]:
        """List the paths that were asked for, sorted: they come from several threads."""
        return sorted(path for path, _ in self.requests)

    def answer(self, handler: BaseHTTPRequestHandler) -> Reply | None:
        """Find the response for a request."""
        headers = {name.lower(): value for name, value in handler.headers.items()}
        self.requests.append((handler.path, headers))
        answer = self.routes.get(handler.path, Reply(status=404))
        return answer if isinstance(answer, Reply) else answer(handler)


@contextmanager
def serve_site() -> Generator[Site]:
    """Serve a site that has no page yet."""
    served = Site(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = served.answer(self)
            if reply is None:
                self.close_connection = True
                return
            self.send_response_only(reply.status)
            length = len(reply.body) if reply.length is None else reply.length
            headers = {"Date": DATE, "Content-Length": str(length), **reply.headers}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
