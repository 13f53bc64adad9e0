"""What an object schema holds, `allOf` parts merged: properties, required names, other keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specweld.api.node import Node
    from specweld.json_types import Pointer

_OBJECT_KEYS = ("properties", "additionalProperties", "patternProperties")
_TYPE_KEYS = (
    *_OBJECT_KEYS,
    "$ref",
    "allOf",
    "anyOf",
    "oneOf",
    "const",
    "enum",
    "items",
    "prefixItems",
    "type",
)
_MOST_PARTS = 1000
"""Schemas that one `allOf` tree may consist of: more is no schema but an attack."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectShape:
    """The parts of an object schema before they have types."""

    properties: dict[str, Node]
    """In document order, those of `allOf` parts first."""
    required: frozenset[str]
    additional: Node | None
    """The schema for the values of unlisted keys, or the boolean in its place."""

    @property
    def typed_additional(self) -> Node | None:
        """The schema for unlisted keys, when it is more than a yes or no."""
        if self.additional is None or isinstance(self.additional.value, bool):
            return None
        return self.additional


def adds_type(node: Node) -> bool:
    """Tell whether a schema says anything about types: not only prose or `required`."""
    if isinstance(node.value, bool):
        return not node.value
    return node.has(*_TYPE_KEYS)


def types_of(node: Node) -> tuple[str, ...]:
    """Read `type` as a list; null is in it only when nothing else is (JSON Schema §6.1.1)."""
    value = node.text("type")
    names = (value,) if value else tuple(dict.fromkeys(node.texts("type")))
    return tuple(name for name in names if name != "null") or names


def allows_null_by_type(node: Node) -> bool:
    """Tell whether null is one of several types."""
    names = set(node.texts("type"))
    return len(names) > 1 and "null" in names


def variants(node: Node) -> list[Node]:
    """List the alternatives of `oneOf` and `anyOf`.

    Alternatives that only list `required` names tell callers what goes together, not what
    the values are: such a list counts as none.
    """
    found = node.elements("oneOf")
    known = [each.value for each in found]
    found += [each for each in node.elements("anyOf") if each.value not in known]
    return found if any(adds_type(each) for each in found) else []


def own_shape(node: Node) -> ObjectShape:
    """Read the members that a schema lists itself, `$ref` and `allOf` left aside."""
    additional = node.get("additionalProperties")
    patterns = node.entries("patternProperties")
    if (additional is None or additional.value is False) and len(patterns) == 1:
        additional = patterns[0][1]
    return ObjectShape(
        properties=dict(node.entries("properties")),
        required=frozenset(node.texts("required")),
        additional=additional,
    )


def object_shape(node: Node) -> ObjectShape | None:
    """Merge everything that an object schema says of its members, through `$ref` and `allOf`.

    Returns None when any part is not an object with listed members: an array, a union.
    """
    return _shape(node, frozenset(), _Budget())


_DEEPEST = 100
"""References and `allOf` in a row; nobody writes that many, and each costs a frame of the stack."""


class _Budget:
    """Counts down while an `allOf` tree is read."""

    __slots__ = ("left",)

    def __init__(self) -> None:
        self.left = _MOST_PARTS

    def spend(self) -> bool:
        self.left -= 1
        return self.left >= 0


def _shape(node: Node, seen: frozenset[Pointer], budget: _Budget) -> ObjectShape | None:
    if node.pointer in seen or len(seen) >= _DEEPEST or not budget.spend():
        return None
    seen |= {node.pointer}
    if not isinstance(node.value, dict):
        return own_shape(node) if node.value is True else None
    if types_of(node) not in ((), ("object",)) or node.has("enum", "const", "items"):
        return None
    if variants(node):
        return None
    parts: list[ObjectShape] = []
    if node.has("$ref"):
        target = node.target()
        shape = _shape(target, seen, budget) if target else None
        if shape is None:
            return None
        parts.append(shape)
    for each in node.elements("allOf"):
        shape = _shape(each, seen, budget)
        if shape is None:
            return None
        parts.append(shape)
    return _join([*parts, own_shape(node)])


def _join(parts: list[ObjectShape]) -> ObjectShape:
    """Merge parts, the later ones refining the earlier."""
    properties: dict[str, Node] = {}
    for part in parts:
        for name, node in part.properties.items():
            if name not in properties or adds_type(node):
                properties[name] = node
    additional = None
    for part in parts:
        if part.typed_additional is not None or (
            additional is None and part.additional is not None
        ):
            additional = part.additional
    return ObjectShape(
        properties=properties,
        required=frozenset[str]().union(*(part.required for part in parts)),
        additional=additional,
    )
