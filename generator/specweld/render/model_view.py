"""Views of object models: one class each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.escapes import declared_name, must_escape
from specweld.api.graph import followed
from specweld.api.types import ListType, LiteralType, Nullable, Scalar
from specweld.render.annotations import received
from specweld.render.code import Code, Import, code, imports_of
from specweld.render.described import description_with
from specweld.render.docstring import Docs, written
from specweld.render.expression import Expression, generic, imports, optional
from specweld.render.far import may_be_far
from specweld.render.identifier import identifier
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.api.models import Field, ObjectModel
    from specweld.api.types import TypeRef
    from specweld.render.scope import Scope

_FIELD = Import(module="msgspec", name="field")
_NONE = code("None")
_INDENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstantView:
    """The only value that a field may have; a factory makes it, since plain defaults are not sent."""

    function: Code
    """`field`, by another name where an attribute is called so."""
    value: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One attribute of a class."""

    name: Code
    annotation: Expression
    nones: tuple[Code, ...]
    """One if the default is `None`."""
    constants: tuple[ConstantView, ...]
    """None or one, and then no default."""
    docs: tuple[Docs, ...]
    """None or one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renamed:
    """An attribute that is not called as on the wire."""

    name: Code
    wire_name: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelView:
    """The class of an object model."""

    kind = "model"
    name: Code
    base: Code
    renames: tuple[tuple[Renamed, ...], ...]
    """None or one, and never an empty one."""
    docs: tuple[Docs, ...]
    """None or one."""
    fields: tuple[FieldView, ...]

    @property
    def imports(self) -> frozenset[Import]:
        """Collect what the class needs."""
        found = imports_of([self.base])
        for each in self.fields:
            found |= imports(each.annotation)
            found |= imports_of(x.function for x in each.constants)
        return frozenset(found)


def model_view(model: ObjectModel, scope: Scope) -> ModelView:
    """Decide everything about the class of an object model."""
    inner = scope.within(frozenset(each.name for each in model.fields))
    renames = tuple(_renames(model))
    is_escaped = any(must_escape(each.wire_name) for each in model.fields)
    return ModelView(
        name=identifier(model.name),
        base=scope.core("EscapedModel" if is_escaped else "Model").code,
        renames=(renames,) if renames else (),
        docs=_model_docs(model),
        fields=tuple(
            _field(each, inner, is_open=model.usage.is_received)
            for each in model.fields
        ),
    )


def optional_docs(
    text: str, *, indent: int, is_split: bool = False
) -> tuple[Docs, ...]:
    """Make a docstring of a description, or none of an empty one."""
    return (written(text, indent=indent, is_split=is_split),) if text.strip() else ()


def _renames(model: ObjectModel) -> Iterator[Renamed]:
    for each in model.fields:
        if each.name != each.wire_name:
            wire_name = literal(declared_name(each.wire_name))
            yield Renamed(name=literal(each.name), wire_name=wire_name)


def _model_docs(model: ObjectModel) -> tuple[Docs, ...]:
    text = description_with(model.description, None, is_deprecated=model.is_deprecated)
    if not text and not model.fields:
        text = "An object whose properties are not documented."
    return optional_docs(text, indent=_INDENT, is_split=True)


def _field(field: Field, scope: Scope, *, is_open: bool) -> FieldView:
    text = description_with(
        field.description, field.default, is_deprecated=field.is_deprecated
    )
    constants: tuple[ConstantView, ...] = ()
    if field.constant is not None and field.is_required:
        only = LiteralType(values=(field.constant,))
        annotation = received(only, scope, is_open=False)
        function = scope.imported(_FIELD).code
        constants = (ConstantView(function=function, value=literal(field.constant)),)
    else:
        inner = scope if may_be_far(field) else scope.near()
        annotation = received(field.type, inner, is_open=is_open)
        if _is_secret(field.type, scope):
            annotation = generic(scope.core("Hidden"), annotation)
    return FieldView(
        name=identifier(field.name),
        annotation=annotation if field.is_required else optional(annotation),
        nones=() if field.is_required else (_NONE,),
        constants=constants,
        docs=optional_docs(text, indent=_INDENT),
    )


def _is_secret(type: TypeRef, scope: Scope) -> bool:
    """Return whether a value is or holds a password, which no `repr` is to show."""
    match followed(type, scope.models):
        case Scalar(format=format):
            return format == "password"
        case Nullable(item=item) | ListType(item=item):
            return _is_secret(item, scope)
        case _:
            return False
