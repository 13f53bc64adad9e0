"""Server-sent events and JSON lines out of bytes (WHATWG HTML §9.2; jsonlines.org; RFC 7464).

What the content type says is not relied upon: the first line shows which of the two it is. The work is
proportional to the bytes, in whatever pieces they arrive.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from .errors import AnswerTooLargeError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_END = "[DONE]"
_LONGEST_PAUSE = 60.0
_FIELDS = ("data", "event", "id", "retry")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_MARKS = re.compile(r'["\\{}\[\]]')


class RawEvent(Struct, frozen=True):
    """One event, or one line of JSON."""

    data: str
    name: str = ""
    """Of the event's type; empty when it has none."""
    id: str = ""
    """The last one that the server gave: resume after it with the header `Last-Event-ID`."""


class LineSplitter:
    """Cuts bytes into lines that end in CR, LF or both; a line may arrive in pieces."""

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._pieces: list[bytes] = []
        self._size = 0
        self._ends_in_cr = False
        self._is_first = True

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Yield the lines that are complete now; one that ends in CR is, though its LF may follow."""
        if self._ends_in_cr and chunk:
            chunk = chunk.removeprefix(b"\n")
            self._ends_in_cr = False
        start = 0
        for end in _LINE_END.finditer(chunk):
            self._pieces.append(chunk[start : end.start()])
            start = end.end()
            yield self._line()
        self._ends_in_cr = chunk.endswith(b"\r")
        self._keep(chunk[start:])

    def finish(self) -> Iterator[str]:
        """Yield the last line if it has no end."""
        if self._size:
            yield self._line()

    def _keep(self, piece: bytes) -> None:
        if piece:
            self._pieces.append(piece)
            self._size += len(piece)
        if self._most is not None and self._size > self._most:
            raise AnswerTooLargeError(f"one event exceeds {self._most} bytes")

    def _line(self) -> str:
        line = b"".join(self._pieces)
        self._pieces = []
        self._size = 0
        if self._is_first:
            self._is_first = False
            line = line.removeprefix(_BYTE_ORDER_MARK)
        return line.decode(errors="replace")


class _Nesting:
    """Follows the brackets of JSON, to know when a value that is laid out over several lines ends."""

    def __init__(self) -> None:
        self._depth = 0
        self._is_text = False

    def is_over(self, line: str) -> bool:
        """Take a line, and return whether the value ends with it."""
        position = 0
        while found := _MARKS.search(line, position):
            mark, position = found[0], found.end()
            if mark == "\\":
                position += 1
            elif mark == '"':
                self._is_text = not self._is_text
            elif not self._is_text:
                self._depth += 1 if mark in "{[" else -1
        return self._depth <= 0 and not self._is_text


class EventReader:
    """Yields each event or line; `is_done` once the server says so."""

    def __init__(self, most: int | None = None, last_id: str = "") -> None:
        self.is_done = False
        self.pause: float | None = None
        """Seconds that the server asks to wait before a stream that broke off is asked for again."""
        self._most = most
        self._lines = LineSplitter(most)
        self._is_sse: bool | None = None
        self._payload: list[str] = []
        self._size = 0
        self._nesting = _Nesting()
        self._name = ""
        self._id = last_id

    def feed(self, chunk: bytes) -> Iterator[RawEvent]:
        """Yield the events that are complete now."""
        for line in self._lines.feed(chunk):
            yield from self._take(line)

    def finish(self) -> Iterator[RawEvent]:
        """Yield what the end of the stream completes."""
        for line in self._lines.finish():
            yield from self._take(line)
        if self._payload:
            yield from self._release()

    def _take(self, line: str) -> Iterator[RawEvent]:
        if self.is_done:
            return
        if self._is_sse is None and line.strip():
            self._is_sse = _looks_like_sse(line)
        if self._is_sse:
            yield from self._take_sse(line)
        elif line.strip():
            yield from self._take_json(line.removeprefix("\x1e"))

    def _take_sse(self, line: str) -> Iterator[RawEvent]:
        if not line:
            if self._payload:
                yield from self._release()
            self._name = ""
            return
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._gather(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.pause = min(int(value[:9]) / 1000, _LONGEST_PAUSE)

    def _take_json(self, line: str) -> Iterator[RawEvent]:
        """Take a line; a value that is laid out over several lines is gathered first."""
        self._gather(line)
        is_end = len(self._payload) == 1 and line.strip() == _END
        if is_end or self._nesting.is_over(line):
            yield from self._release()

    def _gather(self, line: str) -> None:
        self._payload.append(line)
        self._size += len(line)
        if self._most is not None and self._size > self._most:
            raise AnswerTooLargeError(f"one event exceeds {self._most} bytes")

    def _release(self) -> Iterator[RawEvent]:
        payload = "\n".join(self._payload)
        self._payload = []
        self._size = 0
        self._nesting = _Nesting()
        if payload.strip() == _END:
            self.is_done = True
        else:
            yield RawEvent(payload, self._name, self._id)


def _looks_like_sse(line: str) -> bool:
    name, colon, _ = line.partition(":")
    return name in _FIELDS or (not name and bool(colon))
