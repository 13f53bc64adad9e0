"""Is this request one that an OpenAPI document allows, and what does it say? Independent of the generator."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from reading.bodies import BodyReader
from reading.document import Declared, OpenApi, Operation
from reading.schemas import escaped
from reading.styles import NotAllowedError, Pair, TextReader, demand, json_value

_USUAL = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_OF_HTTP = ("accept", "content-type", "authorization")
"""Headers that are no parameters (3.1 section 4.8.12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """A request as on the wire."""

    method: str
    path: str
    """Without what stands before the paths of the document."""
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """By lower-case name."""
    body: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """A request in the words of the document."""

    operation: Operation
    values: Mapping[tuple[str, str], object]
    """What the parameters say, by place and name."""
    body: object
    """What the body says; None when there is none."""
    has_body: bool
    credentials: frozenset[str]
    """Names of the security schemes that it satisfies."""


class RequestReader:
    """Reads requests by one document."""

    def __init__(self, api: OpenApi) -> None:
        self._api = api
        self._texts = TextReader(api.requests)
        self._bodies = BodyReader(api.requests, self._texts)

    def read(
        self, request: SentRequest, wanted: Operation | None = None
    ) -> ReadRequest:
        """Read a request.

        Args:
            request: As on the wire.
            wanted: Which of several operations is meant that differ behind a `#` only.

        Raises:
            NotAllowedError: the document does not allow it.
        """
        pairs = split_pairs(request.query, "&")
        operation = self._routed(request, pairs, wanted)
        cookies = split_pairs(request.headers.get("cookie", ""), "; ")
        names = {(p.node["in"], p.node["name"]) for p in operation.parameters}
        credentials = self._credentials(request, pairs, cookies, names)
        _check_security(operation, credentials)
        values = dict(self._values(operation, request, pairs, cookies))
        unknown = [unquote_plus(name) for name, _ in pairs]
        demand(not unknown, f"{unknown} is nowhere in the document")
        body = self._api.body(operation)
        is_sent = bool(request.body) or "content-type" in request.headers
        if body is None:
            demand(not is_sent, "there must be no body")
        elif body.node.get("required"):
            demand(is_sent, "the body is missing")
        return ReadRequest(
            operation=operation,
            values=values,
            body=(
                self._bodies.read(request.headers, request.body, body)
                if body and is_sent
                else None
            ),
            has_body=is_sent,
            credentials=frozenset(credentials),
        )

    def _routed(
        self, request: SentRequest, pairs: list[Pair], wanted: Operation | None
    ) -> Operation:
        found = self._api.routed(request.method, request.path)
        demand(bool(found), f"no operation is {request.method} {request.path}")
        by_query = sorted(
            found, key=lambda each: (-len(each.fixed_query), each is not wanted)
        )
        for operation in by_query:
            fixed = split_pairs(operation.fixed_query, "&")
            if all(each in pairs for each in fixed):
                for each in fixed:
                    pairs.remove(each)
                return operation
        raise NotAllowedError(f"no operation has the query {request.query}")

    def _values(
        self,
        operation: Operation,
        request: SentRequest,
        pairs: list[Pair],
        cookies: list[Pair],
    ) -> Iterator[tuple[tuple[str, str], object]]:
        match = operation.pattern.fullmatch(request.path)
        assert match is not None
        in_path = dict(zip(operation.placeholders, match.groups(), strict=True))
        sources: Mapping[str, Any] = {
            "path": in_path,
            "query": pairs,
            "header": request.headers,
            "cookie": cookies,
        }
        # What names its own keys goes first: an exploded object takes what is left.
        for parameter in sorted(operation.parameters, key=self._takes_all):
            place, name = parameter.node["in"], parameter.node["name"]
            if place == "header" and name.lower() in _OF_HTTP:
                continue
            if place == "path" and name not in in_path:
                continue
            try:
                value = self._value(parameter, sources[place])
            except KeyError:
                is_required = parameter.node.get("required", False)
                demand(not is_required, f"{place} {name} is missing")
                continue
            yield (place, name), self._checked(value, parameter)

    def _takes_all(self, parameter: Declared) -> bool:
        facets = self._api.requests.facets(parameter.node.get("schema", True))
        return "object" in facets.kinds

    def _value(self, parameter: Declared, source: Any) -> object:
        node = parameter.node
        place, name = node["in"], node["name"]
        style = node.get("style") or self._usual_style(parameter)
        explode = node.get("explode", style == "form")
        if "content" in node:
            return self._content(place, name, source)
        schema = node.get("schema", True)
        if place in ("query", "cookie"):
            return self._texts.pairs(name, source, style, explode, schema)
        text = source[name if place == "path" else name.lower()]
        is_quoted = place == "path"
        return self._texts.text(name, text, style, explode, schema, is_quoted=is_quoted)

    def _usual_style(self, parameter: Declared) -> str:
        """Return what goes without saying: an object that is described as `name[key]` goes like this."""
        node = parameter.node
        is_object = self._takes_all(parameter)
        is_shown = f"{node['name']}[" in node.get("description", "")
        return "deepObject" if is_object and is_shown else _USUAL[node["in"]]

    def _content(self, place: str, name: str, source: Any) -> object:
        if place in ("path", "header"):
            text = source[name if place == "path" else name.lower()]
            return json_value(unquote_plus(text) if place == "path" else text)
        for each in source:
            if unquote_plus(each[0]) == name:
                source.remove(each)
                return json_value(unquote_plus(each[1]))
        raise KeyError(name)

    def _checked(self, value: object, parameter: Declared) -> object:
        """Return the reading that the schema allows: a text may be a number, or a list of one."""
        pointer = f"{parameter.pointer}/schema"
        if "schema" not in parameter.node:
            (key,) = parameter.node["content"]
            pointer = f"{parameter.pointer}/content/{escaped(key)}/schema"
        readings = [value, _as_text(value)]
        readings += value if isinstance(value, list) and len(value) == 1 else []
        for each in readings:
            if self._api.requests.allows(each, pointer):
                return each
        errors = self._api.requests.errors(value, pointer)
        raise NotAllowedError(f"{parameter.node['name']}: {'; '.join(errors)}")

    def _credentials(
        self,
        request: SentRequest,
        pairs: list[Pair],
        cookies: list[Pair],
        names: set[tuple[str, str]],
    ) -> set[str]:
        """Name the schemes that the request satisfies, and take what belongs to them."""
        found: set[str] = set()
        taken: list[tuple[list[Pair], Pair]] = []
        for name, scheme in self._api.schemes.items():
            match scheme:
                case {"type": "apiKey", "in": "header", "name": str(header)}:
                    is_there = bool(request.headers.get(header.lower()))
                case {"type": "apiKey", "in": place, "name": str(key)}:
                    source = pairs if place == "query" else cookies
                    own = [each for each in source if unquote_plus(each[0]) == key]
                    if (place, key) not in names:
                        taken += [(source, each) for each in own]
                    is_there = bool(own)
                case {"type": "http", "scheme": str(word)}:
                    text = request.headers.get("authorization", "")
                    is_there = _is_of_scheme(text, word.lower())
                case {"type": "oauth2" | "openIdConnect"}:
                    text = request.headers.get("authorization", "")
                    is_there = _is_of_scheme(text, "bearer")
                case _:
                    is_there = scheme.get("type") == "mutualTLS"
            if is_there:
                found.add(name)
        for source, each in taken:
            if each in source:
                source.remove(each)
        return found


def _is_of_scheme(text: str, word: str) -> bool:
    scheme, _, rest = text.partition(" ")
    if scheme.lower() != word or not rest:
        return False
    if word == "basic":
        return b":" in base64.b64decode(rest, validate=True)
    return True


def _check_security(operation: Operation, credentials: set[str]) -> None:
    if operation.security is None:
        return
    alternatives = [set(each) for each in operation.security]
    if not alternatives:
        return
    is_met = any(each <= credentials for each in alternatives)
    demand(is_met, f"none of {alternatives} is met by {credentials or 'nothing'}")


def split_pairs(text: str, between: str) -> list[Pair]:
    """Split a query, a form or cookies."""
    if not text:
        return []
    parts = [each.partition("=") for each in text.split(between)]
    demand(all(mark for _, mark, _ in parts), f"{text!r} is not made of pairs")
    return [(name, value) for name, _, value in parts]


def _as_text(value: object) -> object:
    """Spell numbers and booleans as the texts that they were read from."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list():
            return [_as_text(each) for each in value]
        case dict():
            return {key: _as_text(each) for key, each in value.items()}
        case _:
            return value
