"""Whether two parts of two documents say the same thing, however they say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.source import EXTENSION
from specweld.spec.difference import is_same
from specweld.spec.refs import resolve

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject

_PROSE = frozenset({"description", "summary", "example", "examples", "externalDocs"})
_NAMES = frozenset(
    [
        "$defs",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "headers",
        "links",
        "mapping",
        "paths",
        "patternProperties",
        "properties",
        "responses",
        "schemas",
        "scopes",
        "variables",
    ]
)
"""Keys whose mappings hold names: a property called `description` is not prose."""
_SETS = frozenset({"enum", "required", "type"})
_DATA = frozenset({"const", "default"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A part, and the document in which its references lead somewhere."""

    value: Json
    document: JsonObject = field(repr=False)


def has_same_meaning(one: Told, other: Told) -> bool:
    """Compare without prose and extensions, and through references to equal components.

    Sites reword a description on some pages only, and call one component `Items` here and
    `ItemsvItem` there.
    """
    if is_same(one.value, other.value):
        return True
    return _Comparison(one.document, other.document).nodes(one.value, other.value)


@dataclass(slots=True)
class _Comparison:
    one: JsonObject
    other: JsonObject
    assumed: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    """References taken for equal: they are being compared, further up."""

    def nodes(self, one: Json, other: Json) -> bool:
        match one, other:
            case dict(), dict() if "$ref" in one or "$ref" in other:
                return self._references(one, other)
            case dict(), dict():
                mine, theirs = _said(one), _said(other)
                return mine.keys() == theirs.keys() and all(
                    self._keyword(key, mine[key], theirs[key]) for key in mine
                )
            case list(), list():
                return len(one) == len(other) and all(
                    self.nodes(*pair) for pair in zip(one, other, strict=True)
                )
            case _:
                return is_same(one, other)

    def _keyword(self, key: str, one: Json, other: Json) -> bool:
        if key in _DATA:
            return is_same(one, other)
        if key in _SETS and isinstance(one, list) and isinstance(other, list):
            return sorted(map(repr, one)) == sorted(map(repr, other))
        if key in _NAMES and isinstance(one, dict) and isinstance(other, dict):
            return one.keys() == other.keys() and all(
                self.nodes(one[name], other[name]) for name in one
            )
        return self.nodes(one, other)

    def _references(self, one: JsonObject, other: JsonObject) -> bool:
        """Follow references that differ; those that are equal are compared by their name."""
        pair = str(one.get("$ref")), str(other.get("$ref"))
        beside = [
            {key: value for key, value in _said(each).items() if key != "$ref"}
            for each in (one, other)
        ]
        if not self.nodes(*beside):
            return False
        if pair[0] == pair[1] or pair in self.assumed:
            return True
        if "$ref" not in one or "$ref" not in other:
            return False
        self.assumed.add(pair)
        mine, _ = resolve(self.one, {"$ref": pair[0]})
        theirs, _ = resolve(self.other, {"$ref": pair[1]})
        return mine is not None and theirs is not None and self.nodes(mine, theirs)


def _said(node: JsonObject) -> JsonObject:
    return {
        key: value
        for key, value in node.items()
        if not (key in _PROSE or (key.startswith("x-") and key != EXTENSION))
    }
