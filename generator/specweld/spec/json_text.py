"""JSON texts: parsing with an error for repeated keys, and where each node stands."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.spec.fault import (
    MAXIMUM_DEPTH,
    MAXIMUM_DIGITS,
    TextError,
    nested_too_deep,
    number_out_of_range,
)
from specweld.spec.quote import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.json_types import Json, JsonObject


def parse_json(text: str) -> tuple[Json, tuple[TextError, ...]]:
    """Read a JSON text (RFC 8259), numbers of any length included.

    Returns:
        The value, and the faults that did not keep us from reading on (repeated keys).

    Raises:
        TextError: the text is no JSON, or is beyond a limit.
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
        "json-syntax", f"`{text}` is no JSON; expected a finite number or null"
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


@dataclass(slots=True)
class JsonNode:
    """Where one value stands in a JSON text: offsets, in characters."""

    start: int
    end: int
    key: tuple[int, int] | None = None
    """Start and end of the key that names it, quotes included."""
    members: dict[str, JsonNode] = field(default_factory=dict[str, "JsonNode"])
    """Values by key, or by decimal index; the first of two equal keys."""
    repeated: list[JsonNode] = field(default_factory=list["JsonNode"])
    """Values whose key was there before."""


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)


def scan_json(text: str) -> JsonNode:
    """Find the place of every node of a JSON text that parses."""
    root = JsonNode(0, len(text))
    stack: list[tuple[JsonNode, bool]] = [(root, False)]
    key: tuple[int, int] | None = None
    for match in _TOKEN.finditer(text):
        lexeme = match.group()
        parent, in_object = stack[-1]
        if lexeme in ",:":
            continue
        if lexeme in "}]":
            parent.end = match.end()
            stack.pop()
            continue
        if in_object and key is None:
            key = match.span()
            continue
        node = JsonNode(match.start(), match.end(), key)
        name = _unquoted(text, key) if key else str(len(parent.members))
        if name in parent.members:
            parent.repeated.append(node)
        else:
            parent.members[name] = node
        key = None
        if lexeme in "{[":
            stack.append((node, lexeme == "{"))
    return root.members.get("0", root)


def _unquoted(text: str, span: tuple[int, int]) -> str:
    quoted = text[span[0] : span[1]]
    return str(json.loads(quoted)) if "\\" in quoted else quoted[1:-1]


def _repeated_keys(text: str) -> Iterator[TextError]:
    pending = [scan_json(text)]
    while pending:
        node = pending.pop()
        pending.extend(reversed(node.members.values()))
        for again in node.repeated:
            start, end = again.key or (again.start, again.end)
            line, column = line_and_column(text, start)
            yield TextError(
                "duplicate-key",
                f"{quote(_unquoted(text, (start, end)), limit=60)} is in this mapping twice;"
                " expected each key once",
                line=line,
                column=column,
                help="delete or rename one of the two",
            )


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Turn an offset into a line and a column, both 1-based, in characters."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
