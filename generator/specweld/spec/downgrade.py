"""OpenAPI 3.2 in terms of 3.1: what it adds is said in the older words, or reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.grammar import Kind
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, mapping_at, text_at, with_value, without
from specweld.spec.walk import rewrite

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.source import Source

_LEFT_OUT = {
    Kind.PATH_ITEM: ("query", "additionalOperations"),
    Kind.MEDIA: ("itemEncoding", "prefixEncoding"),
}
"""Keys that say something of requests which is not done."""
_SILENT = {
    Kind.DOCUMENT: ("$self",),
    Kind.RESPONSE: ("summary",),
    Kind.SECURITY_SCHEME: ("deprecated", "oauth2MetadataUrl"),
}
"""Keys that change nothing of a client."""


def downgrade(source: Source, problems: Problems) -> Source:
    """Return a document of 3.2 as one of 3.1; what is left out is reported."""
    step = _Step(source=source, problems=problems)
    data = rewrite(source.data, step.change)
    return source.with_data({**data, "openapi": "3.1.1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    source: Source
    problems: Problems

    def change(self, kind: Kind, at: Pointer, node: JsonObject) -> JsonObject:
        """Write one node in terms of 3.1."""
        for key in _LEFT_OUT.get(kind, ()):
            if key in node:
                self._report(key, at)
        node = without(node, *_LEFT_OUT.get(kind, ()), *_SILENT.get(kind, ()))
        if "parameters" in node:
            node = self._parameters(at, node)
        match kind:
            case Kind.DOCUMENT:
                return _document(node)
            case Kind.MEDIA if "itemSchema" in node:
                # A stream is described by what one event of it is, as in documents of 3.1.
                return {"schema": node["itemSchema"], **without(node, "itemSchema")}
            case Kind.SCHEMA if "defaultMapping" in mapping_at(node, "discriminator"):
                self._report("defaultMapping", (*at, "discriminator"))
                rest = without(mapping_at(node, "discriminator"), "defaultMapping")
                return {**node, "discriminator": rest}
            case Kind.EXAMPLE if "dataValue" in node or "serializedValue" in node:
                rest = without(node, "dataValue", "serializedValue")
                return (
                    {"value": node["dataValue"], **rest}
                    if "dataValue" in node
                    else rest
                )
            case Kind.RESPONSE if "$ref" not in node:
                return {"description": "", **node}
            case Kind.SECURITY_SCHEME if "flows" in node:
                flows = without(mapping_at(node, "flows"), "deviceAuthorization")
                return {**node, "flows": flows}
            case Kind.PARAMETER if text_at(node, "style") == "cookie":
                return without(node, "style")
            case _:
                return node

    def _parameters(self, at: Pointer, node: JsonObject) -> JsonObject:
        """Leave out a whole query string that is described as one value."""
        parameters = list_at(node, "parameters")
        kept: list[Json] = []
        for index, each in enumerate(parameters):
            if text_at(each, "in") == "querystring":
                self._report("querystring", (*at, "parameters", str(index), "in"))
            else:
                kept.append(each)
        return node if len(kept) == len(parameters) else {**node, "parameters": kept}

    def _report(self, key: str, at: Pointer) -> None:
        pointer = at if at[-1:] == ("in",) else (*at, key)
        self.problems.report(
            "newer-openapi",
            Severity.UNSUPPORTED,
            f"{quote(key)} of OpenAPI 3.2 is not supported; expected what 3.1 has",
            self.source.place(*pointer, on_key=True),
        )


def _document(node: JsonObject) -> JsonObject:
    """Take out of servers and tags what only documentation shows."""
    for key, unknown in (
        ("servers", ("name",)),
        ("tags", ("summary", "parent", "kind")),
    ):
        entries = list_at(node, key)
        plain: list[Json] = [
            without(each, *unknown) if isinstance(each, dict) else each
            for each in entries
        ]
        if plain != entries:
            node = with_value(node, (key,), plain)
    return node
