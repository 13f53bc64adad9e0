"""Join what several nodes say of one value: types, null, constants, and every other keyword."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.contract.keywords import (
    FLAGS,
    LOWER_BOUNDS,
    STRUCTURE,
    UPPER_BOUNDS,
    is_annotation,
)
from specweld.json_types import is_same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from specweld.contract.layers import Layer
    from specweld.contract.raw import Raw
    from specweld.json_types import Json, Pointer

_TYPES = frozenset(
    {"array", "boolean", "integer", "null", "number", "object", "string"}
)
_WIDER = {"integer": "number"}
"""A type whose values all belong to another one."""


@dataclass(slots=True, kw_only=True)
class Said:
    """Every keyword of a value besides its children, and which node says it."""

    facts: dict[str, Json] = field(default_factory=dict[str, "Json"])
    holders: dict[str, Pointer] = field(default_factory=dict[str, "Pointer"])

    def say(self, keyword: str, value: Json, pointer: Pointer) -> None:
        """Take a keyword in, or let it replace what a less specific node says."""
        self.facts[keyword] = value
        self.holders[keyword] = pointer


def join_facts(
    layers: Sequence[Layer], choices: Iterable[tuple[Pointer, str]], said: Said
) -> None:
    """Collect the keywords that are not structure: the tighter bound, the more specific text."""
    kept = set(choices)
    for layer in layers:
        raw = layer.raw
        for keyword, value in raw.mapping().items():
            is_choice = (raw.pointer, keyword) in kept
            if keyword in STRUCTURE and not is_choice:
                continue
            if keyword in FLAGS and value is False:
                continue
            if layer.is_carried and is_annotation(keyword):
                continue
            _join_fact(said, keyword, value, raw.pointer)


def _join_fact(said: Said, keyword: str, value: Json, pointer: Pointer) -> None:
    if keyword in said.facts and not is_annotation(keyword):
        before = said.facts[keyword]
        if is_same(before, value):
            said.holders[keyword] = pointer
            return
        if _is_tighter(keyword, before, value):
            return
        if keyword in {"pattern", "not", "if", "oneOf", "anyOf"}:
            # Both hold: the second stands beside the first.
            keyword = f"{keyword}~{len(said.facts)}"
    said.say(keyword, value, pointer)


def _is_tighter(keyword: str, before: Json, value: Json) -> bool:
    """Return whether the bound that is known already allows less."""
    if not isinstance(before, int | float) or not isinstance(value, int | float):
        return False
    if keyword in LOWER_BOUNDS:
        return before > value
    return keyword in UPPER_BOUNDS and before < value


def types_of(raw: Raw) -> tuple[str, ...] | None:
    """Read `type` as a list, null included; None where there is none."""
    value = raw.mapping().get("type")
    if isinstance(value, str):
        return (value,) if value else None
    return tuple(dict.fromkeys(raw.texts("type"))) or None


def values_of(raw: Raw) -> list[Json] | None:
    """Read `enum` or `const`; None without either, and where a list is empty or no list."""
    keywords = raw.mapping()
    if "const" in keywords:
        return [keywords["const"]]
    listed = keywords.get("enum")
    return list(listed) if isinstance(listed, list) and listed else None


def stray_types(layers: Sequence[Layer]) -> tuple[Raw, ...]:
    """List the nodes whose `type` JSON Schema does not know, where another node says a right one."""
    typed = [layer.raw for layer in layers if "type" in layer.raw.mapping()]
    stray = [raw for raw in typed if not _TYPES.intersection(types_of(raw) or ())]
    return tuple(stray) if len(stray) < len(typed) else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two nodes that no value satisfies together."""

    raw: Raw
    """The more specific one: it is taken."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The types and constants that several nodes allow together."""

    types: tuple[str, ...]
    values: tuple[Json, ...] | None
    conflicts: tuple[Conflict, ...]
    """Empty where some value satisfies all of them."""
    stray: tuple[Raw, ...]
    """Nodes whose `type` is passed over."""


def join(layers: Sequence[Layer]) -> Joined:
    """Join what the nodes say of types and constants."""
    stray = stray_types(layers)
    pointers = {each.pointer for each in stray}
    values, no_value = _join_values(layers)
    types, no_type = _join_types(
        [layer for layer in layers if layer.raw.pointer not in pointers]
    )
    return Joined(
        types=types,
        values=values,
        conflicts=tuple(each for each in (no_value, no_type) if each is not None),
        stray=stray,
    )


def _join_types(layers: Sequence[Layer]) -> tuple[tuple[str, ...], Conflict | None]:
    """Find the types that all nodes allow, null left out."""
    joined: tuple[str, ...] = ()
    conflict: Conflict | None = None
    for layer in layers:
        declared = types_of(layer.raw)
        names = tuple(each for each in declared or () if each != "null")
        if not names:
            continue
        common = _common_types(joined, names) if joined else names
        if not common:
            message = (
                f"`allOf` joins {_quoted(joined)} with {_quoted(names)};"
                " the latter is taken"
            )
            conflict = Conflict(raw=layer.raw, message=message)
        joined = common or names
    return joined, conflict


def _quoted(names: tuple[str, ...]) -> str:
    return " and ".join(f"`{each}`" for each in names)


def _common_types(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    for each in old:
        if each in new or _WIDER.get(each) in new:
            found.append(each)
        else:
            found.extend(one for one in new if _WIDER.get(one) == each)
    return tuple(dict.fromkeys(found))


def _join_values(
    layers: Sequence[Layer],
) -> tuple[tuple[Json, ...] | None, Conflict | None]:
    """Find the constants that all nodes allow, null left out; None when there are none."""
    joined: dict[str, Json] | None = None
    conflict: Conflict | None = None
    for layer in layers:
        values = values_of(layer.raw)
        if values is None:
            continue
        listed: dict[str, Json] = {
            json.dumps(each, sort_keys=True): each
            for each in values
            if each is not None
        }
        if not listed:
            continue
        common = listed
        if joined is not None:
            common = {key: value for key, value in listed.items() if key in joined}
        if not common:
            message = "`allOf` joins enums that share no value; the latter is taken"
            conflict = Conflict(raw=layer.raw, message=message)
        joined = common or listed
    return None if joined is None else tuple(joined.values()), conflict


def join_null(layers: Sequence[Layer], nulls: set[Pointer]) -> Pointer | None:
    """Find the node that documents null; None when null is not documented.

    `nullable` beside a reference to something that is not means null (OpenAPI 3.0 writers
    say it so), but a part that is reached by reference and allows null says nothing about
    a whole whose other parts do not. Of the parts that stand here, the last word counts.
    """
    excluded = False
    own: Pointer | None = None
    carried: Pointer | None = None
    for layer in layers:
        raw = layer.raw
        types, values = types_of(raw), values_of(raw)
        says_null = "null" in (types or ()) or None in (values or ())
        if says_null or raw.is_true("nullable") or raw.pointer in nulls:
            if layer.is_carried:
                carried = carried or raw.pointer
            else:
                own = own or raw.pointer
        elif types is not None or values is not None:
            excluded = True
            own = own if layer.is_carried else None
    return own or (None if excluded else carried)


def implied_types(
    values: tuple[Json, ...] | None, *, is_object: bool, is_array: bool
) -> tuple[str, ...]:
    """Return the types of a schema that leaves them out."""
    if values:
        return tuple(dict.fromkeys(json_type(each) for each in values))
    if is_object:
        return ("object",)
    return ("array",) if is_array else ()


def json_type(value: Json) -> str:
    """Name the JSON Schema type of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case int():
            return "integer"
        case float():
            return "number"
        case list():
            return "array"
        case dict():
            return "object"
