"""The view of `params.py`: what callers may pass as dicts, for type checkers only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.models import AliasModel, Field, ObjectModel, UnionModel
from specweld.api.types import LiteralType, TypeRef
from specweld.render.alias_view import quoted
from specweld.render.annotations import sent
from specweld.render.code import Code, Import
from specweld.render.definitions import spaced
from specweld.render.docstring import Docs, written
from specweld.render.expression import (
    ANY,
    Expression,
    Name,
    Union,
    flat,
    generic,
    imports,
    optional,
    union,
)
from specweld.render.identifier import identifier, is_identifier
from specweld.render.imports import Imports
from specweld.render.imports import imports as imports_of_module
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.render.scope import Scope

_MODULE = ".params"
_TYPED_DICT = Import(module="typing", name="TypedDict")
_TYPE_ALIAS = Import(module="typing", name="TypeAlias")
_UNION = Import(module="typing", name="Union")
_WORD = re.compile(r"(?<![\w.\"'])[A-Za-z_]\w*")
"""A name in a type that is not qualified; `builtins.list` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key of a dict, and what it holds."""

    name: Code
    annotation: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class DictView:
    """A TypedDict whose keys are identifiers: a class."""

    kind = "typed_dict"
    name: Code
    keys: tuple[KeyView, ...]
    imports: frozenset[Import]


@dataclass(frozen=True, slots=True, kw_only=True)
class DictCallView:
    """A TypedDict with other keys: a call, its types in strings."""

    kind = "typed_dict_call"
    name: Code
    text: Code
    """The name as a string."""
    keys: tuple[KeyView, ...]
    imports: frozenset[Import]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamView:
    """Another name for a type, which stands in a string."""

    kind = "param"
    name: Code
    target: Name
    imports: frozenset[Import]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamUnionView:
    """Another name for a union, each of its members in a string of its own."""

    kind = "param_union"
    name: Code
    members: tuple[Name, ...]
    imports: frozenset[Import]


ParamDefinition: TypeAlias = DictView | DictCallView | ParamView | ParamUnionView
"""Its `kind` names the macro that prints it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParamsView:
    """`params.py`"""

    docs: Docs
    imports: Imports
    roots = ()
    """Only modules of models have one."""
    leading: tuple[ParamDefinition, ...]
    """None or one, which stands closer to the imports."""
    following: tuple[ParamDefinition, ...]
    """The classes first."""


def params_view(scope: Scope) -> ParamsView:
    """Decide everything about `params.py`."""
    inner = scope.entering(_MODULE, taken=frozenset({_UNION.name}))
    classes: list[ParamDefinition] = []
    others: list[ParamDefinition] = []
    for model_id, name in scope.params.items():
        model = scope.models[model_id]
        if isinstance(model, ObjectModel) and _is_plain(model, inner):
            classes.append(_dict(name, model, inner))
        else:
            others.append(_definition(name, model, inner))
    found = (*classes, *others)
    needed = frozenset[Import]().union(*(each.imports for each in found))
    leading, following = spaced(found)
    return ParamsView(
        docs=written("What may be passed as a dict instead of a model."),
        imports=imports_of_module(_MODULE, needed),
        leading=leading,
        following=following,
    )


def _is_plain(model: ObjectModel, scope: Scope) -> bool:
    """Return whether wire names can be written as attributes without hiding what types they have."""
    keys = {each.wire_name for each in model.fields}
    texts = (flat(_value(each, scope.within(frozenset(keys)))) for each in model.fields)
    used = {word for text in texts for word in _WORD.findall(text)}
    return (
        bool(_fields(model))
        and not keys & used
        and all(is_identifier(key) and not key.startswith("__") for key in keys)
    )


def _fields(model: ObjectModel) -> list[Field]:
    return [each for each in model.fields if not each.is_read_only]


def _dict(name: str, model: ObjectModel, scope: Scope) -> DictView:
    inner = scope.within(frozenset(each.wire_name for each in model.fields))
    keys = tuple(
        KeyView(name=identifier(each.wire_name), annotation=_value(each, inner))
        for each in _fields(model)
    )
    needed = _imports(each.annotation for each in keys) | {_TYPED_DICT}
    return DictView(name=identifier(name), keys=keys, imports=needed)


def _imports(expressions: Iterable[Expression]) -> frozenset[Import]:
    return frozenset[Import]().union(*(imports(each) for each in expressions))


def _value(field: Field, scope: Scope) -> Expression:
    if field.constant is not None and field.is_required:
        return _exactly(LiteralType(values=(field.constant,)), scope)
    expression = (
        _exactly(field.type, scope)
        if isinstance(field.type, LiteralType)
        else sent(field.type, scope)
    )
    if field.is_required:
        return expression
    return generic(scope.typing("NotRequired"), expression)


def _exactly(type: LiteralType, scope: Scope) -> Expression:
    """List the values: nobody decodes these types, so that booleans may be literals as well."""
    values = (Name(code=literal(each)) for each in type.values)
    return generic(scope.typing("Literal"), *values)


def _definition(
    name: str, model: ObjectModel | UnionModel | AliasModel, scope: Scope
) -> ParamDefinition:
    match model:
        case ObjectModel():
            return _call(name, model, scope)
        case UnionModel():
            whole = union(*(sent(each, scope) for each in model.members))
            return _alias(name, optional(whole) if model.is_nullable else whole)
        case AliasModel(target=target):
            return _alias(name, _unless_itself(name, target, scope))


def _unless_itself(name: str, target: TypeRef, scope: Scope) -> Expression:
    expression = sent(target, scope)
    return ANY if flat(expression) == name else expression


def _call(name: str, model: ObjectModel, scope: Scope) -> DictCallView:
    keys = tuple(
        KeyView(name=literal(each.wire_name), annotation=quoted(_value(each, scope)))
        for each in _fields(model)
    )
    needed = _imports(each.annotation for each in keys) | {_TYPED_DICT}
    return DictCallView(
        name=identifier(name), text=literal(name), keys=keys, imports=needed
    )


def _alias(name: str, target: Expression) -> ParamView | ParamUnionView:
    """Write an alias that may name what follows it."""
    needed = imports(target) | {_TYPE_ALIAS}
    if isinstance(target, Union):
        return ParamUnionView(
            name=identifier(name),
            members=tuple(quoted(each) for each in target.members),
            imports=needed | {_UNION},
        )
    return ParamView(name=identifier(name), target=quoted(target), imports=needed)
