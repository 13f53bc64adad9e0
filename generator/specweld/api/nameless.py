"""Describe a nameless schema by what it is in: the words that its class name is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.constants import constants_of
from specweld.api.responses import is_success
from specweld.api.spelling import is_class_name, pascal_case
from specweld.contract.nodes import JOINED
from specweld.json_types import parse_pointer
from specweld.spec.shapes import text_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from specweld.api.input import Input
    from specweld.contract.nodes import Schema
    from specweld.json_types import Pointer

_SILENT = frozenset({"allOf", "content", "paths", "schema", "type", "x-specweld"})
_NAMED = {
    "additionalProperties": "Value",
    "items": "Item",
    "patternProperties": "Value",
    "prefixItems": "Item",
    "requestBody": "Request",
    "responses": "Response",
}
_SKIP_NEXT = frozenset({"allOf", "content", "patternProperties", "methods"})
_WITH_NAME = frozenset({"properties", "parameters", "oneOf", "anyOf", "responses"})


def place_of(id: str) -> Pointer:
    """Return where a schema stands, or would stand if a single node said it."""
    return parse_pointer(id.replace(JOINED, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is known of the places that a name is put together from."""

    source: Input
    schemas: Mapping[Pointer, Schema]
    """All schemas, by place."""
    siblings: Mapping[Pointer, Sequence[Schema]]
    """Alternatives, by the place of their list."""
    parameters: Mapping[Pointer, str]
    """Names of parameters, by place."""
    names: Mapping[Pointer, str]
    """Models that have their names, by place."""
    anchors: Mapping[Pointer, str]
    """What else a name may start from: operations."""


def surroundings(
    source: Input, names: Mapping[Pointer, str], anchors: Mapping[Pointer, str]
) -> Surroundings:
    """Gather what names are put together from."""
    contract = source.contract
    schemas = {place_of(each): schema for each, schema in contract.schemas.items()}
    siblings: dict[Pointer, list[Schema]] = {}
    for place, schema in schemas.items():
        if place[-2:-1] in (("oneOf",), ("anyOf",)):
            siblings.setdefault(place[:-1], []).append(schema)
    return Surroundings(
        source=source,
        schemas=schemas,
        siblings=siblings,
        parameters={
            parameter.pointer: parameter.name
            for operation in contract.operations
            for parameter in operation.parameters
        },
        names=names,
        anchors=anchors,
    )


def phrase(known: Surroundings, place: Pointer) -> tuple[str, tuple[str, ...]]:
    """Find what a schema is inside of, by name, and the words that lead from there to it."""
    length = len(place) - 1
    while (
        length
        and place[:length] not in known.names
        and place[:length] not in known.anchors
    ):
        length -= 1
    start = place[:length]
    base = known.names.get(start) or known.anchors.get(start, "")
    if not base and place[:1] == ("components",):
        start = place[:3]
        base = pascal_case("".join(place[2:3]))
    if place[-1:] == ("discriminator",):
        return f"Any{base}", ()  # of a base: itself and its children
    return base, tuple(_words(known, start, place[len(start) :]))


def _words(known: Surroundings, start: Pointer, parts: Pointer) -> Iterator[str]:
    index = 0
    while index < len(parts):
        key = parts[index]
        step = 2 if key in _SKIP_NEXT or key in _WITH_NAME else 1
        if key in _WITH_NAME:
            yield _member(known, (*start, *parts[: index + 2]))
        elif key not in _SILENT:
            yield _NAMED.get(key) or pascal_case(key)
        index += step


def _member(known: Surroundings, place: Pointer) -> str:
    """Name a child that a key and a name or position select together."""
    match place:
        case (*_, "properties", name):
            return pascal_case(name)
        case (*_, "responses", status):
            is_error = not is_success(status) and status != "default"
            return f"Error{status.upper()}" if is_error else "Response"
        case (*_, "parameters", _):
            return pascal_case(known.parameters.get(place, ""))
        case (*_, "oneOf" | "anyOf", position):
            return _alternative(known, place, position)
        case (*_, "responses"):
            return "Response"
        case _:
            return ""


def _alternative(known: Surroundings, place: Pointer, position: str) -> str:
    """Name an alternative after its tag, else its title, else its position."""
    schema = known.schemas.get(place)
    if schema is None or schema.items is not None or "array" in schema.types:
        return ""
    if _is_only_enum(known, place, schema):
        return ""
    for each in schema.properties.values():
        match constants_of(known.source, each.schema):
            case (str() as value,) if pascal_case(value).isidentifier():
                return pascal_case(value)
            case _:
                pass
    title = text_at(schema.facts, "title")
    return title if is_class_name(title) else f"Variant{int(position) + 1}"


def _is_only_enum(known: Surroundings, place: Pointer, schema: Schema) -> bool:
    """Return whether a schema is the enum among alternatives that are none."""
    siblings = known.siblings[place[:-1]]
    enums = [each for each in siblings if each.values is not None]
    return enums == [schema]
