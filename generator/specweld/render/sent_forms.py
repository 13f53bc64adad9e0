"""Which models have a second form for callers: a TypedDict, or an alias that allows one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, assert_never

from specweld.api.graph import followed, reachable, references
from specweld.api.models import AliasModel, Model, ObjectModel, UnionModel
from specweld.api.types import (
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Scalar,
    ScalarKind,
    TypeRef,
    children,
)

if TYPE_CHECKING:
    from specweld.api.api import Api


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


def sent_fields(model: ObjectModel) -> tuple[TypeRef, ...]:
    """List the types of the fields that a caller may send."""
    return tuple(each.type for each in model.fields if not each.is_read_only)


def _argument_models(api: Api) -> Iterator[ModelId]:
    for operation in api.operations:
        for argument in operation.inputs:
            yield from references(argument.type)


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
        yield from references(each)


def _differs_model(id: ModelId, api: Api) -> bool:
    """Return whether a model is written differently where it is sent; a named enum is not."""
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
    """Return whether a type has another form when sent, models apart."""
    match type:
        case LiteralType() | ListType() | MapType() | FileType():
            return True
        case Scalar(kind=ScalarKind.DATETIME | ScalarKind.DATE):
            return True
        case _:
            return any(_differs(each) for each in children(type))
