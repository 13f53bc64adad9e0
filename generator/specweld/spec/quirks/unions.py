"""Unions that say less, or more, than they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.grammar import Kind
from specweld.spec.quirks.quirk import (
    EVERYWHERE,
    Changed,
    DocumentRule,
    NodeRule,
    Quirk,
)
from specweld.spec.refs import resolved_mapping, schema_name
from specweld.spec.shapes import list_at, mapping_at, mappings_in, with_value, without
from specweld.spec.upgrade import is_null, make_nullable
from specweld.spec.walk import walk_schemas

if TYPE_CHECKING:
    from specweld.json_types import Json, JsonObject, Pointer
    from specweld.spec.facts import PageFacts

_UNIONS = ("oneOf", "anyOf")
_TYPES = {"str": "string", "bool": "boolean", "int": "integer"}


def _without_repeated_members(schema: JsonObject, key: str) -> JsonObject | None:
    members = schema.get(key)
    if not isinstance(members, list):
        return None
    distinct: list[Json] = []
    for member in members:
        # `True == 1` in Python: two constants of different types are two members.
        if not any(member == each and repr(member) == repr(each) for each in distinct):
            distinct.append(member)
    if len(distinct) == len(members):
        return None
    only = distinct[0]
    if len(distinct) == 1 and isinstance(only, dict):
        return {**only, **without(schema, key)}
    return {**schema, key: distinct}


def _inline_nullable(schema: JsonObject, key: str) -> JsonObject | None:
    """Write `oneOf: [{type: string}, null]` as `type: [string, 'null']`."""
    members = mappings_in(list_at(schema, key))
    others = [member for member in members if not is_null(member)]
    if len(members) != 2 or len(others) != 1 or len(list_at(schema, key)) != 2:
        return None
    (member,) = others
    if "type" not in member or "discriminator" in schema:
        return None
    if not {"$ref", "allOf"}.isdisjoint(member):
        return None
    outer = without(schema, key)
    differs = any(name in member and member[name] != outer[name] for name in outer)
    if differs and set(outer) - {"description", "title", "default", "deprecated"}:
        return None  # both are wanted; a description outside wins over one inside
    return make_nullable({**member, **outer})


def _merged_literals(document: JsonObject, _: PageFacts | None) -> Changed | None:
    places: list[Pointer] = []
    changed = document
    for pointer, schema in walk_schemas(document):
        for key in _UNIONS:
            if key in schema:
                merged = _as_one_enum(document, schema, key)
                if merged is not None:
                    changed = with_value(changed, pointer, merged)
                    places.append(pointer)
    return Changed(document=changed, places=tuple(places)) if places else None


def _as_one_enum(
    document: JsonObject, schema: JsonObject, key: str
) -> JsonObject | None:
    members = list_at(schema, key)
    others = [member for member in members if not is_null(member)]
    literals = [_single_literal(document, member) for member in others]
    if len(others) < 2 or any(literal is None for literal in literals):
        return None
    found = [literal for literal in literals if literal is not None]
    types = {literal[0] for literal in found}
    if len(types) != 1 or "discriminator" in schema:
        return None
    values: list[Json] = []
    for _, value in found:
        if value not in values:
            values.append(value)
    merged: JsonObject = {"type": types.pop(), "enum": values, **without(schema, key)}
    return merged if len(others) == len(members) else make_nullable(merged)


def _single_literal(document: JsonObject, member: Json) -> tuple[str, Json] | None:
    node = resolved_mapping(document, member)
    if set(node) - {"type", "enum", "const", "title"} or not node:
        return None
    values = [node["const"]] if "const" in node else list_at(node, "enum")
    if len(values) != 1:
        return None
    declared = _TYPES.get(type(values[0]).__name__)
    if declared is None or node.get("type", declared) != declared:
        return None
    return declared, values[0]


def _discriminated(document: JsonObject, _: PageFacts | None) -> Changed | None:
    places: list[Pointer] = []
    changed = document
    for pointer, schema in walk_schemas(document):
        if "discriminator" in schema:
            continue
        for key in _UNIONS:
            found = _discriminator(document, list_at(schema, key))
            if found is not None:
                changed = with_value(changed, (*pointer, "discriminator"), found)
                places.append(pointer)
                break
    return Changed(document=changed, places=tuple(places)) if places else None


def _discriminator(document: JsonObject, members: list[Json]) -> JsonObject | None:
    others = [member for member in members if not is_null(member)]
    tags = [_tags(resolved_mapping(document, member)) for member in others]
    if len(others) < 2 or not all(tags):
        return None
    usable = [
        name
        for name in tags[0]
        if all(name in each for each in tags)
        and len({each[name] for each in tags}) == len(tags)
    ]
    if not usable:
        return None
    name = next((each for each in ("type", "kind") if each in usable), usable[0])
    discriminator: JsonObject = {"propertyName": name}
    if all(schema_name(member) is not None for member in others):
        discriminator["mapping"] = {
            each[name]: mapping_at(member)["$ref"]
            for each, member in zip(tags, others, strict=True)
        }
    return discriminator


def _tags(member: JsonObject) -> dict[str, str]:
    """List the properties of an object that can only have one text as their value."""
    found: dict[str, str] = {}
    for name, schema in mapping_at(member, "properties").items():
        if not isinstance(schema, dict):
            continue
        values = [schema["const"]] if "const" in schema else list_at(schema, "enum")
        if len(values) == 1 and isinstance(values[0], str):
            found[name] = values[0]
    return found


DUPLICATE_UNION_MEMBERS = Quirk(
    id="duplicate-union-members",
    wrote="`oneOf: [{type: number}, {type: number}]`: types that differ in the source only.",
    made="Each member once; a union of one is its member.",
    seen="Deepgram, ElevenLabs, OpenRouter (17 pages).",
    platforms=EVERYWHERE,
    rule=(
        NodeRule(
            kind=Kind.SCHEMA,
            trigger="oneOf",
            change=lambda schema: _without_repeated_members(schema, "oneOf"),
        ),
        NodeRule(
            kind=Kind.SCHEMA,
            trigger="anyOf",
            change=lambda schema: _without_repeated_members(schema, "anyOf"),
        ),
    ),
)

ONE_OF_NULL = Quirk(
    id="one-of-null",
    wrote="`oneOf: [{type: integer}, {type: 'null'}]` where others write a list of types.",
    made="`type: [integer, 'null']`; a reference keeps its union with null.",
    seen="275 pages, and every description that FastAPI writes (with `anyOf`).",
    platforms=EVERYWHERE,
    rule=(
        NodeRule(
            kind=Kind.SCHEMA,
            trigger="oneOf",
            change=lambda schema: _inline_nullable(schema, "oneOf"),
        ),
        NodeRule(
            kind=Kind.SCHEMA,
            trigger="anyOf",
            change=lambda schema: _inline_nullable(schema, "anyOf"),
        ),
    ),
)

UNION_OF_LITERALS = Quirk(
    id="union-of-literals",
    wrote="`oneOf: [Status0, Status1]`, each an enum of a single value.",
    made="One enum of all values; the components keep their names.",
    seen="OpenRouter, Deepgram (4 pages, 21 unions).",
    platforms=EVERYWHERE,
    rule=DocumentRule(change=_merged_literals),
)

IMPLICIT_DISCRIMINATOR = Quirk(
    id="implicit-discriminator",
    wrote="A union of objects with a constant property each, and no `discriminator`.",
    made="A `discriminator` on that property, with a mapping where all members are references."
    " A value that two members share makes it no discriminator.",
    seen="139 pages, 781 unions; `discriminator` itself survives on 3 pages.",
    platforms=EVERYWHERE,
    rule=DocumentRule(change=_discriminated),
)
