"""The bytes of an answer as they arrive, with their compression undone and their end checked."""

from __future__ import annotations

import time
import zlib
from collections.abc import AsyncIterator, Iterator

import httpx2

from .errors import AnswerTooLargeError

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
