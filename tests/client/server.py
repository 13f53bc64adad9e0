"""A real HTTP server on loopback that answers what a test scripts and records what it was sent.

    with ScriptedServer() as server:
        server.answer(json={"voice_id": "v1"})          # the first request gets this one
        server.answer(status=503, headers={"retry-after-ms": "1"})
        ...
        assert server.requests[0].query == {"page": ["2"]}

Answers are used up in order. A request without an answer left gets 599, which no client takes for a success.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRequest:
    """A request as it arrived."""

    method: str
    target: str
    """Path and query as on the wire."""
    headers: Mapping[str, str]
    """Lower-case names."""
    body: bytes
    connection: int = 0
    """The client's port: the same for requests over one connection."""

    @property
    def path(self) -> str:
        """The path as on the wire, still percent-encoded."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        """The decoded query."""
        query = urlsplit(self.target).query
        return parse_qs(query, keep_blank_values=True, strict_parsing=bool(query))

    @property
    def json(self) -> Any:
        """The decoded JSON body."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The decoded urlencoded body."""
        return parse_qs(self.body.decode(), keep_blank_values=True)

    @property
    def parts(self) -> list[Part]:
        """The parts of a multipart body, in order."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        return [_part(part) for part in message.iter_parts()]  # type: ignore[attr-defined]  # typeshed: the policy makes EmailMessages


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Sequence[bytes] | None = None
    """Sent one by one as a chunked body, instead of `body`."""
    delay: float = 0.0
    """Seconds before the answer begins."""
    pause: float = 0.0
    """Seconds before each chunk but the first."""
    cut_at: int | None = None
    """Bytes of the body after which the connection is closed; the length announced is the whole."""
    is_reset: bool = False
    """Reset the connection instead of answering."""
    is_cut_in_head: bool = False
    """Close the connection after the status line."""


class ScriptedServer:
    """Listens on a free port of 127.0.0.1 while the `with` block runs."""

    def __init__(self) -> None:
        self.requests: list[RecordedRequest] = []
        self.answers: deque[Answer] = deque()
        self.otherwise: Callable[[RecordedRequest], Answer] = _unscripted
        """Answers requests for which no answer is left."""
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.script = self
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return f"http://127.0.0.1:{self._http.server_port}"

    def answer(
        self,
        *,
        json: object = None,
        text: str | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        """Script the next answer; `more` are fields of `Answer`."""
        named = {name.lower(): value for name, value in (headers or {}).items()}
        body = b""
        if content is not None:
            body, kind = content, "application/octet-stream"
        elif text is not None:
            body, kind = text.encode(), "text/plain; charset=utf-8"
        else:
            body, kind = _json_bytes(json), "application/json"
        if body or "chunks" in more:
            named.setdefault("content-type", kind)
        self.answers.append(Answer(body=body, headers=named, **more))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    script: ScriptedServer

    def handle_error(self, *_: object) -> None:
        """Stay silent: a client that hangs up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    """Answers every method by the script."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = (
        True  # head and body are written apart; waiting costs 40 ms
    )
    server: _Server

    def handle_any(self) -> None:
        script = self.server.script
        request = RecordedRequest(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=b"".join(self._body()),
            connection=self.client_address[1],
        )
        script.requests.append(request)
        try:
            answer = script.answers.popleft()
        except IndexError:
            answer = script.otherwise(request)
        time.sleep(answer.delay)
        if answer.is_reset:
            self._reset()
        elif answer.is_cut_in_head:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self.close_connection = True
        else:
            self._send(answer)

    def log_message(self, *_: object) -> None:
        """Stay silent."""

    def _body(self) -> Iterator[bytes]:
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            yield self.rfile.read(int(self.headers.get("content-length", 0)))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.chunks is not None:
            self.send_header("transfer-encoding", "chunked")
        elif answer.status != 204 and "content-length" not in answer.headers:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if answer.chunks is not None:
            self._send_chunks(answer)
        elif answer.status != 204 and self.command != "HEAD":
            self.wfile.write(answer.body[: answer.cut_at])
        if answer.cut_at is not None:
            self.close_connection = True

    def _send_chunks(self, answer: Answer) -> None:
        for index, chunk in enumerate(answer.chunks or ()):
            if index == answer.cut_at:
                return
            time.sleep(answer.pause if index else 0)
            self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk), chunk))
            self.wfile.flush()
        self.wfile.write(b"0\r\n\r\n")

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)  # close with RST instead of FIN
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        self.connection.close()


for _method in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler.handle_any)


def _unscripted(_request: RecordedRequest) -> Answer:
    return Answer(status=599, body=b"no answer was scripted")


def _json_bytes(value: object) -> bytes:
    return b"" if value is None else json.dumps(value).encode()


def _part(part: Message) -> Part:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return Part(
        name=str(part.get_param("name", header="content-disposition")),
        filename=part.get_filename(),
        content_type=part.get_content_type() if "content-type" in part else None,
        content=content,
    )
