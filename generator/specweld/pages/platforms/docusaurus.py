"""The OpenAPI plugin of Docusaurus: an operation, packed into the front matter of an MDX file."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from typing import TYPE_CHECKING

from specweld.pages.markdown import front_matter
from specweld.pages.platform import Platform
from specweld.pages.region import Region

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject
    from specweld.pages.markdown import Markdown

_API = re.compile(r"^api:[ \t]*(?P<packed>\S[^\n]*?)[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"^title:[ \t]*(?P<title>[^\n]+?)[ \t]*$", re.MULTILINE)
_CIRCULAR = re.compile(r"circular\([^()]*\)")
_LARGEST = 16 * 1024 * 1024
"""Bytes of one operation, unpacked."""
_OF_THE_PLUGIN = frozenset(
    {"method", "path", "servers", "securitySchemes", "info", "postman"}
    | {"jsonRequestBodyExample"}
)


def find_docusaurus(markdown: Markdown) -> Iterator[Region]:
    """Find the one region of a page."""
    start, title, packed = _find_packed(markdown)
    if start < 0:
        return
    operation = _unpack(packed)
    method = str(operation.get("method", "")) if operation else ""
    yield Region(
        platform=Platform.DOCUSAURUS,
        start=start,
        title=title,
        spec=None,
        missing="an operation packed into `api:`",
        unpacked=json.dumps(_document_of(operation), indent=2) if operation else "",
        is_webhook=method == "event",
    )


def _unpack(packed: str) -> JsonObject | None:
    """Read an operation as the plugin packs it: base64 of zlib of JSON, or JSON in its first years."""
    try:
        text = packed if packed.startswith("{") else _inflated(packed)
        found: Json = json.loads(text)
    except (ValueError, RecursionError, binascii.Error, zlib.error):
        return None
    return found if isinstance(found, dict) else None


def _inflated(packed: str) -> str:
    inflate = zlib.decompressobj()
    content = inflate.decompress(base64.b64decode(packed, validate=True), _LARGEST)
    if inflate.unconsumed_tail:
        raise ValueError("too large")
    return content.decode("utf-8")


def _find_packed(markdown: Markdown) -> tuple[int, str, str]:
    """Return where a packed operation stands, the page's title and the operation; -1 for none."""
    start, text = front_matter(markdown.text)
    match = _API.search(text) if start >= 0 else None
    if match is None:
        return -1, "", ""
    title = _TITLE.search(text)
    plain = title["title"].strip("\"'") if title else ""
    return start + match.start(), plain, match["packed"]


def _document_of(operation: JsonObject) -> JsonObject:
    """Write a document with one operation: the plugin resolves references and keeps no more."""
    plain = {
        key: _opened(value)
        for key, value in operation.items()
        if key not in _OF_THE_PLUGIN
    }
    method, path = operation.get("method"), operation.get("path")
    document: JsonObject = {
        "openapi": "3.1.0",
        "info": operation.get("info") or {"title": "", "version": ""},
        "paths": {str(path): {str(method).lower(): plain}},
    }
    if isinstance(operation.get("servers"), list):
        document["servers"] = operation["servers"]
    if isinstance(operation.get("securitySchemes"), dict):
        document["components"] = {"securitySchemes": operation["securitySchemes"]}
    return document


def _opened(node: Json) -> Json:
    """Put any value where the plugin cut a circle, `circular(Pet)`; only a schema stands there."""
    match node:
        case dict():
            return {key: _opened(value) for key, value in node.items()}
        case list():
            return [_opened(value) for value in node]
        case str() if _CIRCULAR.fullmatch(node):
            return {}
        case _:
            return node
