"""Files and streams that are sent: opened when their turn comes, and again for a retry."""

from __future__ import annotations

import errno
import io
import os
import stat
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


class _Meter:
    """Compares what is read with what was announced: with more or less, the request would be malformed."""

    def __init__(self, name: str, length: int | None) -> None:
        self._name = name
        self._length = length
        self._seen = 0

    def passed(self, chunk: object) -> bytes:
        """Count a chunk on its way.

        Raises:
            OSError: It is more than was announced.
            TypeError: It is text.
        """
        if not isinstance(chunk, bytes):
            kind = type(chunk).__name__
            raise TypeError(f"a file to send must yield bytes, not `{kind}`")
        self._seen += len(chunk)
        if self._length is not None and self._seen > self._length:
            raise self._error("grew")
        return chunk

    def finish(self) -> None:
        """Note the end.

        Raises:
            OSError: It comes too early.
        """
        if self._length is not None and self._seen < self._length:
            raise self._error("shrank")

    def _error(self, change: str) -> OSError:
        return OSError(f"`{self._name}` {change} while it was sent")


class PathSource:
    """A file on disk, by its path."""

    def __init__(self, path: os.PathLike[str]) -> None:
        self._path = Path(path)
        self.name = self._path.name
        status = self._path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
        self.is_replayable = stat.S_ISREG(status.st_mode)
        """Whether it is no pipe or device, which tells no length and can be read once."""
        self.length = status.st_size if self.is_replayable else None
        """In bytes."""

    def chunks(self) -> Iterator[bytes]:
        """Read it from the start."""
        meter = _Meter(self.name, self.length)
        with self._path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield meter.passed(chunk)
        meter.finish()

    async def async_chunks(self) -> AsyncIterator[bytes]:
        """Read it from the start, in a thread: a disk may be slow."""
        from anyio import to_thread

        meter = _Meter(self.name, self.length)
        with await to_thread.run_sync(self._path.open, "rb") as stream:
            while chunk := await to_thread.run_sync(stream.read, _CHUNK):
                yield meter.passed(chunk)
        meter.finish()


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
        meter = self._rewound()
        while chunk := self._stream.read(_CHUNK):
            yield meter.passed(chunk)
        meter.finish()

    async def async_chunks(self) -> AsyncIterator[bytes]:
        """Read the rest of it, in a thread."""
        from anyio import to_thread

        meter = self._rewound()
        while chunk := await to_thread.run_sync(self._stream.read, _CHUNK):
            yield meter.passed(chunk)
        meter.finish()

    def _rewound(self) -> _Meter:
        if self._start is not None:
            self._stream.seek(self._start)
        return _Meter(self.name, self.length)


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
