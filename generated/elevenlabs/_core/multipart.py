"""`multipart/form-data` (RFC 7578): streamed, of known length, the same bytes at every attempt."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping

from msgspec import Struct

from .body import Body, present
from .encoding import to_parts, to_sent_json, to_text
from .files import Source, open_content
from .json_shape import is_list, is_object, is_sequence, is_tuple
from .styles import Styles, write_header, write_query
from .unset import NULL, is_absent


class PartEncodings(Struct, frozen=True, kw_only=True):
    """What the document says of single parts (its encoding objects), by name."""

    styles: Styles = {}
    types: Mapping[str, str] = {}
    """Media types."""
    headers: Mapping[str, Mapping[str, object]] = {}


_PLAIN = PartEncodings()


def multipart_body(
    texts: Mapping[str, object],
    files: Mapping[str, object],
    content_type: str | None = None,
    encodings: PartEncodings = _PLAIN,
) -> Body:
    """Encode text parts, then files.

    A list of scalars becomes one part an item; objects, and lists that hold any, become one JSON part,
    which is what servers behind such pages read.
    """
    boundary = os.urandom(16).hex()
    segments: list[bytes | Source] = []
    parts = (*_text_parts(texts, encodings), *_file_parts(files, encodings))
    for head, content in parts:
        segments += (f"--{boundary}\r\n".encode() + head, content, b"\r\n")
    segments.append(f"--{boundary}--\r\n".encode())
    kind = content_type or "multipart/form-data"
    return Body(
        content_type=f"{kind}; boundary={boundary}",
        segments=tuple(segments),
    )


def _text_parts(
    texts: Mapping[str, object], encodings: PartEncodings
) -> Iterator[tuple[bytes, bytes]]:
    for name, value in present(texts).items():
        kind = encodings.types.get(name, "")
        if name in encodings.styles:
            yield _head(name, encodings), _styled(name, value, encodings.styles)
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


def _styled(name: str, value: object, styles: Styles) -> bytes:
    """Write a part as a query would have it, without its own name."""
    written = write_query({name: value}, styles)
    return (
        written.partition("=")[2].encode() if "&" not in written else written.encode()
    )


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
    given = to_text(content_type) if content_type else encodings.types.get(name)
    kind = given or _guess_type(filename)
    return _head(name, encodings, filename=filename, content_type=kind), opened


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
