"""Resolve what requests and answers carry: representations, their encodings, and headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.contract.nodes import Encoding, Header, Media

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.contract.nodes import SchemaId
    from specweld.contract.raw import Raw
    from specweld.contract.reporter import Reporter
    from specweld.contract.schemas import SchemaResolver
    from specweld.json_types import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaResolver:
    """Resolves the parts of bodies, answers and parameters that hold schemas."""

    schemas: SchemaResolver
    reporter: Reporter

    def schema(self, holder: Raw) -> SchemaId | None:
        """Ask for the schema of a node that may have one."""
        schema = holder.get("schema")
        return None if schema is None else self.schemas.ask(schema)

    def content(self, holder: Raw) -> Mapping[str, Media]:
        """Resolve `content`, by media type as the document spells it."""
        declared = holder.get("content")
        if declared is not None and not isinstance(declared.value, dict):
            self.reporter.malformed("content", "a mapping of media types", declared)
        found: dict[str, Media] = {}
        for content_type, each in holder.entries("content"):
            raw = each.resolved()
            if raw is None:
                self.reporter.dangling(each)
            elif isinstance(raw.value, dict):
                found[content_type] = self._media(content_type, raw)
            elif raw.value is None:
                found[content_type] = Media(
                    pointer=raw.pointer,
                    facts={},
                    content_type=content_type,
                    schema=None,
                    encodings={},
                )
            else:
                self.reporter.malformed("media type", "a mapping", raw)
        return found

    def _media(self, content_type: str, raw: Raw) -> Media:
        return Media(
            pointer=raw.pointer,
            facts=raw.facts("encoding", "schema"),
            content_type=content_type,
            schema=self.schema(raw),
            encodings={
                name: self._encoding(name, each)
                for name, each in raw.entries("encoding")
            },
            example=_example(raw),
        )

    def _encoding(self, name: str, raw: Raw) -> Encoding:
        explode = raw.mapping().get("explode")
        return Encoding(
            pointer=raw.pointer,
            facts=raw.facts("headers"),
            name=name,
            content_type=raw.text("contentType"),
            style=raw.text("style"),
            explode=explode if isinstance(explode, bool) else None,
            is_reserved=raw.is_true("allowReserved"),
            headers=self.headers(raw),
        )

    def headers(self, holder: Raw) -> Mapping[str, Header]:
        """Resolve `headers`, by lower-case name."""
        found: dict[str, Header] = {}
        for name, each in holder.entries("headers"):
            raw = each.resolved()
            if raw is None:
                self.reporter.dangling(each)
            elif not isinstance(raw.value, dict):
                self.reporter.malformed("header", "a mapping", raw)
            else:
                found[name.lower()] = Header(
                    pointer=raw.pointer,
                    facts=raw.facts("content", "schema"),
                    name=name,
                    schema=self.schema(raw),
                    is_required=raw.is_true("required"),
                )
        return found


def _example(raw: Raw) -> Json:
    """Find the first example; those that lie elsewhere (`externalValue`) are left there."""
    if raw.has("example"):
        return raw.mapping()["example"]
    for _name, each in raw.entries("examples"):
        resolved = each.resolved()
        if resolved is not None and resolved.has("value"):
            return resolved.mapping()["value"]
    return None
