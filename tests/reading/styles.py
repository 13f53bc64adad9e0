"""Texts of parameters read by OpenAPI's styles (3.1 section 4.8.12, RFC 6570), independent of the generator."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias
from urllib.parse import unquote, unquote_plus

from reading.schemas import Facets, Node, Schemas

Pair: TypeAlias = tuple[str, str]
"""A name and a value, both as on the wire."""

_SPLIT = {
    "form": r",",
    "simple": r",",
    "spaceDelimited": r"%20|\+",
    "pipeDelimited": r"%7[Cc]|\|",
}


class NotAllowedError(Exception):
    """The document does not allow the request."""


def demand(is_met: bool, complaint: str) -> None:
    """Refuse what the document does not allow."""
    if not is_met:
        raise NotAllowedError(complaint)


class TextReader:
    """Reads texts as values of schemas."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def scalar(self, text: str, *schemas: Node) -> object:
        """Read a text as the first kind of scalar that its schemas know."""
        kinds = self._schemas.facets(*schemas).kinds
        return _scalar(text, kinds)

    def pairs(
        self, name: str, pairs: list[Pair], style: str, explode: bool, *schemas: Node
    ) -> object:
        """Take what belongs to a parameter out of the pairs of a query, a form or cookies.

        Raises:
            KeyError: nothing belongs to it.
            NotAllowedError: it is not written in its style.
        """
        facets = self._schemas.facets(*schemas)
        if style == "deepObject":
            return self._brackets(name, pairs, schemas)
        own = [each for each in pairs if unquote_plus(each[0]) == name]
        if own:
            for each in own:
                pairs.remove(each)
            return self._named(
                name, [value for _, value in own], style, explode, facets
            )
        if explode and "object" in facets.kinds:
            return self._exploded(pairs, facets)
        if explode and "array" in facets.kinds:
            # What becomes of objects in a list is left open; most servers take brackets.
            return self._brackets(name, pairs, schemas)
        raise KeyError(name)

    def _named(
        self, name: str, texts: list[str], style: str, explode: bool, facets: Facets
    ) -> object:
        if "array" in facets.kinds and (explode or len(texts) > 1):
            demand(explode, f"{name} is sent {len(texts)} times")
            return [self.scalar(unquote_plus(each), *facets.items) for each in texts]
        demand(len(texts) == 1, f"{name} is sent {len(texts)} times")
        if explode and "object" not in facets.kinds:
            return _scalar(unquote_plus(texts[0]), facets.kinds)
        pieces = re.split(_SPLIT[style], texts[0])
        return self._joined([unquote_plus(each) for each in pieces], texts[0], facets)

    def _joined(self, pieces: list[str], whole: str, facets: Facets) -> object:
        if "array" in facets.kinds:
            return [self.scalar(each, *facets.items) for each in pieces]
        if "object" in facets.kinds and len(pieces) > 1:
            demand(len(pieces) % 2 == 0, f"{whole!r} does not hold keys and values")
            return self._members(zip(pieces[::2], pieces[1::2], strict=True), facets)
        return _scalar(unquote_plus(whole), facets.kinds)

    def _exploded(self, pairs: list[Pair], facets: Facets) -> object:
        own = [
            each
            for each in pairs
            if unquote_plus(each[0]) in facets.properties or facets.others
        ]
        if not own:
            raise KeyError
        for each in own:
            pairs.remove(each)
        texts = [(unquote_plus(key), unquote_plus(value)) for key, value in own]
        return self._members(texts, facets)

    def _members(self, pairs: Iterable[tuple[str, str]], facets: Facets) -> object:
        read: dict[str, Any] = {}
        for key, text in pairs:
            schemas = facets.properties.get(key, facets.others)
            own = self._schemas.facets(*schemas)
            if own.kinds == {"array"}:
                read.setdefault(key, []).append(self.scalar(text, *own.items))
            else:
                demand(key not in read, f"{key} is sent twice")
                read[key] = self.scalar(text, *schemas)
        return read

    def _brackets(
        self, name: str, pairs: list[Pair], schemas: Sequence[Node]
    ) -> object:
        """Read `name[key][0]=value`, in any depth."""
        own: list[tuple[list[str], str]] = []
        for each in [*pairs]:
            key = unquote_plus(each[0])
            if key == name or key.startswith(f"{name}["):
                pairs.remove(each)
                rest = key.removeprefix(name)
                steps = re.findall(r"\[([^\[\]]*)\]", rest)
                demand("".join(f"[{s}]" for s in steps) == rest, f"{key} is unbalanced")
                own.append((steps, unquote_plus(each[1])))
        if not own:
            raise KeyError(name)
        return self._nested(own, schemas)

    def _nested(
        self, entries: list[tuple[list[str], str]], schemas: Sequence[Node]
    ) -> object:
        facets = self._schemas.facets(*schemas)
        if entries[0][0] == []:
            demand(len(entries) == 1, "two values in one place")
            return _scalar(entries[0][1], facets.kinds)
        groups: dict[str, list[tuple[list[str], str]]] = {}
        for steps, text in entries:
            demand(steps != [], "a value beside members")
            groups.setdefault(steps[0], []).append((steps[1:], text))
        if "array" in facets.kinds and all(each.isdecimal() for each in groups):
            numbers = [str(index) for index in range(len(groups))]
            demand(list(groups) == numbers, f"{list(groups)} are not in order")
            return [self._nested(each, facets.items) for each in groups.values()]
        return {
            key: self._nested(each, facets.properties.get(key, facets.others))
            for key, each in groups.items()
        }

    def text(
        self,
        name: str,
        text: str,
        style: str,
        explode: bool,
        *schemas: Node,
        is_quoted: bool = True,
    ) -> object:
        """Read what stands in a path or a header.

        Raises:
            NotAllowedError: it is not written in its style.
        """
        facets = self._schemas.facets(*schemas)
        decode: Callable[[str], str] = unquote if is_quoted else str
        between = ","
        if style in ("label", "matrix"):
            mark = "." if style == "label" else ";"
            demand(text.startswith(mark), f"{text!r} does not begin with {mark!r}")
            text = text[1:]
            between = mark if explode else ","
        if style == "matrix":
            text = _without_names(name, text, between, explode, facets)
        pieces = [decode(each) for each in text.split(between)]
        if "object" in facets.kinds and explode:
            parts = [each.partition("=") for each in text.split(between)]
            if all(mark for _, mark, _ in parts):
                decoded = [(decode(key), decode(value)) for key, _, value in parts]
                return self._members(decoded, facets)
        if "array" in facets.kinds:
            return [self.scalar(each, *facets.items) for each in pieces]
        if "object" in facets.kinds and not explode and len(pieces) % 2 == 0:
            return self._members(zip(pieces[::2], pieces[1::2], strict=True), facets)
        return _scalar(decode(text), facets.kinds)


def _without_names(
    name: str, text: str, between: str, explode: bool, facets: Facets
) -> str:
    if explode and "object" in facets.kinds:
        return text
    pieces = text.split(between) if explode else [text]
    values: list[str] = []
    for each in pieces:
        key, _, value = each.partition("=")
        demand(unquote(key) == name, f"{key!r} stands where {name!r} belongs")
        values.append(value)
    return between.join(values)


def _scalar(text: str, kinds: Iterable[str]) -> object:
    return next(_scalars(text, set(kinds)), text)


def _scalars(text: str, kinds: set[str]) -> Iterator[object]:
    if kinds & {"integer", "number"}:
        if re.fullmatch(r"-?\d+", text):
            yield int(text)
        elif re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text):
            yield float(text)
    if "boolean" in kinds and text in ("true", "false"):
        yield text == "true"
    if "null" in kinds and text in ("", "null") and "string" not in kinds:
        yield None
    demand("string" in kinds or not kinds, f"{text!r} is no such value")
    yield text


def json_value(text: str | bytes) -> object:
    """Read JSON.

    Raises:
        NotAllowedError: it is not valid JSON.
    """
    try:
        return json.loads(text)
    except ValueError as error:
        raise NotAllowedError(f"{text[:60]!r} is not valid JSON") from error
