"""Put other types in place of references, all through models and operations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel, ObjectModel, UnionModel
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
    UnionType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Field, Model
    from specweld.api.operations import Argument, Body, Operation


def nullable(type: TypeRef) -> TypeRef:
    """Allow null as well; never twice."""
    match type:
        case Nullable() | AnyType() | Scalar(kind=ScalarKind.NULL):
            return type
        case _:
            return Nullable(item=type)


def rewrite_type(type: TypeRef, table: Mapping[ModelId, TypeRef]) -> TypeRef:
    """Replace references in a type; unions inside unions and double nulls dissolve."""
    match type:
        case ModelRef(id=id):
            found = table.get(id)
            return type if found is None else rewrite_type(found, table)
        case ListType(item=item):
            return replace(type, item=rewrite_type(item, table))
        case MapType(value=value):
            return MapType(value=rewrite_type(value, table))
        case Nullable(item=item):
            return nullable(rewrite_type(item, table))
        case UnionType(members=members):
            flat, has_null = _rewrite_members(members, table)
            union = flat[0] if len(flat) == 1 else UnionType(members=flat)
            return nullable(union) if has_null else union
        case Scalar() | LiteralType() | FileType() | AnyType():
            return type
        case _:
            assert_never(type)


def _rewrite_members(
    members: tuple[TypeRef, ...], table: Mapping[ModelId, TypeRef]
) -> tuple[tuple[TypeRef, ...], bool]:
    flat: dict[TypeRef, None] = {}
    has_null = False
    for each in members:
        member = rewrite_type(each, table)
        if isinstance(member, Nullable):
            member = member.item
            has_null = True
        inner = member.members if isinstance(member, UnionType) else (member,)
        flat.update(dict.fromkeys(inner))
    return tuple(flat), has_null


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
            flat, has_null = _rewrite_members(members, table)
            return replace(
                model, members=flat, is_nullable=model.is_nullable or has_null
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
