"""JSON texts: parsing with an error for repeated keys, and where each node stands."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

from specweld.spec.fault import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    TextError,
    nested_too_deep,
    number_out_of_range,
)
from specweld.spec.lines import lines_of
from specweld.spec.quote import quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.json_types import Json, JsonObject


def parse_json(text: str) -> tuple[Json, tuple[TextError, ...]]:
    """Read a JSON text (RFC 8259), numbers of any length included.

    Returns:
        The value, and the faults that did not keep us from reading on (repeated keys).

    Raises:
        TextError: the text is not valid JSON, or is beyond a limit.
    """
    repeated = False

    def build(pairs: list[tuple[str, Json]]) -> JsonObject:
        nonlocal repeated
        built = dict(pairs)
        if len(built) != len(pairs):
            repeated = True
        return built

    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=build,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        raise TextError(
            "json-syntax",
            f"the JSON cannot be read: {error.msg}; expected valid JSON",
            line=error.lineno,
            column=error.colno,
        ) from error
    except RecursionError as error:
        raise nested_too_deep() from error
    if _is_deeper(value, MAXIMUM_DEPTH):
        raise nested_too_deep()
    return value, tuple(_repeated_keys(text)) if repeated else ()


def _integer(text: str) -> int:
    if len(text) > MAXIMUM_DIGITS:
        raise number_out_of_range(text)
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise number_out_of_range(text)
    return number


def _constant(text: str) -> float:
    raise TextError(
        "json-syntax", f"`{text}` is not valid JSON; expected a finite number or null"
    )


def _is_deeper(value: Json, limit: int) -> bool:
    level: list[Json] = [value]
    for _ in range(limit + 1):
        below: list[Json] = []
        for node in level:
            children = node.values() if isinstance(node, dict) else node
            if isinstance(children, str | int | float) or children is None:
                continue
            below.extend(
                child for child in children if isinstance(child, dict | list) and child
            )
        if not below:
            return False
        level = below
    return True


class JsonNode:
    """Where one value stands in a JSON text that parses: offsets, in characters.

    What is inside is looked for when it is asked for: a report names a few places of a document
    that may have a million.
    """

    __slots__ = ("_members", "_text", "end", "key", "start")

    def __init__(
        self, text: str, start: int, end: int, key: tuple[int, int] | None = None
    ) -> None:
        self._text = text
        self.start = start
        self.end = end
        self.key = key
        """Start and end of the key that names it, quotes included."""
        self._members: dict[str, JsonNode] | None = None

    @property
    def members(self) -> Mapping[str, JsonNode]:
        """Values by key, or by decimal index; the first of two equal keys."""
        if self._members is None:
            self._members = {}
            for name, node in self.entries():
                self._members.setdefault(name, node)
        return self._members

    def entries(self) -> Iterator[tuple[str, JsonNode]]:
        """Yield every value inside, those under repeated keys included."""
        opening = self._text[self.start]
        if opening not in "{[":
            return
        position = _after_space(self._text, self.start + 1)
        index = 0
        while self._text[position] not in "}]":
            key = None
            name = str(index)
            if opening == "{":
                end = _skip(self._text, position)
                key = position, end
                name = _unquoted(self._text, key)
                position = _after_space(self._text, _after_space(self._text, end) + 1)
            end = _skip(self._text, position)
            yield name, JsonNode(self._text, position, end, key)
            index += 1
            position = _after_space(self._text, end)
            if self._text[position] == ",":
                position = _after_space(self._text, position + 1)


def scan_json(text: str) -> JsonNode | None:
    """Find the value of a JSON text; None if it is not valid JSON."""
    start = _after_space(text, 0)
    try:
        end = _skip(text, start)
    except (json.JSONDecodeError, RecursionError):
        return None
    return JsonNode(text, start, end) if _after_space(text, end) == len(text) else None


_SPACE = re.compile(r"[ \t\n\r]*")
# Reads at the speed of C, and keeps no object of what it has read.
_DECODER = json.JSONDecoder(object_pairs_hook=lambda _: None)


def _after_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _skip(text: str, position: int) -> int:
    """Return where the value ends that starts at a position."""
    return _DECODER.raw_decode(text, position)[1]


def _unquoted(text: str, span: tuple[int, int]) -> str:
    quoted = text[span[0] : span[1]]
    return str(json.loads(quoted)) if "\\" in quoted else quoted[1:-1]


def _repeated_keys(text: str) -> Iterator[TextError]:
    root = scan_json(text)
    pending = [root] if root else []
    lines = lines_of(text)
    while pending:
        seen: set[str] = set()
        below: list[JsonNode] = []
        for name, node in pending.pop().entries():
            below.append(node)
            if name in seen:
                yield _repeated_key(name, lines.position((node.key or (0, 0))[0]))
            seen.add(name)
        pending.extend(reversed(below))


def _repeated_key(name: str, position: tuple[int, int]) -> TextError:
    return TextError(
        "duplicate-key",
        f"{quote(name, limit=60)} is in this mapping twice; expected each key once",
        line=position[0],
        column=position[1],
        help="delete or rename one of the two",
    )
