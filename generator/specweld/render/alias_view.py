"""Views of models that are not classes: enums, union markers and other aliases."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.escapes import declared_name
from specweld.api.graph import followed, references
from specweld.api.types import LiteralType, ModelId, ModelRef
from specweld.render.annotations import literal_type, received
from specweld.render.code import Code, Import
from specweld.render.core import core
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    Generic,
    Name,
    flat,
    imports,
    optional,
    union,
)
from specweld.render.identifier import identifier
from specweld.render.literal import literal
from specweld.render.model_view import optional_docs

if TYPE_CHECKING:
    from specweld.api.models import AliasModel, UnionModel
    from specweld.render.docstring import Docs
    from specweld.render.scope import Scope

_TYPE_ALIAS = Import(module="typing", name="TypeAlias")
_TYPE_CHECKING = Import(module="typing", name="TYPE_CHECKING")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumView:
    """An enum: its values, one per line."""

    kind = "enum"
    name: Code
    head: Expression
    """`Literal`"""
    values: tuple[Expression, ...]
    docs: tuple[Docs, ...]
    """None or one."""

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what the alias needs."""
        return imports(self.head) | {_TYPE_ALIAS}


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasView:
    """Another name for a type."""

    kind = "alias"
    name: Code
    target: Expression
    docs: tuple[Docs, ...]
    """None or one."""

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what the alias needs."""
        return imports(self.target) | {_TYPE_ALIAS}


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleView:
    """An alias that contains itself: a type for type checkers, anything at run time."""

    kind = "circle"
    name: Code
    target: Expression
    docs: tuple[Docs, ...]
    """None or one."""

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what both faces need."""
        return imports(self.target) | imports(ANY) | {_TYPE_ALIAS, _TYPE_CHECKING}


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """A value of the discriminator, and whom it means."""

    value: Code
    member: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class UnionView:
    """A union: an alias for type checkers, a marker at run time."""

    kind = "union"
    name: Code
    text: Code
    """The name as a string."""
    target: Expression
    members: tuple[Expression, ...]
    discriminators: tuple[Code, ...]
    """None or one."""
    mappings: tuple[tuple[TagView, ...], ...]
    """None or one, and never an empty one."""
    nothing: tuple[Expression, ...]
    """`None` where the union allows it."""
    docs: tuple[Docs, ...]
    """None or one."""

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what both faces need."""
        tags = (x.member for each in self.mappings for x in each)
        found = (imports(each) for each in (self.target, *self.members, *tags))
        own = {core("union"), _TYPE_ALIAS, _TYPE_CHECKING}
        return frozenset[Import]().union(own, *found)


def enum_view(
    model: AliasModel, target: LiteralType, scope: Scope
) -> EnumView | AliasView:
    """Define an enum."""
    name = identifier(model.name)
    docs = optional_docs(model.description, indent=0)
    match literal_type(target, scope):
        case Generic(head=head, arguments=values) if len(values) > 1:
            return EnumView(name=name, head=head, values=values, docs=docs)
        case closed:
            return AliasView(name=name, target=closed, docs=docs)


def alias_view(
    model: AliasModel, scope: Scope, undefined: Collection[ModelId]
) -> AliasView | CircleView:
    """Define another name for a type; one that contains itself is anything at run time."""
    is_enum = isinstance(followed(model.target, scope.models), LiteralType)
    is_open = model.usage.is_received and not is_enum
    target = received(model.target, scope, is_open=is_open)
    is_circular = any(each in undefined for each in references(model.target))
    if is_circular and target == received(ModelRef(id=model.id), scope):
        target = ANY
    name = identifier(model.name)
    docs = optional_docs(model.description, indent=0)
    if not is_circular or target == ANY:
        return AliasView(name=name, target=target, docs=docs)
    return CircleView(name=name, target=quoted(target), docs=docs)


def union_view(
    model: UnionModel, scope: Scope, undefined: Collection[ModelId]
) -> UnionView:
    """Define a union; what is not defined yet is named in a string."""
    is_open = model.usage.is_received
    members = tuple(received(each, scope, is_open=is_open) for each in model.members)
    whole = union(*members)
    if model.is_nullable:
        whole = optional(whole)
    named = {x for member in model.members for x in references(member)}
    is_quoted = any(each in undefined for each in named)
    tag = literal(declared_name(model.discriminator))
    return UnionView(
        name=identifier(model.name),
        text=literal(model.name),
        target=quoted(whole) if is_quoted else whole,
        members=members,
        discriminators=(tag,) if model.discriminator else (),
        mappings=_mappings(model, scope),
        nothing=(NONE,) if model.is_nullable else (),
        docs=optional_docs(model.description, indent=0),
    )


def _mappings(model: UnionModel, scope: Scope) -> tuple[tuple[TagView, ...], ...]:
    if not model.discriminator or not model.mapping:
        return ()
    tags = (
        TagView(value=literal(tag), member=scope.model(each))
        for tag, each in model.mapping
    )
    return (tuple(tags),)


def quoted(expression: Expression) -> Name:
    """Write a type as a string, which may name what follows."""
    text = literal(flat(expression)).text
    return Name(code=Code(text=text, imports=imports(expression)))
