"""One call of an operation, ready to be sent any number of times."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from typing import IO, TYPE_CHECKING, Any, TypedDict
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from .body import Body, content_body, form_body, json_body, present, whole_body
from .proof import NOTHING, Wanted
from .settings import redact_http_log
from .styles import fill_path, write_cookies, write_header, write_query
from .values import NULL, is_absent, is_object

if TYPE_CHECKING:
    from .credentials import Security
    from .proof import Proof
    from .replies import Reply
    from .settings import Settings

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
"""RFC 9110 §9.2.2: sending these twice is sending them once."""

_IDEMPOTENCY_HEADERS = frozenset({"idempotency-key", "x-idempotency-key"})
"""What such a header is called by those who document one."""


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
    multipart: Mapping[str, object] | None
    """The text parts, and `File`s among them where the docs list none; None is no body."""
    files: Mapping[str, object] | None
    """`File`s and lists of them, sent after `multipart`."""
    content: bytes | str | IO[bytes] | os.PathLike[str] | None
    content_type: str | None
    optional_body: bool | Collection[str]
    """Whether there is no body at all where nothing of it is given, or nothing but fields of these names."""
    nulls: Collection[str]
    """Fields of the body, or the body itself, whose None is sent as null."""
    styles: Mapping[str, str]
    """How parameters and fields of forms are written that are not written as usual: see `styles`."""
    types: Mapping[str, str]
    """Media types of the parts of a multipart body."""
    part_headers: Mapping[str, Mapping[str, object]]
    """Headers of the parts of a multipart body."""
    errors: Mapping[int | str, Any]
    """The types of the bodies of errors, by status, range (`4XX`) and `default`."""
    security: Security
    """Where it is not what the client's operations take."""
    base_url: str
    """The documented place of this operation, where it is not that of the API."""


class Call(Struct, frozen=True, kw_only=True):
    """A request without its transport."""

    method: str
    template: str
    """The path with placeholders, for messages."""
    url: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: Body | None = None
    wanted: Wanted | None = None
    """What is to be proven first."""
    is_idempotent: bool = False
    """Whether the server would do nothing twice."""
    reply: Reply[Any, Any] | None = None
    """What is to become of the answer; None where it is not for the caller."""
    errors: Mapping[int | str, Any] = {}
    """What the bodies of errors are, by status, range and `default`."""

    def __repr__(self) -> str:
        return f"<Call {self.method} {self.template}>"


def build_call(
    method: str,
    template: str,
    parts: RequestParts,
    settings: Settings,
    given_headers: Collection[str],
    *,
    reply: Reply[Any, Any] | None = None,
) -> Call:
    """Encode everything but the credentials.

    Args:
        method: Upper case.
        template: The path.
        parts: What to send.
        settings: Of the client.
        given_headers: Lower-case names of headers that the HTTP client sends anyway.
        reply: What is to become of the answer; names the media types.

    Raises:
        TypeError: A value has no form in its place.
        ValueError: A path value is empty or the base URL is missing.
    """
    accept = "application/json" if reply is None else reply.accept
    headers: dict[str, object] = {"Accept": accept}
    headers.update(present(parts.get("headers", {})))
    styles = parts.get("styles")
    if cookie := write_cookies(parts.get("cookies", {}), styles):
        headers["Cookie"] = cookie
    written = {
        name.lower(): write_header(name, value, styles)
        for name, value in headers.items()
    }
    own = settings.headers or {}
    for name, value in own.items():
        written[name.lower()] = write_header(name, value)
    has_key = method in _IDEMPOTENT or _add_key(written, parts, settings)
    body = _body(_extended(parts, settings))
    for name_bytes, value_bytes in body.headers if body else ():
        written.setdefault(name_bytes.decode().lower(), (name_bytes, value_bytes))
    return Call(
        method=method,
        template=template,
        url=_url(template, parts, settings),
        headers=tuple(written.values()),
        body=body,
        wanted=Wanted(
            credentials=settings.auth,
            security=parts.get("security", settings.security),
            client=settings.client,
            given_headers={*given_headers, *(name.lower() for name in own)},
        ),
        is_idempotent=has_key or settings.retry_unsafe,
        errors=parts.get("errors", {}),
        reply=reply,
    )


def _add_key(
    written: dict[str, tuple[bytes, bytes]], parts: RequestParts, settings: Settings
) -> bool:
    """Make a key by which the server recognises a repeated call, where it knows of such; tell if it does."""
    documented = [
        name
        for name in parts.get("headers", ())
        if name.lower() in _IDEMPOTENCY_HEADERS
    ]
    if settings.idempotency_header:
        documented.append(settings.idempotency_header)
    for name in documented:
        if name.lower() not in written:
            written[name.lower()] = write_header(name, os.urandom(16).hex())
    return bool(documented)


def proven(call: Call, proof: Proof, more: Mapping[str, str] | None = None) -> Call:
    """Add credentials, and headers of the moment."""
    if proof.query or "@" in call.url:
        redact_http_log(name for name, _ in proof.query)
    if proof is NOTHING and not more:
        return call
    written = {name.lower(): (name, value) for name, value in call.headers}
    for name, value in (*proof.headers, *(more or {}).items()):
        written[name.lower().encode()] = write_header(name, value)
    if proof.cookies:
        cookie = write_cookies(dict(proof.cookies)).encode()
        before = written.get(b"cookie", (b"", b""))[1]
        joined = b"; ".join(filter(None, (cookie, before)))
        written[b"cookie"] = (b"Cookie", joined)
    return replace(
        call, url=_with_query(call.url, proof.query), headers=tuple(written.values())
    )


def resuming(call: Call, last_event_id: str) -> Call:
    """Ask a server for what comes after an event."""
    header = write_header("Last-Event-ID", last_event_id)
    kept = (each for each in call.headers if each[0].lower() != header[0].lower())
    return replace(call, headers=(*kept, header))


def _with_query(url: str, pairs: tuple[tuple[str, str], ...]) -> str:
    if not pairs:
        return url
    added = "&".join(
        f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs
    )
    return f"{url}{'&' if '?' in url else '?'}{added}"


def _url(template: str, parts: RequestParts, settings: Settings) -> str:
    place = place_of(settings, parts.get("base_url", ""))
    if not place.lower().startswith(("http://", "https://")):
        raise ValueError(
            f"`base_url` of `{settings.client}` must start with `https://` or `http://`"
        )
    base, _, always = place.partition("#")[0].partition("?")
    styles = parts.get("styles")
    path, _, fixed = template.partition("#")[0].partition("?")
    queries = [always, fixed, write_query(parts.get("query", {}), styles)]
    queries.append(write_query(settings.query or {}))
    joined = "&".join(text for text in queries if text)
    url = base.rstrip("/") + fill_path(path, parts.get("path", {}), styles)
    return f"{url}?{joined}" if joined else url


def place_of(settings: Settings, documented: str) -> str:
    """Choose a base URL: what the caller asks for, the operation's own, the API's.

    Where the settings do not tell what was asked for from what is documented, the operation's goes first.
    """
    asked_for = settings.base_url or ""
    if not settings.server:
        return documented or asked_for
    return asked_for or documented or settings.server


def _extended(parts: RequestParts, settings: Settings) -> RequestParts:
    """Add the properties that the caller wants in every JSON body."""
    if not settings.body:
        return parts
    added: dict[str, Any] = dict(settings.body)
    for name in ("json", "whole"):
        own = parts.get(name)
        if is_object(own):
            return {**parts, name: {**own, **added}}  # type: ignore[misc]  # a TypedDict by a name in a loop
    if any(
        name in parts for name in ("whole", "form", "multipart", "files", "content")
    ):
        raise TypeError("`extra_body` goes into JSON bodies that are objects only")
    return {**parts, "json": added}


def _body(parts: RequestParts) -> Body | None:
    optional = parts.get("optional_body", False)
    if optional and _is_left_out(parts, () if optional is True else optional):
        return None
    content_type = parts.get("content_type")
    nulls = parts.get("nulls", ())
    if not is_absent(parts.get("json")):
        return json_body(_with_nulls(parts.get("json"), nulls), content_type)
    whole = NULL if nulls and parts.get("whole") is None else parts.get("whole")
    if "whole" in parts and not is_absent(whole):
        return whole_body(whole, content_type)
    if not is_absent(parts.get("form")):
        form = _with_nulls(parts.get("form"), nulls)
        return form_body(form, content_type, parts.get("styles"))
    if not (is_absent(parts.get("multipart")) and is_absent(parts.get("files"))):
        from .uploads import PartEncodings, multipart_body

        encodings = PartEncodings(
            styles=parts.get("styles", {}),
            types=parts.get("types", {}),
            headers=parts.get("part_headers", {}),
        )
        return multipart_body(
            _with_nulls(parts.get("multipart"), nulls),
            parts.get("files"),
            content_type,
            encodings,
        )
    if not is_absent(parts.get("content")):
        return content_body(parts.get("content"), content_type)
    return None


def _is_left_out(parts: RequestParts, fixed: Collection[str]) -> bool:
    """Return whether no field of a body is given but fixed ones; a null that has to be sent is."""
    fields = (parts.get(name) for name in ("json", "form", "multipart", "files"))
    nulls = parts.get("nulls", ())
    return all(
        is_absent(value) and not (name in nulls and value is None)
        for each in fields
        if is_object(each)
        for name, value in each.items()
        if name not in fixed
    )


def _with_nulls(fields: Any, nulls: Collection[str]) -> Any:
    """Mark the nulls that are sent."""
    if not nulls or not is_object(fields):
        return fields
    marked = {name: NULL for name in nulls if name in fields and fields[name] is None}
    return {**fields, **marked}
