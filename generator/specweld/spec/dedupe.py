"""Equal component schemas under several names: one definition, all names."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.config import DedupeMode
from specweld.json_types import parse_pointer
from specweld.spec.refs import ref_to, schema_name
from specweld.spec.shapes import mapping_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping

    from specweld.json_types import Json, JsonObject
    from specweld.spec.document import Document


Shape: TypeAlias = tuple[str, tuple[str, ...]]
"""The text of a schema with its references blanked out, and what they refer to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinGroup:
    """Schemas that say the same thing."""

    names: tuple[str, ...]
    """In document order; the first is the one that keeps its definition."""
    is_aliased: bool
    """Whether the others are references to the first now."""


def dedupe(
    document: Document, *, mode: DedupeMode = DedupeMode.ALIASES
) -> tuple[Document, tuple[TwinGroup, ...]]:
    """Turn equal schemas into references to the first of them.

    Equal means equal in every word, descriptions included: names are where docs differ,
    and a description that only one of two has would be lost. References count as what
    they refer to, also in circles. Objects keep a class each unless the mode is
    `STRUCTURAL`; they are listed as twins all the same.
    """
    schemas = mapping_at(document.data, "components", "schemas")
    if mode is DedupeMode.OFF or len(schemas) < 2:
        return document, ()
    groups = _equal_groups(schemas, keep_objects=mode is DedupeMode.ALIASES)
    twins: list[TwinGroup] = []
    aliased = dict(schemas)
    for names in groups:
        is_aliased = mode is DedupeMode.STRUCTURAL or not _is_object(schemas[names[0]])
        twins.append(TwinGroup(names=names, is_aliased=is_aliased))
        if is_aliased:
            for name in names[1:]:
                aliased[name] = {"$ref": ref_to("components", "schemas", names[0])}
    if not any(twin.is_aliased for twin in twins):
        return document, tuple(twins)
    components: JsonObject = {
        **mapping_at(document.data, "components"),
        "schemas": aliased,
    }
    changed = document.with_data({**document.data, "components": components})
    return changed, tuple(twins)


def _is_object(schema: Json) -> bool:
    if not isinstance(schema, dict):
        return False
    declared = schema.get("type")
    types = declared if isinstance(declared, list) else [declared]
    if not {"properties", "allOf"}.isdisjoint(schema):
        return True
    # A map has no members of its own: one alias of `dict[str, X]` serves all.
    return "object" in types and "additionalProperties" not in schema


def _equal_groups(schemas: JsonObject, *, keep_objects: bool) -> list[tuple[str, ...]]:
    """Group names whose schemas cannot be told apart.

    Starts with one class for each text with its references blanked out, and splits a
    class while its members refer to different classes: the same as minimising an
    automaton, so that circles of references end.
    """
    shapes = {
        name: _shape(schema)
        for name, schema in schemas.items()
        if schema_name(schema) is None or len(mapping_at(schema)) > 1
    }
    aliases = {
        name: target
        for name in schemas.keys() - shapes.keys()
        if (target := schema_name(schemas[name])) is not None
    }
    classes = _numbered({name: shape[0] for name, shape in shapes.items()})
    if keep_objects:
        # Objects stay apart, so whatever refers to two of them differs, too.
        own = {name: name for name in shapes if _is_object(schemas[name])}
        by_shape = classes
        classes = _numbered({name: (by_shape[name], own.get(name)) for name in shapes})
    classes = _refined(shapes, classes, aliases)
    grouped = _grouped(shapes, classes)
    if keep_objects:
        grouped += _object_twins(schemas, shapes, classes, aliases)
    order = {name: index for index, name in enumerate(schemas)}
    return sorted(grouped, key=lambda names: order[names[0]])


def _refined(
    shapes: Mapping[str, Shape], classes: dict[str, int], aliases: Mapping[str, str]
) -> dict[str, int]:
    """Split classes until their members refer to the same classes."""
    while True:
        refined = _numbered(
            {
                name: (
                    classes[name],
                    tuple(_class_of(each, classes, aliases) for each in shape[1]),
                )
                for name, shape in shapes.items()
            }
        )
        if len(set(refined.values())) == len(set(classes.values())):
            return classes
        classes = refined


def _object_twins(
    schemas: JsonObject,
    shapes: Mapping[str, Shape],
    classes: Mapping[str, int],
    aliases: Mapping[str, str],
) -> list[tuple[str, ...]]:
    """Find objects that are equal word by word, to be listed only."""
    keys: dict[str, Hashable] = {
        name: (shape[0], tuple(_class_of(each, classes, aliases) for each in shape[1]))
        for name, shape in shapes.items()
        if _is_object(schemas[name])
    }
    return _grouped(keys, _numbered(keys))


def _grouped(names: Iterable[str], classes: Mapping[str, int]) -> list[tuple[str, ...]]:
    members: dict[int, list[str]] = {}
    for name in names:
        members.setdefault(classes[name], []).append(name)
    return [tuple(group) for group in members.values() if len(group) > 1]


def _numbered(keys: Mapping[str, Hashable]) -> dict[str, int]:
    numbers: dict[Hashable, int] = {}
    return {name: numbers.setdefault(key, len(numbers)) for name, key in keys.items()}


def _class_of(
    name: str, classes: Mapping[str, int], aliases: Mapping[str, str]
) -> Hashable:
    seen: set[str] = set()
    while name in aliases and name not in seen:
        seen.add(name)
        name = aliases[name]
    return classes.get(name, name)


_REF = re.compile(r'"#(/components/schemas/[^"/]+)"')


def _shape(schema: Json) -> Shape:
    """Write a schema with its references blanked out, and list those apart."""
    text = json.dumps(schema, sort_keys=True, ensure_ascii=False)
    targets = tuple(parse_pointer(found)[2] for found in _REF.findall(text))
    return _REF.sub("#", text), targets
