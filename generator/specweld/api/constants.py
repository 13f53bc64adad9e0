"""Lower `enum` and `const` to literal types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.types import LiteralType, Nullable, Scalar, ScalarKind, TypeRef
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.api.lowering import Lowering
    from specweld.api.node import Node

_NULL = Scalar(kind=ScalarKind.NULL)


def is_null(node: Node) -> bool:
    """Tell whether a schema allows null and nothing else."""
    schema = node.resolved()
    if schema is None:
        return False
    types = (schema.text("type"),) if schema.text("type") else schema.texts("type")
    return types == ("null",) or _values(schema) == [None]


def lower_constants(lowering: Lowering, node: Node) -> TypeRef | None:
    """Lower the listed values.

    Returns None when they are no help (an empty list, values that are lists or mappings):
    then the type decides alone.
    """
    values = _values(node)
    if values is None:
        return None
    plain = [each for each in values if each is not None]
    if not plain:
        return _NULL if values else None
    literal = _lower_plain(lowering, node, plain)
    return Nullable(item=literal) if literal and len(plain) < len(values) else literal


def _values(node: Node) -> list[object] | None:
    constant = node.get("const")
    if constant is not None:
        return [constant.value]
    enum = node.get("enum")
    if enum is None or not isinstance(enum.value, list):
        return None
    return list(enum.value)


def _lower_plain(
    lowering: Lowering, node: Node, values: list[object]
) -> TypeRef | None:
    literals = tuple(each for each in values if isinstance(each, str | int))
    if len(literals) == len(values):
        # `True == 1`: values are told apart with their types.
        kept = {(type(each), each): each for each in literals}
        if set(kept) == {(bool, True), (bool, False)}:
            return Scalar(kind=ScalarKind.BOOLEAN)
        return LiteralType(values=tuple(kept.values()))
    if all(isinstance(each, int | float) for each in values):
        lowering.report(
            "enum-of-fractions",
            Severity.NOTICE,
            "the allowed numbers have fractions, which Python's `Literal` cannot hold",
            node,
        )
        return Scalar(kind=ScalarKind.NUMBER)
    message = "a value of the enum is a list or a mapping; expected scalars"
    lowering.unsupported("enum-value", message, node)
    return None
