"""One call of an operation, ready to be sent any number of times."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import IO, TYPE_CHECKING, TypedDict
from urllib.parse import quote

from msgspec import Struct

from .auth import prove
from .body import Body, content_body, form_body, json_body, present, whole_body
from .multipart import multipart_body
from .parameters import fill_path, write_cookies, write_header, write_query
from .unset import is_absent

if TYPE_CHECKING:
    import os

    from .settings import Settings


class RequestParts(TypedDict, total=False):
    """What an operation sends. The mappings are from names of the API to values; None is not sent."""

    path: Mapping[str, object]
    query: Mapping[str, object]
    headers: Mapping[str, object]
    cookies: Mapping[str, object]
    json: object
    """A mapping of properties: what is None is not sent."""
    whole: object
    """A JSON body as the caller made it: what is null is sent, None alone is no body."""
    form: object
    """A mapping or a model; None is no body."""
    multipart: Mapping[str, object]
    """The text parts."""
    files: Mapping[str, object]
    """`File`s and lists of them, sent after `multipart`."""
    content: bytes | str | IO[bytes] | os.PathLike[str] | None
    content_type: str | None
    accept: str
    demands_credential: bool
    """Where it is not as the settings say."""
    base_url: str
    """The documented place of this operation, where it is not that of the API."""


class Call(Struct, frozen=True, kw_only=True):
    """A request without its transport."""

    method: str
    template: str
    """The path with placeholders, for messages."""
    url: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: Body | None


def build_call(
    method: str,
    template: str,
    parts: RequestParts,
    settings: Settings,
    given_headers: Collection[str],
) -> Call:
    """Encode everything.

    Args:
        method: Upper case.
        template: The path.
        parts: What to send.
        settings: Of the client.
        given_headers: Lower-case names of headers that the HTTP client sends anyway.

    Raises:
        MissingCredentialsError: No credential has a value.
        TypeError: A value has no form in its place.
        ValueError: A path value is empty or the base URL is missing.
    """
    own = {name.lower() for name in settings.headers or ()}
    proof = prove(
        settings.auth,
        client=settings.client,
        given_headers={*own, *given_headers},
        is_demanded=parts.get("demands_credential", settings.demands_credential),
    )
    headers: dict[str, object] = {"Accept": parts.get("accept", "application/json")}
    headers.update(present(parts.get("headers", {})))
    cookies = {**dict(proof.cookies), **parts.get("cookies", {})}
    if cookie := write_cookies(cookies):
        headers["Cookie"] = cookie
    written = {name.lower(): write_header(name, headers[name]) for name in headers}
    for name, value in (*proof.headers, *(settings.headers or {}).items()):
        written[name.lower()] = write_header(name, value)
    body = _body(parts)
    for name_bytes, value_bytes in body.headers if body else ():
        written.setdefault(name_bytes.decode().lower(), (name_bytes, value_bytes))
    return Call(
        method=method,
        template=template,
        url=_url(template, parts, settings, proof.query),
        headers=tuple(written.values()),
        body=body,
    )


def _url(
    template: str,
    parts: RequestParts,
    settings: Settings,
    proof: tuple[tuple[str, str], ...],
) -> str:
    base = place_of(settings, parts.get("base_url", "")).rstrip("/")
    if not base.lower().startswith(("http://", "https://")):
        raise ValueError(
            f"`base_url` of `{settings.client}` must start with `https://` or `http://`"
        )
    path, _, fixed = template.partition("?")
    query = [fixed, write_query(parts.get("query", {}))]
    query += [
        f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in proof
    ]
    joined = "&".join(text for text in query if text)
    url = base + fill_path(path, parts.get("path", {}))
    return f"{url}?{joined}" if joined else url


def place_of(settings: Settings, documented: str) -> str:
    """Choose a base URL: what the caller asks for, the operation's own, the API's.

    Where the settings do not tell what was asked for from what is documented, the operation's goes first.
    """
    asked_for = settings.base_url or ""
    if not settings.server:
        return documented or asked_for
    return asked_for or documented or settings.server


def _body(parts: RequestParts) -> Body | None:
    content_type = parts.get("content_type")
    if not is_absent(parts.get("json")):
        return json_body(parts.get("json"), content_type)
    if not is_absent(parts.get("whole")):
        return whole_body(parts.get("whole"), content_type)
    if not is_absent(parts.get("form")):
        return form_body(parts.get("form"), content_type)
    if "multipart" in parts or "files" in parts:
        return multipart_body(
            parts.get("multipart", {}), parts.get("files", {}), content_type
        )
    if not is_absent(parts.get("content")):
        return content_body(parts.get("content"), content_type)
    return None
