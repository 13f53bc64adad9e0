"""Describe a nameless schema by what it is in: the words that its class name is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.constants import is_null
from specweld.api.discriminators import literal_values
from specweld.api.responses import is_success
from specweld.api.words import is_class_name, pascal_case

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from specweld.api.node import Node
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


def phrase(
    root: Node,
    pointer: Pointer,
    names: Mapping[Pointer, str],
    anchors: Mapping[Pointer, str],
) -> str:
    """Spell a class name for a schema inside something that has a name.

    Args:
        root: of the document.
        pointer: of the schema.
        names: models that have their names, by pointer.
        anchors: what else a name may start from: operations.
    """
    length = len(pointer) - 1
    while length and pointer[:length] not in names and pointer[:length] not in anchors:
        length -= 1
    start = pointer[:length]
    base = names.get(start) or anchors.get(start, "")
    if not base and pointer[:1] == ("components",):
        start = pointer[:3]
        base = pascal_case("".join(pointer[2:3]))
    return base + "".join(_words(root, start, pointer[len(start) :]))


def _words(root: Node, start: Pointer, parts: Pointer) -> Iterator[str]:
    node = _descend(root, start)
    index = 0
    while index < len(parts):
        key = parts[index]
        following = parts[index + 1 : index + 2]
        if key in {"properties", "parameters", "oneOf", "anyOf", "responses"}:
            yield _member(node, key, following)
            step = 2
        else:
            if key not in _SILENT:
                yield _NAMED.get(key) or pascal_case(key)
            step = 2 if key in _SKIP_NEXT else 1
        node = _descend(node, parts[index : index + step]) if node else None
        index += step


def _member(holder: Node | None, key: str, following: Pointer) -> str:
    """Name a child that a key and a name or position select together."""
    if not following:
        return "Response" if key == "responses" else ""
    if key == "properties":
        return pascal_case(following[0])
    if key == "responses":
        is_error = not is_success(following[0]) and following[0] != "default"
        return f"Error{following[0].upper()}" if is_error else "Response"
    children = holder.elements(key) if holder else []
    position = int(following[0]) if following[0].isdecimal() else 0
    if position >= len(children):
        return ""
    child = children[position]
    if key == "parameters":
        resolved = child.resolved()
        return pascal_case(resolved.text("name")) if resolved else ""
    if sum(not is_null(each) for each in children) < 2:
        return ""
    if child.has("enum") and sum(each.has("enum") for each in children) == 1:
        return ""
    return _variant(child, position)


def _variant(node: Node, position: int) -> str:
    """Name an alternative after its tag, else its title, else its position."""
    if node.has("items") or node.text("type") == "array":
        return ""
    for _name, each in node.entries("properties"):
        values = literal_values(each)
        if len(values) == 1 and isinstance(values[0], str):
            word = pascal_case(values[0])
            if word.isidentifier():
                return word
    title = node.text("title")
    return title if is_class_name(title) else f"Variant{position + 1}"


def _descend(node: Node | None, parts: Pointer) -> Node | None:
    for part in parts:
        if node is None:
            return None
        if part.isdecimal() and isinstance(node.value, list):
            elements = node.elements()
            node = elements[int(part)] if int(part) < len(elements) else None
        else:
            node = node.get(part)
    return node
