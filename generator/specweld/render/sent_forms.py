"""Which models have a second form for callers: a TypedDict, or an alias that allows one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
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
from specweld.render.references import followed, reachable, type_references

if TYPE_CHECKING:
    from specweld.api.api import Api
    from specweld.api.operations import Argument, Operation


def sent_forms(api: Api) -> Mapping[ModelId, str]:
    """Name the sent form of each model that an argument can hold, in document order.

    The body object that was flattened into arguments needs none, unless it is nested elsewhere.
    """
    reached = reachable(
        _argument_models(api), lambda each: _sent_references(api.models[each])
    )
    own = [each for each in api.models if each in reached and _differs_model(each, api)]
    taken = {model.name for model in api.models.values()}
    names: dict[ModelId, str] = {}
    for each in own:
        name = f"{api.models[each].name}Params"
        while name in taken:
            name += "Dict"
        taken.add(name)
        names[each] = name
    return names


def all_arguments(operation: Operation) -> tuple[Argument, ...]:
    """List everything that a method takes, those of the body last."""
    body = operation.body
    if body is None:
        return operation.arguments
    whole = () if body.argument is None else (body.argument,)
    return (*operation.arguments, *body.arguments, *whole)


def sent_fields(model: ObjectModel) -> tuple[TypeRef, ...]:
    """List the types of the fields that a caller may send."""
    return tuple(each.type for each in model.fields if not each.is_read_only)


def _argument_models(api: Api) -> Iterator[ModelId]:
    for operation in api.operations:
        for argument in all_arguments(operation):
            yield from type_references(argument.type)


def _sent_references(model: Model) -> Iterator[ModelId]:
    match model:
        case ObjectModel():
            types = sent_fields(model)
        case UnionModel():
            types = model.members
        case AliasModel():
            types = (model.target,)
        case _:
            assert_never(model)
    for each in types:
        yield from type_references(each)


def _differs_model(id: ModelId, api: Api) -> bool:
    """Tell whether a model is written differently where it is sent; a named enum is not."""
    if isinstance(followed(ModelRef(id=id), api.models), LiteralType):
        return False
    seen = reachable([id], lambda each: _alias_references(api.models[each]))
    return any(_is_different(api.models[each]) for each in seen)


def _alias_references(model: Model) -> Iterator[ModelId]:
    if not isinstance(model, ObjectModel):
        yield from _sent_references(model)


def _is_different(model: Model) -> bool:
    match model:
        case ObjectModel():
            return True
        case UnionModel():
            return any(_differs(each) for each in model.members)
        case AliasModel():
            return isinstance(model.target, LiteralType) or _differs(model.target)
        case _:
            assert_never(model)


def _differs(type: TypeRef) -> bool:
    """Tell whether a type has another form when sent, models apart."""
    match type:
        case LiteralType() | ListType() | MapType() | FileType():
            return True
        case Scalar():
            return type.kind in (ScalarKind.DATETIME, ScalarKind.DATE)
        case Nullable():
            return _differs(type.item)
        case UnionType():
            return any(_differs(each) for each in type.members)
        case ModelRef() | AnyType():
            return False
        case _:
            assert_never(type)
