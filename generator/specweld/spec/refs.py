"""References within a document: how they are written, and what they name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from specweld.json_types import format_pointer, parse_pointer, resolve_pointer
from specweld.spec.shapes import mapping_at
from specweld.spec.walk import rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.json_types import Json, JsonObject, Pointer

COMPONENTS = "#/components/"
SCHEMAS = f"{COMPONENTS}schemas/"


def pointer_of(ref: str) -> Pointer | None:
    """Return what a `$ref` points to in its own document; None if it leaves it.

    A fragment is a JSON pointer in percent encoding (RFC 6901, section 6).
    """
    if not ref.startswith("#"):
        return None
    try:
        return parse_pointer(unquote(ref))
    except ValueError:
        return None


def ref_to(*pointer: str) -> str:
    """Write a `$ref` to a node of the same document."""
    return format_pointer(pointer)


def resolve(document: JsonObject, node: Json) -> tuple[Json, tuple[Pointer, ...]]:
    """Follow `$ref`s until something else is there.

    Returns:
        The node, and the pointers that were followed; the node is None where a reference
        leads nowhere, out of the document, or around in a circle.
    """
    followed: list[Pointer] = []
    while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str):
        pointer = pointer_of(ref)
        if pointer is None or pointer in followed:
            return None, tuple(followed)
        followed.append(pointer)
        try:
            node = resolve_pointer(document, pointer)
        except KeyError:
            return None, tuple(followed)
    return node, tuple(followed)


def resolved_mapping(document: JsonObject, node: Json) -> JsonObject:
    """Follow `$ref`s to a mapping; an empty one where they lead to none."""
    found, _ = resolve(document, node)
    return found if isinstance(found, dict) else {}


def schema_name(node: Json) -> str | None:
    """Return the component that a node is a plain reference to."""
    if isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str) and ref.startswith(SCHEMAS):
            pointer = pointer_of(ref)
            if pointer is not None and len(pointer) == 3:
                return pointer[2]
    return None


def rename_components(
    document: JsonObject, names: Mapping[tuple[str, str], str]
) -> JsonObject:
    """Give components other names, by kind and name, and follow with every reference to them."""
    if not names:
        return document
    changed = rewrite(document, lambda _, __, node: _retarget(node, names))
    components = dict(mapping_at(changed, "components"))
    for kind in {kind for kind, _ in names} & components.keys():
        renamed: JsonObject = {
            names.get((kind, name), name): component
            for name, component in mapping_at(components, kind).items()
        }
        components[kind] = renamed
    return {**changed, "components": components} if components else changed


def _retarget(node: JsonObject, names: Mapping[tuple[str, str], str]) -> JsonObject:
    ref = node.get("$ref")
    if isinstance(ref, str):
        new = _renamed(ref, names)
        if new is not None:
            node = {**node, "$ref": new}
    if "discriminator" in node:
        mapping = mapping_at(node, "discriminator", "mapping")
        targets: JsonObject = {
            tag: (
                (_renamed(target, names) or names.get(("schemas", target)) or target)
                if isinstance(target, str)
                else target
            )
            for tag, target in mapping.items()
        }
        if targets != mapping:
            discriminator: JsonObject = {
                **mapping_at(node, "discriminator"),
                "mapping": targets,
            }
            node = {**node, "discriminator": discriminator}
    return node


def _renamed(ref: str, names: Mapping[tuple[str, str], str]) -> str | None:
    """Write a reference to a renamed component, or into one; None if it is not such a reference."""
    if not ref.startswith(COMPONENTS):
        return None
    pointer = pointer_of(ref)
    if pointer is None or len(pointer) < 3:
        return None
    name = names.get((pointer[1], pointer[2]))
    return ref_to(*pointer[:2], name, *pointer[3:]) if name is not None else None
