"""Files that are sent, opened when their turn comes and again for a retry; `multipart/form-data` (RFC 7578)."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias
from urllib.parse import unquote

from msgspec import Struct

from .body import Body, present
from .codec import to_parts, to_sent_json, to_text
from .styles import Styles, write_header, write_query
from .values import NULL, is_absent, is_list, is_object, is_sequence, is_tuple

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


class PartEncodings(Struct, frozen=True, kw_only=True):
    """What the document says of single parts (its encoding objects), by name."""

    styles: Styles = {}
    types: Mapping[str, str] = {}
    """Media types."""
    headers: Mapping[str, Mapping[str, object]] = {}


_PLAIN = PartEncodings()


def multipart_body(
    fields: Mapping[str, object] | None,
    files: Mapping[str, object] | None,
    content_type: str | None = None,
    encodings: PartEncodings = _PLAIN,
) -> Body:
    """Encode text parts, then files.

    Where the docs list no parts, callers put both among the fields. A list of scalars becomes one part an item; objects, and lists that hold any, become one JSON part,
    which is what servers behind such pages read.
    """
    boundary = os.urandom(16).hex()
    segments: list[bytes | Source] = []
    texts, given = _told_apart(fields)
    listed = {**given, **(files or {})}
    parts = (*_text_parts(texts, encodings), *_file_parts(listed, encodings))
    for head, content in parts:
        segments += (f"--{boundary}\r\n".encode() + head, content, b"\r\n")
    segments.append(f"--{boundary}--\r\n".encode())
    kind = content_type or "multipart/form-data"
    return Body(
        content_type=f"{kind}; boundary={boundary}",
        segments=tuple(segments),
    )


def _told_apart(
    fields: Mapping[str, object] | None,
) -> tuple[dict[str, object], dict[str, object]]:
    """Split fields into texts and files."""
    texts: dict[str, object] = {}
    files: dict[str, object] = {}
    for name, each in (fields or {}).items():
        (files if _is_file(each) else texts)[name] = each
    return texts, files


def _is_file(value: object) -> bool:
    if is_list(value):
        return bool(value) and all(_is_file(each) for each in value)
    if is_tuple(value) and len(value) > 1:
        return isinstance(value[0], str) and _is_file(value[1])
    return isinstance(value, bytes | bytearray | os.PathLike) or hasattr(value, "read")


def _text_parts(
    texts: Mapping[str, object], encodings: PartEncodings
) -> Iterator[tuple[bytes, bytes]]:
    for name, value in present(texts).items():
        kind = _first_type(encodings.types.get(name, ""))
        if name in encodings.styles:
            for part, content in _styled(name, value, encodings.styles):
                yield _head(part, encodings), content
            continue
        plain = None if value is NULL else to_parts(value)
        items = plain if is_sequence(plain) else [plain]
        if _is_json(kind) or not all(_is_scalar(item) for item in items):
            content = to_sent_json(None if value is NULL else value)
            kind = kind or "application/json"
            yield _head(name, encodings, content_type=kind), content
        else:
            for item in items:
                head = _head(name, encodings, content_type=kind)
                yield head, to_text(item).encode()


def _first_type(documented: str) -> str:
    """Take the first media type of a list that is no range."""
    kinds = (each.strip() for each in documented.split(","))
    return next((each for each in kinds if "*" not in each), "")


def _styled(name: str, value: object, styles: Styles) -> Iterator[tuple[str, bytes]]:
    """Write parts as a query would have them: what has several names there is several parts here."""
    pairs = [
        each.partition("=") for each in write_query({name: value}, styles).split("&")
    ]
    if len(pairs) == 1 and unquote(pairs[0][0]) == name:
        yield name, unquote(pairs[0][2]).encode()  # nobody decodes a part twice
        return
    for key, _, text in pairs:
        yield unquote(key), unquote(text).encode()


def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().endswith(("/json", "+json"))


def _is_scalar(value: object) -> bool:
    return not (is_object(value) or is_sequence(value) or value is None)


def _file_parts(
    files: Mapping[str, object], encodings: PartEncodings
) -> Iterator[tuple[bytes, bytes | Source]]:
    for name, value in files.items():
        if is_absent(value):
            continue
        for file in value if is_list(value) else [value]:
            yield _file_part(name, file, encodings)


def _file_part(
    name: str, file: object, encodings: PartEncodings
) -> tuple[bytes, bytes | Source]:
    filename, content, content_type = _described(name, file)
    try:
        opened = open_content(content)
    except TypeError as error:
        raise TypeError(f"`{name}`: {error}") from None
    if not filename:
        filename = "upload" if isinstance(opened, bytes) else opened.name
    given = to_text(content_type) if content_type else ""
    kind = given or _documented_type(encodings.types.get(name, ""), filename)
    return _head(name, encodings, filename=filename, content_type=kind), opened


def _documented_type(documented: str, filename: str) -> str:
    """Choose one of several media types and ranges that a part may have, by its file's name."""
    kinds = [each.strip() for each in documented.split(",") if each.strip()]
    if len(kinds) == 1 and "*" not in documented:
        return documented
    from fnmatch import fnmatch

    guess = _guess_type(filename)
    if any(fnmatch(guess, each.lower()) for each in kinds):
        return guess
    return next((each for each in kinds if "*" not in each), guess)


def _described(name: str, file: object) -> tuple[str, object, object]:
    """Split an upload into file name, content and content type; empty where not given."""
    if not is_tuple(file):
        return "", file, None
    if len(file) not in (2, 3) or not isinstance(file[0], str):
        raise TypeError(f"`{name}`: expected (file name, content[, content type])")
    return file[0], file[1], file[2] if len(file) == 3 else None


def _head(
    name: str, encodings: PartEncodings, *, filename: str = "", content_type: str = ""
) -> bytes:
    lines = f'Content-Disposition: form-data; name="{_quoted(name)}"'.encode()
    if filename:
        lines += f'; filename="{_quoted(filename)}"'.encode()
    if content_type:
        lines += b"\r\nContent-Type: " + write_header("Content-Type", content_type)[1]
    for header, value in present(encodings.headers.get(name, {})).items():
        lines += b"\r\n" + b": ".join(write_header(header, value))
    return lines + b"\r\n\r\n"


def _quoted(text: str) -> str:
    """Escape as browsers do (HTML, "multipart form data"), and every other control character too."""
    return "".join(
        f"%{ord(c):02X}" if c == '"' or ord(c) < 0x20 or ord(c) == 0x7F else c
        for c in text
    )


def _guess_type(filename: str) -> str:
    import mimetypes  # reads the system's tables: only for those who upload

    return mimetypes.guess_type(filename)[0] or "application/octet-stream"
