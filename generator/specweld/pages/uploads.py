"""File fields of multipart bodies that the docs leave out of the schema.

The renderer of late 2025 dropped every file from such schemas, but its raw HTTP samples still
send them: `form-data; name=\\"audio\\"; filename=\\"string\\"`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.json_types import parse_pointer, resolve_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.json_types import Json, JsonObject
    from specweld.pages.page import Sample

_FILE_PART = re.compile(
    r"""name=\\?"(?P<name>[^"\\\n]+)\\?";[ ]?filename=\\?"(?P<filename>[^"\\\n]*)"""
)
_LANGUAGES = ("go", "ruby", "java", "csharp", "http")
_NUMBERED = re.compile(r"<file\d+>")
_MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file field recovered from a sample."""

    name: str
    is_required: bool
    is_list: bool


def recover_uploads(samples: Sequence[Sample]) -> tuple[Upload, ...]:
    """Read the file fields that the first language with any sends, in the order of sending."""
    for language in _LANGUAGES:
        uploads: dict[str, Upload] = {}
        for sample in samples:
            if sample.language == language:
                _collect(sample.code, uploads)
        if uploads:
            return tuple(uploads.values())
    return ()


def has_multipart_body(operation: JsonObject) -> bool:
    """Return whether an operation takes `multipart/form-data`."""
    return _MULTIPART in _content(operation)


def schema_uploads(data: JsonObject, operation: JsonObject) -> frozenset[str]:
    """Name the file fields that the schema of a multipart body does have."""
    properties = _properties(data, operation)
    return frozenset(
        name for name, schema in properties.items() if _is_file(data, schema)
    )


def schema_fields(data: JsonObject, operation: JsonObject) -> frozenset[str]:
    """Name all fields that the schema of a multipart body has."""
    return frozenset(_properties(data, operation))


def _collect(code: str, uploads: dict[str, Upload]) -> None:
    seen: set[str] = set()
    for part in _FILE_PART.finditer(code):
        name = part["name"]
        uploads[name] = Upload(
            name=name,
            # A made-up value stands for a required field, a numbered file for one that the
            # vendor's own example leaves open: 10 of 10 and 9 of 11 operations.
            is_required=not _NUMBERED.fullmatch(part["filename"]),
            is_list=name in seen or _is_plural(name),
        )
        seen.add(name)


def _is_plural(name: str) -> bool:
    word = name.removesuffix("[]").rpartition("_")[2].lower()
    return name.endswith("[]") or (word.endswith("s") and not word.endswith("ss"))


def _properties(data: JsonObject, operation: JsonObject) -> JsonObject:
    body = _content(operation).get(_MULTIPART)
    schema = body.get("schema") if isinstance(body, dict) else None
    properties = _follow(data, schema).get("properties")
    return properties if isinstance(properties, dict) else {}


def _content(operation: JsonObject) -> JsonObject:
    body = operation.get("requestBody")
    content = body.get("content") if isinstance(body, dict) else None
    return content if isinstance(content, dict) else {}


def _is_file(data: JsonObject, schema: Json) -> bool:
    """Return whether a field is a file, or a list of files."""
    schema = _follow(data, schema)
    return _is_binary(schema) or _is_binary(_follow(data, schema.get("items")))


def _is_binary(schema: JsonObject) -> bool:
    return schema.get("format") == "binary" or "contentMediaType" in schema


def _follow(data: JsonObject, schema: Json) -> JsonObject:
    """Follow one local reference; what is not a schema becomes an empty one."""
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        try:
            schema = resolve_pointer(data, parse_pointer(str(schema["$ref"])))
        except (KeyError, ValueError):
            return {}
    return schema if isinstance(schema, dict) else {}
