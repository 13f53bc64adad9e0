"""An answer: its bytes as they arrive, and what it says once they were read.

Compression is undone here, and its end checked: httpx2 takes what there is for the whole.
"""

from __future__ import annotations

import codecs
import time
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import httpx2
from msgspec import Struct

from .codec import decode_any_json
from .errors import AnswerTooLargeError, DecodeError

if TYPE_CHECKING:
    import datetime

    from .call import Call


MOST_SHOWN = 200
"""Characters of a body that a message shows."""

_NO_CHARSETS = frozenset({"idna", "punycode", "undefined", "raw_unicode_escape"})
"""What Python takes for one although no server means it."""


class Resumption(Struct):
    """How a stream goes on after it broke off."""

    send: Callable[[Call], Any]
    left: int
    """How often it may."""


class Answer:
    """An answer to a call."""

    __slots__ = ("_content", "call", "most", "response", "resumption")

    def __init__(
        self,
        call: Call,
        response: httpx2.Response,
        content: bytes | None = None,
        *,
        most: int | None = None,
    ) -> None:
        self.call = call
        self.response = response
        self.most = most
        """Bytes that a part of a stream may have."""
        self.resumption: Resumption | None = None
        """How a stream that breaks off goes on; None where it does not."""
        self._content = content

    @property
    def content(self) -> bytes:
        """The whole body.

        Raises:
            RuntimeError: It is a stream.
        """
        if self._content is None:
            raise RuntimeError("the answer is a stream: use what `parse` returns")
        return self._content

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return is_success(self.response)

    @property
    def content_type(self) -> str:
        """The media type, lower-case, without its parameters; empty when there is none."""
        return content_type_of(self.response)

    @property
    def is_json(self) -> bool:
        """Whether the media type is JSON: `application/json`, `application/problem+json`."""
        return self.content_type.endswith(("/json", "+json"))

    @property
    def request_id(self) -> str | None:
        """The id under which the server's operators find the request."""
        return request_id_of(self.response)

    @property
    def text(self) -> str:
        """The body in the character set that it declares, else UTF-8."""
        return self.content.decode(self.charset or "utf-8", errors="replace")

    @property
    def charset(self) -> str:
        """The declared character set; empty when there is none, or one that nobody knows."""
        declared = self.response.headers.get("content-type", "")
        for parameter in declared.split(";")[1:]:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "charset":
                return _known_charset(value.strip().strip("\"'"))
        return ""

    def json(self) -> object:
        """Decode the body without any expectation.

        Raises:
            DecodeError: It is not valid JSON.
        """
        try:
            return decode_any_json(self.content)
        except DecodeError:
            if not self.charset:
                raise
            return decode_any_json(self.text.encode())

    def described(self, reason: str) -> DecodeError:
        """Say what arrived instead of JSON."""
        kind = self.response.headers.get("content-type") or "no content type"
        start = self.content[:MOST_SHOWN]
        return DecodeError(
            f"{self.call.method} {self.call.template} answered {self.status_code} with a body that"
            f" is not valid JSON ({reason}); {visible(kind)}, {len(self.content)} bytes: {start!r}"
        )


def is_success(response: httpx2.Response) -> bool:
    """Return whether the status is 2xx."""
    return 200 <= response.status_code < 300


def content_type_of(response: httpx2.Response) -> str:
    """Return the media type, lower-case, without its parameters; empty when there is none."""
    text: str = response.headers.get("content-type", "")
    return text.partition(";")[0].strip().lower()


def request_id_of(response: httpx2.Response) -> str | None:
    """Find the server's id of a request."""
    for name in ("request-id", "x-request-id", "x-trace-id", "x-amzn-requestid"):
        found: str | None = response.headers.get(name)
        if found:
            return visible(found)
    return None


def visible(text: str) -> str:
    """Escape what would steer a terminal or turn the direction of its text."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _known_charset(name: str) -> str:
    try:
        found = codecs.lookup(name).name
        b"a".decode(found, "ignore")  # refuses `hex` and the like: no character sets
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in _NO_CHARSETS else found


class Head:
    """What streams and raw answers tell before their bytes."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._answer.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer, found in any case."""
        return self._answer.response.headers

    @property
    def content_type(self) -> str:
        """The media type, such as `audio/mpeg`, without parameters; empty when there is none."""
        return self._answer.content_type

    @property
    def request_id(self) -> str | None:
        """The server's id of the request."""
        return self._answer.request_id

    @property
    def http_version(self) -> str:
        """Such as `HTTP/1.1`."""
        return self._answer.response.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """From sending the request to the end of the answer.

        Raises:
            RuntimeError: The answer is a stream that has not ended.
        """
        return self._answer.response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self._answer.response.is_closed

    def __repr__(self) -> str:
        kind = type(self).__name__
        return (
            f"<{kind} {self.status_code} {visible(self.content_type) or 'of no type'}>"
        )


_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"


class Inflater:
    """Undoes gzip and deflate; a body that ends early is no whole one, however many bytes were announced.

    httpx2 takes what there is for the whole, and reads only the first member of a gzip file.
    """

    def __init__(self, encoding: str) -> None:
        self._is_gzip = encoding != "deflate"
        self._stream = zlib.decompressobj(_GZIP if self._is_gzip else zlib.MAX_WBITS)
        self._is_begun = False

    def feed(self, chunk: bytes) -> bytes:
        """Return what a chunk holds.

        Raises:
            httpx2.DecodingError: It is not compressed as announced.
        """
        try:
            return self._inflate(chunk)
        except zlib.error as error:
            raise httpx2.DecodingError(str(error)) from error

    def finish(self) -> None:
        """Note the end.

        Raises:
            httpx2.RemoteProtocolError: It comes too early.
        """
        if self._is_begun and not self._stream.eof:
            raise httpx2.RemoteProtocolError("the compressed body ended early")

    def _inflate(self, chunk: bytes) -> bytes:
        if not self._is_begun and chunk:
            self._is_begun = True
            if not self._is_gzip and not _has_zlib_head(chunk):
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        content = self._stream.decompress(chunk)
        while self._stream.eof and self._stream.unused_data.startswith(_MAGIC):
            rest = self._stream.unused_data  # one more member
            self._stream = zlib.decompressobj(_GZIP)
            content += self._stream.decompress(rest)
        return content


def _has_zlib_head(chunk: bytes) -> bool:
    """Return whether `deflate` means zlib, as the standard has it, and not the bare format."""
    return chunk[0] & 0x0F == 8 and int.from_bytes(chunk[:2].ljust(2)) % 31 == 0


def _inflater(response: httpx2.Response) -> Inflater | None:
    """Make what undoes the compression; None where there is none, or httpx2 knows better."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in ("gzip", "x-gzip", "deflate") and not response.is_stream_consumed:
        return Inflater(encoding)
    return None


def arriving(response: httpx2.Response) -> Iterator[bytes]:
    """Yield the bytes of a body."""
    inflater = _inflater(response)
    if inflater is None:
        yield from response.iter_bytes()
        return
    for chunk in response.iter_raw():
        if content := inflater.feed(chunk):
            yield content
    inflater.finish()


async def async_arriving(response: httpx2.Response) -> AsyncIterator[bytes]:
    """Yield the bytes of a body."""
    inflater = _inflater(response)
    if inflater is None:
        async for chunk in response.aiter_bytes():
            yield chunk
        return
    async for chunk in response.aiter_raw():
        if content := inflater.feed(chunk):
            yield content
    inflater.finish()


class Intake:
    """Gathers a body, as long as it is not too large and does not take too long."""

    def __init__(self, most: int | None, until: float | None) -> None:
        self._most = most
        self._until = until
        self._chunks: list[bytes] = []
        self._size = 0

    def add(self, chunk: bytes) -> None:
        """Take a chunk.

        Raises:
            AnswerTooLargeError: It is more than is accepted.
            httpx2.ReadTimeout: The deadline has passed.
        """
        self._chunks.append(chunk)
        self._size += len(chunk)
        if self._most is not None and self._size > self._most:
            raise AnswerTooLargeError(f"the answer exceeds {self._most} bytes")
        if self._until is not None and time.monotonic() > self._until:
            raise httpx2.ReadTimeout("the deadline has passed")

    def content(self) -> bytes:
        """Return everything."""
        return b"".join(self._chunks)
