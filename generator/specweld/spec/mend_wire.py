"""Words of a document that a client sends as they are: none may break a line of a request."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.diagnostics import Severity
from specweld.grammar import Kind
from specweld.spec.mend_shapes import REMEDY
from specweld.spec.quote import quote
from specweld.spec.shapes import list_at, mapping_at
from specweld.spec.walk import rewrite

if TYPE_CHECKING:
    from specweld.diagnostics import Problems
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.document import Document

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""RFC 9110, section 5.6.2: what the name of a header or a cookie consists of."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def mend_wire(document: Document, problems: Problems) -> Document:
    """Take what would break a line of a request out of everything that is sent as it is."""
    mending = _Mending(document=document, problems=problems)
    return document.with_data(rewrite(document.data, mending.change))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mending:
    document: Document
    problems: Problems

    def change(self, kind: Kind, at: Pointer, node: JsonObject) -> JsonObject:
        """Mend one node."""
        if kind in _WITH_SERVERS and "servers" in node:
            node = self._servers(at, node)
        if "content" in node:
            node = self._names("content", at, node)
        if kind is Kind.DOCUMENT:
            node = self._names("paths", at, node)
        if kind is Kind.ENCODING:
            node = self._encoding(at, node)
        return node

    def _encoding(self, at: Pointer, node: JsonObject) -> JsonObject:
        """Leave out headers of a part that cannot be sent; mend its type."""
        headers = mapping_at(node, "headers")
        kept = {name: each for name, each in headers.items() if _TOKEN.fullmatch(name)}
        for name in headers.keys() - kept.keys():
            self._report_name(name, (*at, "headers", name))
        if len(kept) != len(headers):
            node = {**node, "headers": kept}
        kind = node.get("contentType")
        if isinstance(kind, str) and _CONTROL.search(kind):
            node = {**node, "contentType": self._clean(kind, (*at, "contentType"))}
        return node

    def _names(self, key: str, at: Pointer, node: JsonObject) -> JsonObject:
        """Take control characters out of media types and paths."""
        named = mapping_at(node, key)
        if not any(_CONTROL.search(name) for name in named):
            return node
        cleaned: JsonObject = {}
        for name, each in named.items():
            clean = self._clean(name, (*at, key, name)) if _is_unclean(name) else name
            cleaned.setdefault(clean, each)
        return {**node, key: cleaned}

    def _servers(self, at: Pointer, node: JsonObject) -> JsonObject:
        """Take control characters out of URLs and what is put into them."""
        servers = list_at(node, "servers")
        cleaned = [
            self._cleaned(each, (*at, "servers", str(index)))
            for index, each in enumerate(servers)
        ]
        return node if cleaned == servers else {**node, "servers": cleaned}

    def _cleaned(self, value: Json, at: Pointer) -> Json:
        match value:
            case str():
                return self._clean(value, at) if _is_unclean(value) else value
            case list():
                return [
                    self._cleaned(each, (*at, str(index)))
                    for index, each in enumerate(value)
                ]
            case dict():
                return {
                    key: (
                        each
                        if key == "description"
                        else self._cleaned(each, (*at, key))
                    )
                    for key, each in value.items()
                }
            case _:
                return value

    def _clean(self, text: str, at: Pointer) -> str:
        self.problems.report(
            "control-character",
            Severity.WARNING,
            f"{quote(text)} breaks its line; expected one line, and the rest is left out",
            self.document.place(at),
        )
        return _CONTROL.sub("", re.split(r"[\r\n]", text.strip(), maxsplit=1)[0])

    def _report_name(self, name: str, at: Pointer) -> None:
        self.problems.report(
            "header-name-not-a-token",
            Severity.UNSUPPORTED,
            f"{quote(name)} cannot be sent as a name; expected letters, digits and `-`",
            self.document.place(at),
            help=REMEDY,
        )


def _is_unclean(text: str) -> bool:
    return _CONTROL.search(text) is not None


_WITH_SERVERS = frozenset({Kind.DOCUMENT, Kind.PATH_ITEM, Kind.OPERATION})
