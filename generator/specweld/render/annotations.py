"""Types as annotations: open where they are received, closed and generous where they are sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from specweld.api.graph import followed
from specweld.api.models import AliasModel, ObjectModel
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TupleType,
    TypeRef,
    UnionType,
)
from specweld.render.code import Import
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    Generic,
    Name,
    generic,
    optional,
    union,
)
from specweld.render.far import prepared_with
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.render.scope import Scope


def received(type: TypeRef, scope: Scope, *, is_open: bool = True) -> Expression:
    """Write a type as it is decoded.

    Args:
        is_open: Let enums grow; False for models that are only ever sent.
    """
    match type:
        case Scalar():
            return _scalar(type, scope)
        case LiteralType():
            closed = literal_type(type, scope)
            return opened(type, closed, scope) if is_open else closed
        case ListType():
            item = received(type.item, scope, is_open=is_open)
            return generic(scope.builtin("list"), item)
        case TupleType():
            items = (received(each, scope, is_open=is_open) for each in type.items)
            return generic(scope.builtin("tuple"), *items)
        case MapType():
            value = received(type.value, scope, is_open=is_open)
            return generic(scope.builtin("dict"), scope.builtin("str"), value)
        case ModelRef():
            return _received_model(type, scope, is_open=is_open)
        case Nullable():
            return optional(received(type.item, scope, is_open=is_open))
        case UnionType():
            near = scope.near()
            whole = union(
                *(received(each, near, is_open=is_open) for each in type.members)
            )
            return _far(type, whole, scope)
        case FileType():
            return scope.builtin("bytes")
        case AnyType():
            return ANY
        case _:
            assert_never(type)


def sent(type: TypeRef, scope: Scope) -> Expression:
    """Write a type as a caller may give it: a model or a dict, an enum only with known values."""
    match type:
        case Scalar(kind=ScalarKind.DATETIME | ScalarKind.DATE):
            return union(_scalar(type, scope), scope.builtin("str"))
        case Scalar():
            return _scalar(type, scope)
        case LiteralType():
            return literal_type(type, scope)
        case ListType():
            return generic(_sent_list(type, scope), sent(type.item, scope))
        case TupleType():
            items = (sent(each, scope) for each in type.items)
            return generic(scope.builtin("tuple"), *items)
        case MapType():
            abstract = scope.imported(Import(module="collections.abc", name="Mapping"))
            return generic(abstract, scope.builtin("str"), sent(type.value, scope))
        case ModelRef():
            return _sent_model(type, scope)
        case Nullable():
            return optional(sent(type.item, scope))
        case UnionType():
            return union(*(sent(each, scope) for each in type.members))
        case FileType():
            return scope.core("File")
        case AnyType():
            return ANY
        case _:
            assert_never(type)


def literal_type(type: LiteralType, scope: Scope) -> Expression:
    """Write the values of an enum; msgspec has no boolean literals, so these become `bool`."""
    booleans = [each for each in type.values if isinstance(each, bool)]
    others = [each for each in type.values if not isinstance(each, bool)]
    members: list[Expression] = []
    if others:
        values = (Name(code=literal(each)) for each in others)
        members.append(generic(scope.typing("Literal"), *values))
    if booleans:
        members.append(scope.builtin("bool"))
    return union(*members) if members else ANY


def opened(type: LiteralType, closed: Expression, scope: Scope) -> Expression:
    """Let an enum grow: `Open` for strings, `OpenInt` for integers, both for a mixture."""
    kinds = {each.__class__ for each in type.values}
    if int in kinds:
        closed = generic(scope.core("OpenInt"), closed)
    if str in kinds:
        closed = generic(scope.core("Open"), closed)
    return closed


def _scalar(type: Scalar, scope: Scope) -> Expression:
    match type.kind:
        case ScalarKind.NULL:
            return NONE
        case ScalarKind.DATETIME | ScalarKind.DATE:
            return scope.imported(Import(module="datetime", name=type.kind.value))
        case _:
            return scope.builtin(type.kind.value)


def _received_model(type: ModelRef, scope: Scope, *, is_open: bool) -> Expression:
    name = scope.model(type.id)
    target = followed(type, scope.models)
    if is_open and isinstance(target, LiteralType):
        return opened(target, name, scope)
    return _far(type, name, scope)


def _far(type: TypeRef, expression: Expression, scope: Scope) -> Expression:
    """Let a type wait for its first value where it brings along too many others."""
    if scope.far.isdisjoint(prepared_with(type, scope.models)):
        return expression
    return generic(scope.core("Far"), expression)


def _sent_model(type: ModelRef, scope: Scope) -> Expression:
    if type.id not in scope.params:
        return scope.model(type.id)
    if isinstance(scope.models[type.id], AliasModel):
        return scope.param(type.id)
    return union(scope.model(type.id), scope.param(type.id))


def _sent_list(type: ListType, scope: Scope) -> Name:
    """Choose `Sequence` unless a plain string would pass for one."""
    if _takes_strings(type.item, scope) or isinstance(type.item, FileType):
        return scope.builtin("list")
    return scope.imported(Import(module="collections.abc", name="Sequence"))


def _takes_strings(type: TypeRef, scope: Scope) -> bool:
    match followed(type, scope.models):
        case Scalar(kind=kind):
            return kind not in (
                ScalarKind.INTEGER,
                ScalarKind.NUMBER,
                ScalarKind.BOOLEAN,
                ScalarKind.NULL,
            )
        case LiteralType(values=values):
            return any(isinstance(each, str) for each in values)
        case Nullable(item=item):
            return _takes_strings(item, scope)
        case UnionType(members=members):
            return any(_takes_strings(each, scope) for each in members)
        case AnyType():
            return True
        case _:
            return False


def is_class(expression: Expression, type: TypeRef, scope: Scope) -> bool:
    """Return whether an expression is a `type[T]` for type checkers: no union, enum, tuple or Any."""
    if not isinstance(expression, Name | Generic):
        return False
    match followed(type, scope.models):
        case Scalar(kind=kind):
            return kind is not ScalarKind.NULL
        case ListType() | MapType():
            return True
        case ModelRef(id=id):
            return isinstance(scope.models[id], ObjectModel)
        case _:
            return False
