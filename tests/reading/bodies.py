"""Bodies read by the media type that they name (3.1 sections 4.8.14 and 4.8.15), independent of the generator."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_plus

from reading.document import Declared, media
from reading.schemas import Node, Schemas
from reading.styles import NotAllowedError, Pair, TextReader, demand, json_value

FORM = "application/x-www-form-urlencoded"
_HEAD = re.compile(
    r'Content-Disposition: form-data; name="(?P<name>[^"\r\n]*)"'
    r'(; filename="(?P<filename>[^"\r\n]*)")?'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPart:
    """One part of a multipart body."""

    name: str
    filename: str | None
    headers: Mapping[str, str]
    content: bytes


class BodyReader:
    """Reads bodies."""

    def __init__(self, schemas: Schemas, texts: TextReader) -> None:
        self._schemas = schemas
        self._texts = texts

    def read(self, headers: Mapping[str, str], body: bytes, wanted: Declared) -> object:
        """Read a body.

        Raises:
            NotAllowedError: the document does not allow it.
        """
        kind = headers.get("content-type", "")
        name = kind.partition(";")[0].strip().lower()
        content = media(wanted.node.get("content") or {}, wanted.pointer)
        demand("*" not in name and "/" in name, f"{kind!r} is no media type")
        found = content.get(name) or next(
            (each for key, each in content.items() if fnmatch.fnmatch(name, key)), None
        )
        if found is None:
            raise NotAllowedError(f"{kind} is none of {list(content)}")
        if name == "multipart/form-data":
            return self._multipart(kind, body, found)
        if name == FORM:
            value: object = self._form(body.decode(), found)
        elif is_json(name):
            value = json_value(body)
        else:
            return body
        return self._checked(value, found)

    def _checked(self, value: object, found: Declared) -> object:
        if "schema" in found.node:
            errors = self._schemas.errors(value, f"{found.pointer}/schema")
            demand(not errors, "; ".join(errors))
        return value

    def _form(self, text: str, found: Declared) -> object:
        parts = [each.partition("=") for each in text.split("&") if each]
        pairs = [(name, value) for name, _, value in parts]
        facets = self._schemas.facets(found.node.get("schema", True))
        encodings = found.node.get("encoding") or {}
        read: dict[str, Any] = {}
        for name, schemas in facets.properties.items():
            try:
                read[name] = self._field(name, pairs, encodings.get(name, {}), schemas)
            except KeyError:
                continue
        for name, _ in [*pairs]:
            key = unquote_plus(name)
            demand(bool(facets.others), f"{key} is nowhere in the document")
            if any(unquote_plus(each) == key for each, _ in pairs):
                stem = key.partition("[")[0]
                read[stem] = self._field(stem, pairs, {}, facets.others)
        return read

    def _field(
        self, name: str, pairs: list[Pair], encoding: Node, schemas: tuple[Node, ...]
    ) -> object:
        kind = encoding.get("contentType", "")
        if is_json(kind) and not {"style", "explode"} & set(encoding):
            for each in pairs:
                if unquote_plus(each[0]) == name:
                    pairs.remove(each)
                    return json_value(unquote_plus(each[1]))
            raise KeyError(name)
        style = encoding.get("style", "form")
        explode = encoding.get("explode", style in ("form", "deepObject"))
        is_said = bool({"style", "explode"} & set(encoding))
        is_nested = any(unquote_plus(n).startswith(f"{name}[") for n, _ in pairs)
        if is_nested and not is_said:
            # What a form makes of an object is left open; most servers take brackets.
            style = "deepObject"
        return self._texts.pairs(name, pairs, style, explode, *schemas)

    def _multipart(self, kind: str, body: bytes, found: Declared) -> object:
        facets = self._schemas.facets(found.node.get("schema", True))
        encodings = found.node.get("encoding") or {}
        read: dict[str, Any] = {}
        parts = parts_of(kind, body)
        for name, each in encodings.items():
            if each.get("style") == "deepObject" and name in facets.properties:
                own_parts = [x for x in parts if x.name.startswith(f"{name}[")]
                parts = [x for x in parts if x not in own_parts]
                pairs = [
                    (quote(x.name, safe=""), quote(x.content, safe=""))
                    for x in own_parts
                ]
                if pairs:
                    read[name] = self._texts.pairs(
                        name, pairs, "deepObject", True, *facets.properties[name]
                    )
        for part in parts:
            schemas = facets.properties.get(part.name, facets.others)
            demand(bool(schemas), f"{part.name} is nowhere in the document")
            own = self._schemas.facets(*schemas)
            is_list = "array" in own.kinds and "string" not in own.kinds
            inner = own.items if is_list else schemas
            value = self._part(part, encodings.get(part.name, {}), inner)
            if is_list and not isinstance(value, list):
                read.setdefault(part.name, []).append(value)
            else:
                demand(part.name not in read, f"{part.name} is sent twice")
                read[part.name] = value
        as_text = {key: _without_files(each) for key, each in read.items()}
        self._checked(as_text, found)
        return read

    def _part(
        self, part: SentPart, encoding: Node, schemas: tuple[Node, ...]
    ) -> object:
        kind = part.headers.get("content-type", "")
        wanted = encoding.get("contentType", "")
        ranges = [each.strip().lower() for each in wanted.split(",") if each.strip()]
        bare = kind.partition(";")[0].lower()
        is_met = not ranges or any(fnmatch.fnmatch(bare, each) for each in ranges)
        is_file = part.filename is not None
        demand(is_met or is_file, f"{part.name} is {kind!r}, not {wanted}")
        demand(
            is_file == self._is_file(schemas) or bool(ranges) or is_file,
            f"{part.name}: a file, or not a file?",
        )
        if is_file:
            return part
        if is_json(bare):
            return json_value(part.content)
        return self._texts.scalar(part.content.decode(), *schemas)

    def _is_file(self, schemas: tuple[Node, ...]) -> bool:
        for schema in schemas:
            for _ in range(8):
                if isinstance(schema, dict) and "$ref" in schema:
                    schema = self._schemas.target(schema)
            if isinstance(schema, dict) and schema.get("format") == "binary":
                return True
        return False


def parts_of(content_type: str, body: bytes) -> list[SentPart]:
    """Take a multipart body apart byte by byte (RFC 2046 section 5.1.1).

    Raises:
        NotAllowedError: the parts are not well framed.
    """
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    first, *pieces, last = (b"\r\n" + body).split(b"\r\n--" + boundary)
    demand((first, last) == (b"", b"--\r\n"), "the parts are not well framed")
    return [_part(piece) for piece in pieces]


def _part(piece: bytes) -> SentPart:
    head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    first, *others = head.decode().split("\r\n")
    match = _HEAD.fullmatch(first)
    if match is None:
        raise NotAllowedError(f"{head!r} is no head of a part")
    parts = [each.partition(": ") for each in others]
    return SentPart(
        name=match["name"],
        filename=match["filename"],
        headers={name.lower(): value for name, _, value in parts},
        content=content,
    )


def is_json(kind: str) -> bool:
    """Return whether a media type is JSON."""
    bare = kind.partition(";")[0].strip().lower()
    return bare.endswith(("/json", "+json"))


def _without_files(value: object) -> object:
    """Put a text where a file is: to a schema it is a string."""
    match value:
        case SentPart():
            return ""
        case list():
            return [_without_files(each) for each in value]
        case _:
            return value
