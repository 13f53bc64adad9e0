"""Reading parts of a document that may have any shape: the part, or an empty one."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.json_types import Json, JsonObject


def mapping_at(node: Json | Mapping[str, Json], *keys: str) -> JsonObject:
    """Return the mapping below some keys; an empty one where there is none."""
    found = _below(node, keys)
    return found if isinstance(found, dict) else {}


def list_at(node: Json | Mapping[str, Json], *keys: str) -> list[Json]:
    """Return the list below some keys; an empty one where there is none."""
    found = _below(node, keys)
    return found if isinstance(found, list) else []


def text_at(node: Json | Mapping[str, Json], *keys: str) -> str:
    """Return the string below some keys; an empty one where there is none."""
    found = _below(node, keys)
    return found if isinstance(found, str) else ""


def texts_at(node: Json | Mapping[str, Json], *keys: str) -> tuple[str, ...]:
    """Return the strings of the list below some keys, leaving out what is not a string."""
    return tuple(each for each in list_at(node, *keys) if isinstance(each, str))


def _below(node: Json | Mapping[str, Json], keys: tuple[str, ...]) -> Json:
    found = cast("Json", node)
    for key in keys:
        if not isinstance(found, dict):
            return None
        found = found.get(key)
    return found


def mappings_in(values: list[Json]) -> list[JsonObject]:
    """Keep the mappings of a list."""
    return [value for value in values if isinstance(value, dict)]


def replaced(node: Json, keys: tuple[str, ...], value: Json) -> Json:
    """Return a copy with another value at a pointer, sharing all other branches.

    Mappings that are missing on the way are made; a list takes a decimal index, and one
    past its end appends.
    """
    if not keys:
        return value
    key, rest = keys[0], keys[1:]
    if isinstance(node, list) and key.isdecimal():
        items = list(node)
        if int(key) < len(items):
            items[int(key)] = replaced(items[int(key)], rest, value)
        else:
            items.append(replaced({}, rest, value))
        return items
    copy = dict(node) if isinstance(node, dict) else {}
    copy[key] = replaced(copy.get(key), rest, value)
    return copy


def with_value(node: JsonObject, keys: tuple[str, ...], value: Json) -> JsonObject:
    """Do what `replaced` does, for a mapping and at least one key."""
    changed = replaced(node, keys, value)
    return changed if isinstance(changed, dict) else node


def without(node: JsonObject, *keys: str) -> JsonObject:
    """Return a copy without some keys."""
    return {key: value for key, value in node.items() if key not in keys}
