"""Files and streams that are sent: opened when their turn comes, and again for a retry."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO, Any, TypeAlias

FileContent: TypeAlias = bytes | IO[bytes] | os.PathLike[str]
"""Bytes, a file opened for reading in binary mode, or the path of a file."""

File: TypeAlias = (
    FileContent | tuple[str, FileContent] | tuple[str, FileContent, str | None]
)
"""An upload: its content, or (file name, content), or (file name, content, content type)."""

_CHUNK = 64 * 1024


class PathSource:
    """A file on disk, by its path."""

    is_replayable = True

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = self._path.name
        self.length: int | None = self._path.stat().st_size
        """In bytes."""

    def chunks(self) -> Iterator[bytes]:
        """Read it from the start."""
        with self._path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk

    async def async_chunks(self) -> AsyncIterator[bytes]:
        """Read it from the start, in a thread: a disk may be slow."""
        from anyio import to_thread

        stream = await to_thread.run_sync(self._path.open, "rb")
        with stream:
            while chunk := await to_thread.run_sync(stream.read, _CHUNK):
                yield chunk


class StreamSource:
    """An open file or anything else with `read`, from where it stands."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._start, self.length = _extent(stream)
        self.is_replayable = self._start is not None
        name = getattr(stream, "name", None)
        self.name = Path(name).name if isinstance(name, str) else "upload"

    def chunks(self) -> Iterator[bytes]:
        """Read the rest of it; again from the same position where it can be rewound."""
        self._rewind()
        while chunk := self._stream.read(_CHUNK):
            yield _checked(chunk)

    async def async_chunks(self) -> AsyncIterator[bytes]:
        """Read the rest of it, in a thread."""
        from anyio import to_thread

        self._rewind()
        while chunk := await to_thread.run_sync(self._stream.read, _CHUNK):
            yield _checked(chunk)

    def _rewind(self) -> None:
        if self._start is not None:
            self._stream.seek(self._start)


Source: TypeAlias = PathSource | StreamSource


def open_content(content: object) -> bytes | Source:
    """Find out what a caller passed as a file.

    Raises:
        TypeError: It is no file; a `str` may be a path or text, so it is refused as well.
        OSError: There is no file at the path.
    """
    if isinstance(content, bytes | bytearray):
        return bytes(content)
    if isinstance(content, os.PathLike):
        return PathSource(_as_path(content))
    if isinstance(content, io.TextIOBase):
        raise TypeError("open the file in binary mode: `open(path, 'rb')`")
    if hasattr(content, "read"):
        return StreamSource(_as_stream(content))
    kind = type(content).__name__
    raise TypeError(
        f"expected bytes, an open binary file or a `Path`, but got `{kind}`"
    )


def _as_path(content: Any) -> os.PathLike[str]:
    return Path(os.fsdecode(content))


def _as_stream(content: Any) -> IO[bytes]:
    stream: IO[bytes] = content
    return stream


def _checked(chunk: object) -> bytes:
    if isinstance(chunk, bytes):
        return chunk
    raise TypeError(f"a file to send must yield bytes, not `{type(chunk).__name__}`")


def _extent(stream: IO[bytes]) -> tuple[int | None, int | None]:
    """Find where a stream stands and how many bytes follow; None where it cannot be told."""
    try:
        if not stream.seekable():
            return None, None
        start = stream.tell()
        end = stream.seek(0, io.SEEK_END)
        stream.seek(start)
    except (AttributeError, OSError):
        return None, None
    return start, max(end - start, 0)
