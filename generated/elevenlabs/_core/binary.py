"""Answers that are bytes: read as they arrive."""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

import httpx2

from .answer import Answer, Head, arriving, async_arriving
from .failures import stream_error

if TYPE_CHECKING:
    from types import TracebackType

_CONSUMED = "the bytes were already iterated over; call `read` first to keep them"


def warn_of_dropped(head: Head) -> None:
    """Tell that an answer was dropped with its connection: development mode and pytest show it."""
    if not head.is_closed:
        message = f"{head!r} was neither read to its end nor closed"
        warnings.warn(message, ResourceWarning, source=head, stacklevel=3)


class Closer:
    """Closes what nobody can wait for any more, in the event loop that it belongs to."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._schedule: Callable[[], object] = lambda: None
        with suppress(RuntimeError):  # another library than asyncio runs
            import asyncio

            loop = asyncio.get_running_loop()
            self._schedule = lambda: loop.call_soon_threadsafe(
                lambda: loop.create_task(answer.response.aclose())
            )

    def close(self) -> None:
        """Give the connection back as soon as the loop gets to it."""
        if not self._answer.response.is_closed:
            self._schedule()


class BinaryResponse(Head):
    """Bytes that arrive: iterate over them, `read` them, or `save` them.

    It closes itself at the end of the bytes; leave earlier with `close` or a `with` block.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self._content: bytes | None = None
        self._is_begun = False
        self._chunks = _chunks(answer)

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
            self._content = b"".join(list(self._chunks))
        return self._content

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write all bytes to a file as they arrive; the file appears when it is complete.

        Raises:
            RuntimeError: They were iterated over.
            ApiConnectionError: The connection broke; an older file is still there.
        """
        if self._content is None and self._is_begun:
            raise RuntimeError(_CONSUMED)
        with target(path) as file:
            for chunk in self:
                file.write(chunk)

    def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        self._answer.response.close()

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
            warn_of_dropped(self)
            self._answer.response.close()


class AsyncBinaryResponse(Head):
    """Bytes that arrive: iterate over them with `async for`, `read` them, or `save` them.

    It closes itself at the end of the bytes; leave earlier with `close` or an `async with` block.
    """

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self._content: bytes | None = None
        self._is_begun = False
        self._chunks = _async_chunks(answer)
        self._closer = Closer(answer)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the bytes in chunks as they arrive; a second loop goes on where the first one stopped."""
        if self._content is not None:
            yield self._content
            return
        self._is_begun = True
        # not `yield from`: leaving a loop early must not end the stream
        while (chunk := await anext(self._chunks, None)) is not None:
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

        with target(path) as file:
            async for chunk in self:
                await to_thread.run_sync(file.write, chunk)

    async def close(self) -> None:
        """Give the connection back; what has not arrived is lost."""
        await self._answer.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __del__(self) -> None:
        """Give back the connection of an answer that nobody wanted."""
        with suppress(Exception):  # the interpreter may be shutting down
            warn_of_dropped(self)
            self._closer.close()


def _chunks(answer: Answer) -> Iterator[bytes]:
    """Yield the bytes and close; knows nothing of its owner, so that the owner can be freed."""
    try:
        yield from arriving(answer.response)
    except httpx2.RequestError as error:
        raise stream_error(error, answer) from error
    finally:
        answer.response.close()


async def _async_chunks(answer: Answer) -> AsyncIterator[bytes]:
    """Yield the bytes and close; knows nothing of its owner, so that the owner can be freed."""
    try:
        async for chunk in async_arriving(answer.response):
            yield chunk
    except httpx2.RequestError as error:
        raise stream_error(error, answer) from error
    finally:
        await answer.response.aclose()


def target(path: str | os.PathLike[str]) -> _AtomicFile | IO[bytes]:
    """Open what is to be written: a pipe or a device as it is, a file so that it appears whole."""
    real = Path(os.path.realpath(path))  # a link stays one, and its target is replaced
    mode = _mode(real)
    if mode is None or stat.S_ISREG(mode):
        return _AtomicFile(real, mode)
    return real.open("wb")


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


class _AtomicFile:
    """A file that takes its name when it is complete, and vanishes if it never is."""

    def __init__(self, path: Path, mode: int | None) -> None:
        self._path = path
        self._mode = mode
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
            if self._mode is not None:
                self._part.chmod(stat.S_IMODE(self._mode))
            self._part.replace(self._path)
        else:
            self._part.unlink(missing_ok=True)
