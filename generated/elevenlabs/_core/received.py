"""What a fake got: requests taken apart again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import Struct

from .codec import decode_any_json
from .errors import DecodeError
from .values import is_list

if TYPE_CHECKING:
    import httpx2

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")


class ReceivedFile(Struct, frozen=True, kw_only=True):
    """A file of a multipart body."""

    name: str
    content: bytes
    content_type: str


class ReceivedCall(Struct, frozen=True, kw_only=True):
    """One call, as it would have gone over the network."""

    name: str
    """The method's path, `voices.get`; empty when the documentation knows no such operation."""
    method: str
    """Such as `GET`."""
    template: str
    """The path with placeholders: `/v1/voices/{voice_id}`."""
    url: str
    path: str
    path_values: Mapping[str, str]
    """What stood in the placeholders."""
    query: Mapping[str, str | Sequence[str]]
    """A list where a name came more than once."""
    headers: httpx2.Headers
    content: bytes
    body: Any
    """Decoded: JSON, a mapping of the fields of a form, text, or bytes; None when there was none."""

    @property
    def cookies(self) -> Mapping[str, str]:
        """What the header `Cookie` holds."""
        pairs = (
            each.partition("=") for each in self.headers.get("cookie", "").split(";")
        )
        return {
            name.strip(): unquote(value) for name, _, value in pairs if name.strip()
        }

    def __repr__(self) -> str:
        """Show no credential."""
        return f"<ReceivedCall {self.name or '(unknown)'}: {self.method} {self.path}>"


def received(request: httpx2.Request, name: str, template: str) -> ReceivedCall:
    """Take a request apart whose body was read."""
    url = str(request.url)
    parts = urlsplit(url)
    return ReceivedCall(
        name=name,
        method=request.method,
        template=template,
        url=url,
        path=parts.path,
        path_values=path_values(template, parts.path) or {},
        query=_gathered(parse_qsl(parts.query, keep_blank_values=True)),
        headers=request.headers,
        content=request.content,
        body=_body(request.content, request.headers.get("content-type", "")),
    )


def path_values(template: str, path: str) -> dict[str, str] | None:
    """Read what stands in the placeholders of a template; None when a path is not of it.

    What the base URL has before it counts for nothing.
    """
    names = _PLACEHOLDER.findall(template)
    literals = _PLACEHOLDER.split(template.partition("?")[0])[::2]
    pattern = "(.+?)".join(map(re.escape, literals))
    found = re.fullmatch(f"(?:.*?){pattern}", path)
    if found is None:
        return None
    return dict(zip(names, map(unquote, found.groups()), strict=False))


def _gathered(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping; a name that comes more than once has a list."""
    gathered: dict[str, Any] = {}
    counts: dict[str, int] = {}
    for name, value in pairs:
        counts[name] = counts.get(name, 0) + 1
        if counts[name] == 1:
            gathered[name] = value
        elif counts[name] == 2:
            gathered[name] = [gathered[name], value]
        else:
            gathered[name].append(value)
    return gathered


def _body(content: bytes, content_type: str) -> Any:
    kind = content_type.partition(";")[0].strip().lower()
    if not content:
        return None
    if kind.endswith(("/json", "+json")):
        return _json(content)
    if kind == "application/x-www-form-urlencoded":
        return _gathered(parse_qsl(content.decode(), keep_blank_values=True))
    if kind == "multipart/form-data":
        return _gathered(list(_parts(content, content_type)))
    if kind.startswith("text/"):
        return content.decode(errors="replace")
    return content


def _json(content: bytes) -> object:
    try:
        return decode_any_json(content)
    except DecodeError:
        return content


def _parts(content: bytes, content_type: str) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a multipart body: text, or a file."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message: Message[str, str] = BytesParser(policy=HTTP).parsebytes(head + content)
    parts: object = message.get_payload()
    for part in parts if is_list(parts) else ():
        name = part.get_param("name", "", "content-disposition")
        filename = part.get_filename()
        raw: bytes = part.get_payload(decode=True) or b""
        if filename is None:
            yield name, raw.decode(errors="replace")
        else:
            kind = part.get_content_type()
            yield name, ReceivedFile(name=filename, content=raw, content_type=kind)
