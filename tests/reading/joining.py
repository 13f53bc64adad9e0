"""Parts of a schema joined to one: what all of them say holds at once."""

from __future__ import annotations

from typing import Any

from reading.schemas import Node, kind_of, kinds_of


class CannotSampleError(Exception):
    """No value was found that the schema allows."""


def join(flat: dict[str, Any], part: dict[str, Any]) -> None:
    """Add the keywords of a part: what both say holds at once."""
    before = dict(flat)
    for key, value in part.items():
        if key not in flat:
            flat[key] = value
            continue
        match key:
            case "properties" | "patternProperties":
                flat[key] = _members(key, before, part)
            case "required":
                flat[key] = list(dict.fromkeys([*flat[key], *value]))
            case "enum":
                flat[key] = [each for each in flat[key] if each in value]
            case "type":
                flat[key] = _common_kinds(flat[key], value)
            case "minimum" | "minLength" | "minItems" | "minProperties":
                flat[key] = max(flat[key], value)
            case "maximum" | "maxLength" | "maxItems" | "maxProperties":
                flat[key] = min(flat[key], value)
            case "items" | "additionalProperties" | "unevaluatedProperties":
                flat[key] = _both(flat[key], value)
            case "const":
                if flat[key] != value:
                    raise CannotSampleError(f"neither {flat[key]} nor {value}")
            case _:
                flat[key] = value
    if "enum" in flat and "type" in flat:
        kinds = kinds_of({"type": flat["type"]})
        kinds |= {"integer"} if "number" in kinds else set()
        flat["enum"] = [each for each in flat["enum"] if kind_of(each) in kinds]
    if "enum" in flat and "const" in flat:
        flat["enum"] = [each for each in flat["enum"] if each == flat["const"]]
    if flat.get("enum") == []:
        raise CannotSampleError("nothing is allowed")


def _members(key: str, one: Node, other: Node) -> Node:
    """Join properties: what one part has and the other forbids is not allowed."""
    first, second = one[key], other[key]
    joined: dict[str, Node] = {}
    for name in [*first, *(each for each in second if each not in first)]:
        here = first.get(name, one.get("additionalProperties", True))
        there = second.get(name, other.get("additionalProperties", True))
        is_closed = key == "properties" and False in (here, there)
        if name in first and name in second:
            joined[name] = {"allOf": [here, there]}
        elif is_closed:
            joined[name] = False
        else:
            joined[name] = first[name] if name in first else second[name]
    return joined


def _both(one: Node, other: Node) -> Node:
    if one is False or other is False:
        return False
    if one is True or other is True:
        return other if one is True else one
    return {"allOf": [one, other]}


def _common_kinds(one: Node, other: Node) -> list[str]:
    first, second = kinds_of({"type": one}), kinds_of({"type": other})
    common = first & second
    if "number" in first | second and "integer" in first | second:
        common |= {"integer"}
    if not common:
        raise CannotSampleError(f"neither {one} nor {other}")
    return sorted(common)
