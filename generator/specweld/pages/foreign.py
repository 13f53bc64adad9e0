"""Files that describe an API in a format that is not ours, told by how they begin."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A format that is recognised and not read."""

    pattern: re.Pattern[bytes]
    name: str
    """With its article, for a message."""
    advice: str


_START = 64 * 1024
"""Bytes that are looked at."""


def _foreign(pattern: bytes, name: str, advice: str) -> Foreign:
    return Foreign(pattern=re.compile(pattern), name=name, advice=advice)


_UNPACK = "unpack it, and give the folder or the file that is in it"
_HTML = (
    "give the page's Markdown (its URL and `.md`), the site's `llms.txt`, "
    "or the OpenAPI document that the page is made from"
)
_FORMATS = (
    _foreign(
        rb"(?s)PK\x03\x04.{26}\[Content_Types\]\.xml",
        "a document of an office program",
        "ask its author for an OpenAPI document",
    ),
    _foreign(rb"PK\x03\x04", "a zip archive", _UNPACK),
    _foreign(rb"\x1f\x8b", "a gzip archive", _UNPACK),
    _foreign(rb"%PDF-", "a PDF", "ask its author for an OpenAPI document"),
    _foreign(
        rb"(?i)\s*(?:<!--[^>]*-->\s*)*<(?:!doctype html|html)\b", "an HTML page", _HTML
    ),
    _foreign(
        rb"""(?s)\s*\{.*["'](?:_postman_id["']|schema["']\s*:\s*["']https://schema\.getpostman\.com)""",
        "a Postman collection",
        "export it as OpenAPI 3 in Postman, or convert it: `npx postman-to-openapi FILE -f openapi.yaml`",
    ),
    _foreign(
        rb"""(?s)\s*\{\s*"log"\s*:\s*\{.*"entries"\s*:""",
        "a recording of requests (HAR)",
        "give the documentation or the OpenAPI document of the API",
    ),
    _foreign(
        rb"(?s).*(?:^|\n)\s*(?:extend\s+)?type\s+(?:Query|Mutation)\b|\s*\{\s*\"(?:data\"\s*:\s*\{\s*\")?__schema\"",
        "a GraphQL schema",
        "use a generator for GraphQL: it has no HTTP operations",
    ),
    _foreign(
        rb"(?:\s*#[^\n]*\n)*\s*(?:\{\s*)?[\"']?overlay[\"']?\s*:\s*[\"']?1\.",
        "an overlay",
        "give the document that it changes, and name the overlay under `overlays` in specweld.toml",
    ),
    _foreign(
        rb"""\s*\{?\s*["']?\$schema["']?\s*:\s*["']?https?://json-schema\.org/""",
        "a JSON Schema",
        "use a generator for JSON Schema: it has no HTTP operations",
    ),
    _foreign(rb"#%RAML", "a RAML document", "convert it to OpenAPI 3 first"),
    _foreign(rb"FORMAT: 1A", "an API Blueprint", "convert it to OpenAPI 3 first"),
    _foreign(
        rb"(?s)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:\w+:)?(?:definitions|application)\b",
        "a WSDL or WADL document",
        "use a generator for it: it is not OpenAPI",
    ),
    _foreign(
        rb"(?s)(?:\s*//[^\n]*\n)*\s*syntax\s*=\s*[\"']proto",
        "a protobuf definition",
        "use a generator for gRPC, or publish it as OpenAPI 3",
    ),
)


def foreign_format(content: bytes) -> Foreign | None:
    """Return the format of a file that is none of ours; None if nothing is known of it."""
    start = content[:_START].removeprefix(b"\xef\xbb\xbf")
    return next((each for each in _FORMATS if each.pattern.match(start)), None)
