"""Which property tells the members of a union apart, declared or found."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from specweld.api.objects import object_shape
from specweld.api.types import ModelId
from specweld.diagnostics import Severity
from specweld.json_types import format_pointer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from specweld.api.lowering import Lowering
    from specweld.api.node import Node
    from specweld.api.objects import ObjectShape

Tags: TypeAlias = tuple[tuple[str | int | bool, ModelId], ...]
"""Tag value to member, in document order."""


def read_discriminator(
    lowering: Lowering, node: Node, members: Sequence[Node]
) -> tuple[str, Tags]:
    """Find the tag property of a union and which value means which member.

    A `discriminator` is believed; without one, a property that holds different constants
    in all members serves as well. Returns `("", ())` when nothing tells members apart.
    """
    name = node.text("discriminator", "propertyName")
    if name:
        return name, _declared_tags(lowering, node, members, name)
    shapes = [object_shape(each) for each in members]
    if not shapes or any(shape is None for shape in shapes):
        return "", ()
    return _find_tags(members, [shape for shape in shapes if shape is not None])


def _member_id(node: Node) -> ModelId:
    """Return the id of the model that a member is lowered to, when it is an object."""
    target = node.target() if node.has("$ref") else node
    return ModelId((target or node).id)


def _declared_tags(
    lowering: Lowering, node: Node, members: Sequence[Node], name: str
) -> Tags:
    """Read the mapping; members that it leaves out go by their constant, else their name."""
    tags: dict[str | int | bool, ModelId] = {}
    ids = [_member_id(each) for each in members]
    for value, each in node.entries("discriminator", "mapping"):
        model_id = _mapped_id(each)
        if model_id in ids:
            tags[value] = model_id
        else:
            lowering.report(
                "unknown-mapping-target",
                Severity.WARNING,
                f"`{value}` is mapped to `{each.value}`; expected a member of this union",
                each,
            )
    for member, model_id in zip(members, ids, strict=True):
        if model_id in tags.values():
            continue
        shape = object_shape(member)
        values = literal_values(shape.properties.get(name)) if shape else ()
        names: tuple[str | int | bool, ...] = values or _own_name(model_id)
        for tag in names:
            tags.setdefault(tag, model_id)
    return tuple(tags.items())


def _mapped_id(node: Node) -> ModelId:
    """Read a mapping's value: a reference or the bare name of a component."""
    value = node.value if isinstance(node.value, str) else ""
    if value.startswith("#"):
        return ModelId(value)
    return ModelId(format_pointer(("components", "schemas", value)))


def _own_name(id: ModelId) -> tuple[str, ...]:
    head, _, name = id.rpartition("/")
    return (name,) if head == "#/components/schemas" else ()


def _find_tags(members: Sequence[Node], shapes: list[ObjectShape]) -> tuple[str, Tags]:
    """Find a property that has a constant of its own in every member, required ones first."""
    candidates = [
        name
        for name in shapes[0].properties
        if all(name in shape.properties for shape in shapes)
    ]
    candidates.sort(
        key=lambda name: not all(name in shape.required for shape in shapes)
    )
    for name in candidates:
        tags = [
            (value, _member_id(member))
            for member, shape in zip(members, shapes, strict=True)
            for value in literal_values(shape.properties[name]) or (None,)
        ]
        values = [(type(value), value) for value, _ in tags]
        if len(set(values)) == len(values) and all(
            value is not None for value, _ in tags
        ):
            return name, tuple(
                (value, model_id) for value, model_id in tags if value is not None
            )
    return "", ()


def literal_values(node: Node | None) -> tuple[str | int | bool, ...]:
    """List the constants that a schema allows; empty when it is no enum."""
    schema = node.resolved() if node else None
    if schema is None:
        return ()
    constant = schema.get("const")
    values = [constant] if constant else schema.elements("enum")
    return tuple(each.value for each in values if isinstance(each.value, str | int))
