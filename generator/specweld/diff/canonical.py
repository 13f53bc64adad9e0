"""One spelling for schemas that mean the same: what a leaf-by-leaf comparison looks at."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from specweld.json_types import (
    Json,
    JsonObject,
    Pointer,
    parse_pointer,
    resolve_pointer,
)

DOCUMENTATION = frozenset(
    {"description", "summary", "example", "examples", "externalDocs", "$comment"}
)
"""Keywords that become docstrings at most."""

Place: TypeAlias = "tuple[Json, Pointer]"
"""A node and where it stands."""

_IDLE: Mapping[str, Json] = {
    "readOnly": False,
    "writeOnly": False,
    "deprecated": False,
    "uniqueItems": False,
    "nullable": False,
    "additionalProperties": True,
}
"""Keywords that say nothing when they have this value."""

_MAX_PARTS = 2_000


@dataclass(slots=True)
class SchemaView:
    """A schema with references followed, `allOf` joined and null told apart."""

    places: list[Pointer]
    """Every node that it was put together from; the place of use first."""
    keywords: dict[str, Json] = field(default_factory=dict[str, Json])
    holders: dict[str, Pointer] = field(default_factory=dict[str, Pointer])
    """Which node each keyword stands in."""
    properties: dict[str, Place] = field(default_factory=dict[str, Place])
    required: dict[str, Pointer] = field(default_factory=dict[str, Pointer])
    children: dict[str, Place] = field(default_factory=dict[str, Place])
    """`items` and `additionalProperties`, when they are schemas."""
    members: list[Place] = field(default_factory=list[Place])
    """Alternatives of a union, null left out."""
    is_nullable: bool = False
    holder: Pointer | None = None
    """The parameter whose schema it is; what is said of the one is said of the other."""

    @property
    def claimable(self) -> tuple[Pointer, ...]:
        """Return every node that a change here may be reported at."""
        return (*self.places, self.holder) if self.holder else tuple(self.places)


def follow(document: JsonObject, place: Place) -> Place:
    """Follow references that have nothing beside them that matters; stop at a circle."""
    seen: set[Pointer] = set()
    while True:
        match place[0]:
            case {"$ref": str(reference)} if reference.startswith("#"):
                target = _target(document, reference)
                if target is None or target[1] in seen:
                    return place
                seen.add(target[1])
                place = target
            case _:
                return place


def view_schema(document: JsonObject, place: Place) -> SchemaView:
    """Put a schema together from all nodes that describe the same value."""
    view = SchemaView(places=[])
    pending = [place]
    if place[1][-1:] == ("schema",):
        view.holder = place[1][:-1]
    while pending and len(view.places) < _MAX_PARTS:
        node, pointer = pending.pop()
        if pointer in view.places:
            continue
        view.places.append(pointer)
        if not isinstance(node, dict):
            if node is not True:
                _keep(view, "schema", node, pointer)
            continue
        parts: list[Place] = []
        for key, value in node.items():
            _read(document, view, (key, value, pointer), parts)
        pending.extend(reversed(parts))
    _settle(view)
    return view


def _target(document: JsonObject, reference: str) -> Place | None:
    try:
        pointer = parse_pointer(reference)
        return resolve_pointer(document, pointer), pointer
    except (KeyError, ValueError):
        return None


def _read(
    document: JsonObject,
    view: SchemaView,
    entry: tuple[str, Json, Pointer],
    parts: list[Place],
) -> None:
    key, value, pointer = entry
    match key, value:
        case "$ref", str():
            target = _target(document, value) if value.startswith("#") else None
            if target is None:
                _keep(view, key, value, pointer)
            else:
                parts.append(target)
        case "allOf", list():
            parts.extend(
                (each, (*pointer, key, str(index))) for index, each in enumerate(value)
            )
        case ("anyOf" | "oneOf"), list():
            _read_union(document, view, (key, value, pointer), parts)
        case "properties", dict():
            for name, each in value.items():
                _put(view.properties, name, (each, (*pointer, key, name)))
        case "required", list():
            for each in value:
                view.required.setdefault(str(each), pointer)
        case ("items" | "additionalProperties"), dict():
            if key == "items" or value:
                _put(view.children, key, (value, (*pointer, key)))
        case _:
            _keep(view, key, value, pointer)


def _put(places: dict[str, Place], name: str, place: Place) -> None:
    """Keep a part, beside an earlier one of the same name: both hold (`allOf`)."""
    count = 0
    key = name
    while key in places:
        count += 1
        key = f"{name}\0{count}"
    places[key] = place


def _read_union(
    document: JsonObject,
    view: SchemaView,
    entry: tuple[str, list[Json], Pointer],
    parts: list[Place],
) -> None:
    key, value, pointer = entry
    members: list[Place] = []
    for index, each in enumerate(value):
        if _is_null(follow(document, (each, pointer))[0]):
            view.is_nullable = True
        else:
            members.append((each, (*pointer, key, str(index))))
    if len(members) == 1:
        parts.extend(members)
    else:
        view.members.extend(members)


def _is_null(node: Json) -> bool:
    match node:
        case {"type": "null"} | {"type": ["null"]} | {"enum": [None]}:
            return True
        case {"const": None}:
            return True
        case _:
            return False


def _keep(view: SchemaView, key: str, value: Json, pointer: Pointer) -> None:
    if key in _IDLE and value == _IDLE[key] and isinstance(value, bool):
        return
    if key in view.keywords and not is_same(view.keywords[key], value):
        if key in DOCUMENTATION or key in {"default", "title", "deprecated"}:
            return  # the place of use overrides what it refers to
        key = f"{key}~{len(view.places)}"
    view.keywords[key] = value
    view.holders.setdefault(key, pointer)


def is_same(old: Json, new: Json) -> bool:
    """Compare JSON values; True is not 1, and 1.0 is 1."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    match old, new:
        case dict(), dict():
            return old.keys() == new.keys() and all(
                is_same(value, new[key]) for key, value in old.items()
            )
        case list(), list():
            return len(old) == len(new) and all(map(is_same, old, new))
        case _:
            return old == new


def _settle(view: SchemaView) -> None:
    """Bring type, enum and null into one spelling."""
    keywords = view.keywords
    if "const" in keywords:
        _rename(view, "const", "enum", [keywords["const"]])
    if keywords.pop("nullable", None) is True:
        view.is_nullable = True
    enum = keywords.get("enum")
    if isinstance(enum, list):
        view.is_nullable = view.is_nullable or None in enum
        listed = {json.dumps(each, sort_keys=True): each for each in enum}
        listed.pop("null", None)
        keywords["enum"] = [listed[key] for key in sorted(listed)]
    _settle_type(view)


def _rename(view: SchemaView, old: str, new: str, value: Json) -> None:
    view.keywords.pop(old)
    view.keywords[new] = value
    view.holders[new] = view.holders.pop(old)


def _settle_type(view: SchemaView) -> None:
    declared = view.keywords.pop("type", None)
    names = declared if isinstance(declared, list) else [declared]
    types = {each for each in names if isinstance(each, str)}
    if "null" in types:
        view.is_nullable = True
        types.discard("null")
    if not types:
        types = _implied(view)
    if types:
        view.keywords["type"] = list[Json](sorted(types))
        view.holders.setdefault("type", view.places[0])


def _implied(view: SchemaView) -> set[str]:
    """Tell the type of a schema that leaves it out."""
    enum = view.keywords.get("enum")
    if isinstance(enum, list) and enum:
        return {_json_type(each) for each in enum}
    if view.properties:
        return {"object"}
    return {"array"} if "items" in view.children else set()


def _json_type(value: Json) -> str:
    match value:
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
        case _:
            return "object"
