"""Lower the properties of an object to the fields of a class."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from specweld.api.models import Default, Field
from specweld.api.objects import ObjectShape, adds_type
from specweld.api.spelling import field_names
from specweld.api.types import Constraint
from specweld.diagnostics import Severity
from specweld.json_types import JsonScalar, Pointer, format_pointer

if TYPE_CHECKING:
    from collections.abc import Callable

    from specweld.api.lowering import Lowering
    from specweld.api.node import Node
    from specweld.api.types import TypeRef

CONSTRAINTS = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
)

_UNWRITTEN = re.compile(r'[\x00-\x1f"\\\ud800-\udfff]')
"""What msgspec refuses in the name of a property: it would have to be escaped in JSON."""


def lower_fields(
    lowering: Lowering,
    node: Node,
    shape: ObjectShape,
    lower_type: Callable[[Lowering, Node], TypeRef],
) -> tuple[Field, ...]:
    """Lower every property, in document order; names are unique within the object.

    A property whose name a class cannot carry is reported and left out.
    """
    for name in sorted(shape.required - shape.properties.keys()):
        lowering.report(
            "undefined-required-property",
            Severity.WARNING,
            f"`{name}` is required but not defined; expected it among the properties",
            node,
        )

    def previous(wire_name: str) -> str | None:
        return lowering.previous.get(field_key(shape.properties[wire_name].pointer))

    listed = {
        wire_name: each
        for wire_name, each in shape.properties.items()
        if each.value is not False and _is_written(lowering, each, wire_name)
    }
    names = field_names(listed, previous=previous)
    return tuple(
        _lower_field(
            each,
            name=names[wire_name],
            type=lower_type(lowering, each),
            is_required=wire_name in shape.required,
        )
        for wire_name, each in listed.items()
    )


def _is_written(lowering: Lowering, node: Node, wire_name: str) -> bool:
    """Tell whether a class can have a property of such a name; report it if not."""
    if not _UNWRITTEN.search(wire_name):
        return True
    lowering.report(
        "unsupported-property-name",
        Severity.UNSUPPORTED,
        f"the property `{wire_name!a}` is left out of its class; expected a name without"
        " double quotes, backslashes and control characters",
        node,
        help="if the docs misspell the name, remove it by an overlay and add the right one;"
        " callers may still send it in a dict",
    )
    return False


def field_key(pointer: Pointer) -> str:
    """Name a property in the manifest of public names; the bare pointer is its schema's."""
    return f"field {format_pointer(pointer)}"


def _lower_field(node: Node, *, name: str, type: TypeRef, is_required: bool) -> Field:
    return Field(
        name=name,
        wire_name=node.pointer[-1],
        type=type,
        is_required=is_required,
        description=node.text("description"),
        default=default_of(node),
        constant=constant_of(node) if is_required else None,
        is_deprecated=is_flagged(node, "deprecated"),
        is_read_only=is_flagged(node, "readOnly"),
        is_write_only=is_flagged(node, "writeOnly"),
        constraints=constraints_of(node),
        origin=node.origin(),
    )


def default_of(node: Node) -> Default | None:
    """Read the documented default, which is never sent by itself."""
    default = node.get("default")
    return None if default is None else Default(value=default.value)


def constant_of(node: Node) -> str | int | bool | None:
    """Read the only value that a schema allows; None when there is a choice."""
    schema = node.resolved()
    if schema is None:
        return None
    constant = schema.get("const")
    values = [constant] if constant else schema.elements("enum")
    if len(values) != 1:
        return None
    value = values[0].value
    return value if isinstance(value, str | int) else None


def is_flagged(node: Node, flag: str) -> bool:
    """Tell whether a schema, or what it refers to, carries a flag."""
    if node.is_true(flag):
        return True
    if not node.has("$ref"):
        wrapped = [each for each in node.elements("allOf") if adds_type(each)]
        return len(wrapped) == 1 and wrapped[0].is_true(flag)
    target = node.resolved()
    return target is not None and target.is_true(flag)


def constraints_of(node: Node) -> tuple[Constraint, ...]:
    """Read the keywords that bound values, in a fixed order."""
    if not node.has(*CONSTRAINTS):
        return ()
    found: list[Constraint] = []
    for keyword in CONSTRAINTS:
        value = node.get(keyword)
        if value is not None and not isinstance(value.value, list | dict):
            scalar: JsonScalar = value.value
            found.append(Constraint(keyword=keyword, value=scalar))
    return tuple(found)
