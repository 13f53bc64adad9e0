"""Answers that are bytes: read as they arrive."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import httpx2

from .responses import content_type_of, request_id_of, stream_error

if TYPE_CHECKING:
    from types import TracebackType

    from .call import Call

_CONSUMED = "the bytes were already iterated over; call `read` first to keep them"


class _Answer:
    """What both colours know of an answer before its bytes."""

    def __init__(self, response: httpx2.Response) -> None:
        self._response = response
        self._content: bytes | None = None
        self._is_begun = False

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the answer, found in any case."""
        return self._response.headers

    @property
    def content_type(self) -> str:
        """The media type, such as `audio/mpeg`, without parameters; empty when there is none."""
        return content_type_of(self._response)

    @property
    def request_id(self) -> str | None:
        """The server's id of the request."""
        return request_id_of(self._response)

    @property
    def is_closed(self) -> bool:
        """Whether the connection was given back."""
        return self._response.is_closed

    def __repr__(self) -> str:
        kind = type(self).__name__
        return f"<{kind} {self.status_code} {self.content_type or 'of no type'}>"


class BinaryResponse(_Answer):
    """Bytes that arrive: iterate over them, `read` them, or `save` them.

    It closes itself at the end of the bytes; leave earlier with `close` or a `with` block.
    """

    def __init__(self, response: httpx2.Response, call: Call) -> None:
        super().__init__(response)
        self._chunks = _arriving(response, call)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the bytes in chunks as they arrive; a second loop goes on where the first one stopped."""
        if self._content is not None:
            yield self._content
            return
        self._is_begun = True
        # not `yield from`: leaving a loop early must not end the stream
        while (chunk := next(self._chunks, None)) is not None:
            yield chunk

    def read(self) -> bytes:
        """Return all bytes; again, too.

        Raises:
            RuntimeError: They were iterated over.
            ApiConnectionError: The connection broke.
        """
        if self._content is None:
            if self._is_begun:
                raise RuntimeError(_CONSUMED)
            self._is_begun = True
            self._content = b"".join(self._chunks)
        return self._content

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all bytes to a file as they arrive; the file appears when it is complete.

        Raises:
            RuntimeError: They were iterated over.
            ApiConnectionError: The connection broke; an older file is still there.
        """
        if self._content is None and self._is_begun:
            raise RuntimeError(_CONSUMED)
        with _AtomicFile(path) as file:
            for chunk in self:
                file.write(chunk)

    def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        self._response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Give back the connection of an answer that nobody wanted."""
        with suppress(Exception):  # the interpreter may be shutting down
            self._response.close()


class AsyncBinaryResponse(_Answer):
    """Bytes that arrive: iterate over them with `async for`, `read` them, or `save` them.

    It closes itself at the end of the bytes; leave earlier with `close` or an `async with` block.
    """

    def __init__(self, response: httpx2.Response, call: Call) -> None:
        super().__init__(response)
        self._chunks = _arriving_async(response, call)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the bytes in chunks as they arrive; a second loop goes on where the first one stopped."""
        if self._content is not None:
            yield self._content
            return
        self._is_begun = True
        async for chunk in self._chunks:
            yield chunk

    async def read(self) -> bytes:
        """Return all bytes; again, too.

        Raises:
            RuntimeError: They were iterated over.
            ApiConnectionError: The connection broke.
        """
        if self._content is None:
            if self._is_begun:
                raise RuntimeError(_CONSUMED)
            self._is_begun = True
            self._content = b"".join([chunk async for chunk in self._chunks])
        return self._content

    async def save(self, path: str | os.PathLike[str]) -> None:
        """Write all bytes to a file as they arrive; the file appears when it is complete.

        Raises:
            RuntimeError: They were iterated over.
            ApiConnectionError: The connection broke; an older file is still there.
        """
        if self._content is None and self._is_begun:
            raise RuntimeError(_CONSUMED)
        from anyio import to_thread

        with _AtomicFile(path) as file:
            async for chunk in self:
                await to_thread.run_sync(file.write, chunk)

    async def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        await self._response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()


def _arriving(response: httpx2.Response, call: Call) -> Iterator[bytes]:
    """Yield the bytes and close; knows nothing of its owner, so that the owner can be freed."""
    try:
        yield from response.iter_bytes()
    except httpx2.RequestError as error:
        raise stream_error(error, call) from error
    finally:
        response.close()


async def _arriving_async(
    response: httpx2.Response, call: Call
) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx2.RequestError as error:
        raise stream_error(error, call) from error
    finally:
        await response.aclose()


class _AtomicFile:
    """A file that takes its name when it is complete, and vanishes if it never is."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path)
        suffix = os.urandom(4).hex()
        self._part = self._path.with_name(f".{self._path.name}.{suffix}.part")

    def __enter__(self) -> IO[bytes]:
        self._file = self._part.open("xb")
        return self._file

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()
        if kind is None:
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)
