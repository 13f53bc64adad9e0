"""Views of object models: one class each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.models import Field, ObjectModel
from specweld.api.types import LiteralType
from specweld.render.annotations import received
from specweld.render.code import Code, Import, code, concatenated
from specweld.render.core import core
from specweld.render.described import description_with
from specweld.render.docstring import docstring
from specweld.render.expression import Expression, annotated, optional
from specweld.render.identifier import identifier
from specweld.render.layout import mapping, short_or_exploded
from specweld.render.literal import literal

if TYPE_CHECKING:
    from specweld.render.scope import Scope

_FIELD = Import(module="msgspec", name="field")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One attribute of a class."""

    code: Code
    """`name: type = default`"""
    docs: tuple[Code, ...]
    """None or one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """An object model."""

    header: Code
    """`class Voice(Model, kw_only=True):`"""
    docs: tuple[Code, ...]
    """None or one."""
    fields: tuple[FieldView, ...]

    @property
    def gap(self) -> Code:
        """Tell how far the fields stand from the docstring above them."""
        return code("\n" if self.docs and self.fields else "")


def class_view(model: ObjectModel, scope: Scope) -> ClassView:
    """Decide everything about the class of an object model."""
    inner = scope.within(frozenset(each.name for each in model.fields))
    return ClassView(
        header=_header(model),
        docs=_class_docs(model),
        fields=tuple(
            _field(each, inner, is_open=model.usage.is_received)
            for each in model.fields
        ),
    )


def optional_docs(text: str, *, indent: int) -> tuple[Code, ...]:
    """Make a docstring of a description, or none of an empty one."""
    return (docstring(text, indent=indent),) if text.strip() else ()


def _header(model: ObjectModel) -> Code:
    bases = [code("Model", core("Model")), code("kw_only=True")]
    renamed = [
        (literal(each.name), literal(each.wire_name))
        for each in model.fields
        if each.name != each.wire_name
    ]
    if renamed:
        bases.append(mapping("rename=", renamed, indent=4))
    opening = f"class {identifier(model.name)}("
    return concatenated(short_or_exploded(opening, bases, ")", indent=0, most=3), ":")


def _class_docs(model: ObjectModel) -> tuple[Code, ...]:
    text = description_with(model.description, None, is_deprecated=model.is_deprecated)
    if not text and not model.fields:
        text = "An object whose properties are not documented."
    return optional_docs(text, indent=4)


def _field(field: Field, scope: Scope, *, is_open: bool) -> FieldView:
    text = description_with(
        field.description, field.default, is_deprecated=field.is_deprecated
    )
    return FieldView(
        code=_field_code(field, scope, is_open=is_open),
        docs=optional_docs(text, indent=4),
    )


def _field_code(field: Field, scope: Scope, *, is_open: bool) -> Code:
    head = identifier(field.name).text
    if field.constant is not None and field.is_required:
        return _constant(head, field.constant, scope)
    expression = received(field.type, scope, is_open=is_open)
    if field.is_required:
        return annotated(head, expression, indent=4)
    return annotated(head, optional(expression), code("None"), indent=4)


def _constant(head: str, value: str | int | bool, scope: Scope) -> Code:
    """Fill in the only allowed value; a factory, since what equals a plain default is not sent."""
    closed: Expression = received(LiteralType(values=(value,)), scope, is_open=False)
    filled = concatenated(
        scope.imported(_FIELD).code, "(default_factory=lambda: ", literal(value), ")"
    )
    return annotated(head, closed, filled, indent=4)
