"""Put other types in place of references, all through models and operations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.types import (
    NULL,
    ModelId,
    ModelRef,
    TypeRef,
    alternatives,
    rebuilt,
    union,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Field, Model
    from specweld.api.operations import Argument, Body, Operation


def rewrite_type(type: TypeRef, table: Mapping[ModelId, TypeRef]) -> TypeRef:
    """Replace references in a type."""
    if isinstance(type, ModelRef):
        found = table.get(type.id)
        return type if found is None else rewrite_type(found, table)
    return rebuilt(type, lambda each: rewrite_type(each, table))


def rewrite_model(model: Model, table: Mapping[ModelId, TypeRef]) -> Model:
    """Replace references in a model."""
    match model:
        case ObjectModel(fields=fields, additional=additional):
            return replace(
                model,
                fields=tuple(_rewrite_field(each, table) for each in fields),
                additional=rewrite_type(additional, table) if additional else None,
            )
        case AliasModel(target=target):
            return replace(model, target=rewrite_type(target, table))
        case UnionModel(members=members):
            whole = union(rewrite_type(each, table) for each in members)
            flat = alternatives(whole)
            return replace(
                model,
                members=tuple(each for each in flat if each != NULL),
                is_nullable=model.is_nullable or NULL in flat,
            )
        case _:
            assert_never(model)


def _rewrite_field(field: Field, table: Mapping[ModelId, TypeRef]) -> Field:
    rewritten = rewrite_type(field.type, table)
    return field if rewritten == field.type else replace(field, type=rewritten)


def rewrite_operation(
    operation: Operation, table: Mapping[ModelId, TypeRef]
) -> Operation:
    """Replace references in everything that an operation takes and gives."""
    response = operation.response
    if response.type is not None:
        response = replace(response, type=rewrite_type(response.type, table))
    return replace(
        operation,
        arguments=tuple(_rewrite_argument(each, table) for each in operation.arguments),
        body=_rewrite_body(operation.body, table),
        response=response,
        errors=tuple(
            replace(each, type=rewrite_type(each.type, table)) if each.type else each
            for each in operation.errors
        ),
    )


def _rewrite_argument(argument: Argument, table: Mapping[ModelId, TypeRef]) -> Argument:
    return replace(argument, type=rewrite_type(argument.type, table))


def _rewrite_body(body: Body | None, table: Mapping[ModelId, TypeRef]) -> Body | None:
    if body is None:
        return None
    whole = body.argument
    return replace(
        body,
        arguments=tuple(_rewrite_argument(each, table) for each in body.arguments),
        argument=_rewrite_argument(whole, table) if whole else None,
    )
