"""The body of a request: encoded once, sent as often as there are attempts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from .codec import to_parts, to_sent_json
from .styles import Styles, write_form
from .values import NULL, is_absent, is_object

if TYPE_CHECKING:
    from .uploads import Source


class Body(Struct, frozen=True, kw_only=True):
    """Bytes and files in the order in which they are sent."""

    content_type: str
    segments: tuple[bytes | Source, ...]

    @property
    def length(self) -> int | None:
        """Bytes in all; None when a stream does not tell."""
        total = 0
        for segment in self.segments:
            size = len(segment) if isinstance(segment, bytes) else segment.length
            if size is None:
                return None
            total += size
        return total

    @property
    def is_replayable(self) -> bool:
        """Whether a second attempt would send the same bytes."""
        return all(isinstance(s, bytes) or s.is_replayable for s in self.segments)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """What the body says about itself."""
        length = self.length
        framing = (
            (b"Transfer-Encoding", b"chunked")
            if length is None
            else (b"Content-Length", str(length).encode())
        )
        return [(b"Content-Type", self.content_type.encode()), framing]

    def chunks(self) -> bytes | Iterator[bytes]:
        """Return it for one attempt: at once, or streamed where there are files."""
        whole = self._in_memory()
        return self._stream() if whole is None else whole

    def async_chunks(self) -> bytes | AsyncIterator[bytes]:
        """Return it for one attempt of an async client."""
        whole = self._in_memory()
        return self._async_stream() if whole is None else whole

    def _in_memory(self) -> bytes | None:
        parts = [part for part in self.segments if isinstance(part, bytes)]
        return b"".join(parts) if len(parts) == len(self.segments) else None

    def _stream(self) -> Iterator[bytes]:
        for segment in self.segments:
            if isinstance(segment, bytes):
                yield segment
            else:
                yield from segment.chunks()

    async def _async_stream(self) -> AsyncIterator[bytes]:
        for segment in self.segments:
            if isinstance(segment, bytes):
                yield segment
            else:
                async for chunk in segment.async_chunks():
                    yield chunk


def whole_body(value: object, content_type: str | None = None) -> Body:
    """Encode JSON as the caller made it, nulls included."""
    return Body(
        content_type=content_type or "application/json",
        segments=(to_sent_json(None if value is NULL else value),),
    )


def json_body(value: object, content_type: str | None = None) -> Body:
    """Encode JSON. In a top-level mapping what is not sent is left out; `NULL` is a null."""
    if is_object(value):
        value = {
            name: None if item is NULL else item
            for name, item in present(value).items()
        }
    return whole_body(value, content_type)


def form_body(
    values: object, content_type: str | None = None, styles: Styles | None = None
) -> Body:
    """Encode a mapping or a model as `application/x-www-form-urlencoded`.

    Raises:
        TypeError: It is neither.
    """
    plain = values if is_object(values) else to_parts(values)
    if not is_object(plain):
        raise TypeError(f"a form is made of names and values, not `{plain!r}`")
    return Body(
        content_type=content_type or "application/x-www-form-urlencoded",
        segments=(write_form(plain, styles),),
    )


def content_body(content: object, content_type: str | None = None) -> Body:
    """Send bytes, text or a file as they are."""
    if isinstance(content, str):
        return Body(
            content_type=content_type or "text/plain; charset=utf-8",
            segments=(content.encode(),),
        )
    from .uploads import open_content

    return Body(
        content_type=content_type or "application/octet-stream",
        segments=(open_content(content),),
    )


def present(values: Mapping[str, object]) -> dict[str, object]:
    """Leave out what is not sent."""
    return {name: item for name, item in values.items() if not is_absent(item)}
