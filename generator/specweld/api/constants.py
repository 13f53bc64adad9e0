"""Lower `enum` and `const` to literal types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.types import LiteralType, Scalar, ScalarKind, TypeRef, union
from specweld.diagnostics import Severity

if TYPE_CHECKING:
    from specweld.api.input import Input
    from specweld.contract.nodes import Schema, SchemaId
    from specweld.json_types import Json

Constant = str | int | bool
"""What Python's `Literal` can hold."""


def lower_constants(source: Input, schema: Schema) -> TypeRef | None:
    """Lower the values that a schema lists.

    Returns None when they do not help (values that are lists or mappings): then the type
    decides alone.
    """
    values = schema.values or ()
    if any(isinstance(each, list | dict) for each in values):
        source.reporter.report(
            "enum-of-structures",
            Severity.NOTICE,
            "a value of the enum is a list or a mapping, which `Literal` cannot hold",
            schema,
        )
        return None
    members: list[TypeRef] = []
    if any(isinstance(each, float) for each in values):
        source.reporter.report(
            "enum-of-fractions",
            Severity.NOTICE,
            "the allowed numbers have fractions, which Python's `Literal` cannot hold",
            schema,
        )
        members.append(Scalar(kind=ScalarKind.NUMBER))
        values = tuple(each for each in values if not _is_number(each))
    if any(_is_large(each) for each in values):
        source.reporter.report(
            "enum-of-large-numbers",
            Severity.NOTICE,
            "an allowed number has more than 63 bits, which no decoder compares with a `Literal`",
            schema,
        )
        members.append(Scalar(kind=ScalarKind.INTEGER))
        values = tuple(each for each in values if not _is_number(each))
    literals = tuple(each for each in values if isinstance(each, Constant))
    if len(literals) == 2 and all(isinstance(each, bool) for each in literals):
        members.append(Scalar(kind=ScalarKind.BOOLEAN))
    elif literals:
        members.append(LiteralType(values=literals))
    return union(members)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_large(value: Json) -> bool:
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def constants_of(source: Input, id: SchemaId) -> tuple[Constant, ...]:
    """List the constants that a schema allows; empty when it allows others."""
    values = source.settled(id).values or ()
    return tuple(each for each in values if isinstance(each, Constant))


def only_constant(source: Input, id: SchemaId) -> Constant | None:
    """Return the one value that a schema allows; None when there is a choice, or null."""
    if any(each.is_nullable for each in source.places(id)):
        return None
    values = source.settled(id).values or ()
    match values:
        case (str() | int() as value,):
            return value
        case _:
            return None
