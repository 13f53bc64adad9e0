"""Server-sent events and JSON lines out of bytes (WHATWG HTML §9.2; jsonlines.org).

What the content type says is not relied upon: the first line shows which of the two it is.
"""

from __future__ import annotations

from collections.abc import Iterator

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_END = "[DONE]"
_FIELDS = ("data", "event", "id", "retry")


class LineSplitter:
    """Cuts bytes into lines that end in CR, LF or both; a line may arrive in pieces."""

    def __init__(self) -> None:
        self._rest = b""
        self._is_first = True

    def feed(self, chunk: bytes) -> list[str]:
        """Return the lines that are complete now."""
        waiting = self._rest + chunk
        if self._is_first:
            if len(waiting) < 3 and _BYTE_ORDER_MARK.startswith(waiting):
                self._rest = waiting
                return []
            waiting = waiting.removeprefix(_BYTE_ORDER_MARK)
            self._is_first = False
        held = b"\r" if waiting.endswith(b"\r") else b""  # its LF may be on the way
        body = waiting.removesuffix(held)
        *lines, rest = body.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        self._rest = rest + held
        return [line.decode(errors="replace") for line in lines]

    def finish(self) -> list[str]:
        """Return the last line if it has no end."""
        rest = self._rest.removesuffix(b"\r")
        self._rest = b""
        return [rest.decode(errors="replace")] if rest else []


class EventReader:
    """Yields the payload of each event or line; `is_done` once the server says so."""

    def __init__(self) -> None:
        self.is_done = False
        self._lines = LineSplitter()
        self._is_sse: bool | None = None
        self._payload: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[str]:
        """Yield the payloads that are complete now."""
        for line in self._lines.feed(chunk):
            yield from self._take(line)

    def finish(self) -> Iterator[str]:
        """Yield what the end of the stream completes."""
        for line in self._lines.finish():
            yield from self._take(line)
        if self._payload:
            yield from self._release()

    def _take(self, line: str) -> Iterator[str]:
        if self.is_done:
            return
        if self._is_sse is None and line.strip():
            self._is_sse = _looks_like_sse(line)
        if self._is_sse:
            yield from self._take_sse(line)
        elif line.strip():
            yield from self._take_json(line)

    def _take_sse(self, line: str) -> Iterator[str]:
        if not line:
            if self._payload:
                yield from self._release()
            return
        name, _, value = line.partition(":")
        if name == "data":
            self._payload.append(value.removeprefix(" "))

    def _take_json(self, line: str) -> Iterator[str]:
        """Take a line; a value that is laid out over several lines is gathered first."""
        self._payload.append(line)
        if line.strip() == _END or _is_complete("\n".join(self._payload)):
            yield from self._release()

    def _release(self) -> Iterator[str]:
        payload = "\n".join(self._payload)
        self._payload = []
        if payload.strip() == _END:
            self.is_done = True
        else:
            yield payload


def _looks_like_sse(line: str) -> bool:
    name, colon, _ = line.partition(":")
    return name in _FIELDS or (not name and bool(colon))


def _is_complete(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except ValueError:
        return False
    return True
