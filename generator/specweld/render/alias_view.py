"""Views of models that are no classes: enums, union markers and other aliases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.graph import followed, references
from specweld.api.models import AliasModel, UnionModel
from specweld.api.types import LiteralType, ModelId, ModelRef
from specweld.render.annotations import literal_type, received
from specweld.render.class_view import optional_docs
from specweld.render.code import Code, Import, concatenated, imports_of
from specweld.render.core import core
from specweld.render.expression import (
    ANY,
    Expression,
    Generic,
    as_code,
    assigned,
    flat,
    imports,
    in_parentheses,
    optional,
    union,
)
from specweld.render.identifier import identifier
from specweld.render.layout import exploded, inline, mapping
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.render.scope import Scope

_TYPE_ALIAS = Import(module="typing", name="TypeAlias")
_TYPE_CHECKING = Import(module="typing", name="TYPE_CHECKING")


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """An alias or a union marker: finished statements, and a docstring below them."""

    code: Code
    docs: tuple[Code, ...]
    """None or one."""


def enum_view(model: AliasModel, target: LiteralType, scope: Scope) -> AliasView:
    """Define an enum, one value a line."""
    closed = literal_type(target, scope)
    head = f"{identifier(model.name)}: TypeAlias = "
    match closed:
        case Generic(arguments=values) if len(values) > 1:
            items = [as_code(each) for each in values]
            opening = f"{head}{flat(closed.head)}["
            statement = exploded(opening, items, "]", indent=0)
        case _:
            statement = assigned(head, closed, indent=0)
    needed = statement.imports | imports(closed) | {_TYPE_ALIAS}
    return _view(Code(text=statement.text, imports=needed), model.description)


def alias_view(
    model: AliasModel, scope: Scope, undefined: Collection[ModelId]
) -> AliasView:
    """Define another name for a type; one that contains itself is anything at run time."""
    is_enum = isinstance(followed(model.target, scope.models), LiteralType)
    is_open = model.usage.is_received and not is_enum
    target = received(model.target, scope, is_open=is_open)
    name = identifier(model.name).text
    is_circular = any(each in undefined for each in references(model.target))
    if is_circular and target == received(ModelRef(id=model.id), scope):
        target = ANY
    if not is_circular or target == ANY:
        return _view(_assignment(name, target, indent=0), model.description)
    running = concatenated(f"{name} = ", as_code(ANY))
    return _view(_two_faced(name, target, running, is_quoted=True), model.description)


def union_view(
    model: UnionModel, scope: Scope, undefined: Collection[ModelId]
) -> AliasView:
    """Define a union: an alias for type checkers, a marker at run time."""
    is_open = model.usage.is_received
    members = tuple(received(each, scope, is_open=is_open) for each in model.members)
    name = identifier(model.name).text
    whole = union(*members)
    is_quoted = any(
        model_id in undefined
        for member in model.members
        for model_id in references(member)
    )
    running = _marker(model, members, scope)
    if model.is_nullable:
        whole = optional(whole)
        running = concatenated(running, " | None")
    return _view(
        _two_faced(name, whole, running, is_quoted=is_quoted), model.description
    )


def _marker(model: UnionModel, members: tuple[Expression, ...], scope: Scope) -> Code:
    items = [as_code(each) for each in members]
    listed = inline("lambda: (", items, ",)" if len(items) == 1 else ")")
    if len(listed.text) > 75 or len(items) > 3:
        listed = exploded("lambda: (", items, ")", indent=8)
    arguments = [literal(model.name), listed]
    if model.discriminator:
        arguments.append(concatenated("discriminator=", literal(model.discriminator)))
    if model.discriminator and model.mapping:
        pairs = [(literal(tag), scope.model(each).code) for tag, each in model.mapping]
        arguments.append(mapping("mapping=lambda: ", pairs, indent=8))
    call = exploded(f"{identifier(model.name)} = union(", arguments, ")", indent=4)
    return Code(text=call.text, imports=call.imports | {core("union")})


def _two_faced(name: str, whole: Expression, running: Code, *, is_quoted: bool) -> Code:
    """Define a name once for type checkers and once for running."""
    if is_quoted:
        quoted = literal(flat(whole)).text
        text = in_parentheses(f"{name}: TypeAlias = ", quoted, indent=4)
        checked = Code(text=text, imports=imports(whole) | {_TYPE_ALIAS})
    else:
        checked = _assignment(name, whole, indent=4)
    text = f"if TYPE_CHECKING:\n    {checked.text}\nelse:\n    {running.text}"
    needed = imports_of((checked, running)) | {_TYPE_CHECKING}
    return Code(text=text, imports=needed)


def _assignment(name: str, target: Expression, *, indent: int) -> Code:
    laid = assigned(f"{name}: TypeAlias = ", target, indent=indent)
    return Code(text=laid.text, imports=laid.imports | {_TYPE_ALIAS})


def _view(statement: Code, description: str) -> AliasView:
    return AliasView(code=statement, docs=optional_docs(description, indent=0))
