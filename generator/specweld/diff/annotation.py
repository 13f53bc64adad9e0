"""Types as a reader of the generated code sees them, for messages and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.models import AliasModel
from specweld.api.type_text import type_text
from specweld.api.types import (
    LiteralType,
    ModelRef,
    Nullable,
    TypeRef,
    UnionType,
    rebuilt,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.api.types import ModelId

_MAX_VALUES = 12
_MAX_DEPTH = 16


class Annotations:
    """Writes annotations with the names of one side's models."""

    def __init__(self, models: Mapping[ModelId, Model]) -> None:
        self._models = models

    def of(self, type_: TypeRef) -> str:
        """Write a type as an annotation: `list[Voice] | None`."""
        return type_text(type_, self._models, most_values=_MAX_VALUES)

    def meaning(self, type_: TypeRef) -> str:
        """Write a type with the values of the enums that it refers to, not with their names."""
        return self.of(self._spelled(type_))

    def _spelled(self, type_: TypeRef, depth: int = 0) -> TypeRef:
        """Put enums in the place of their aliases; what refers to no enum stays as it is."""
        if depth > _MAX_DEPTH:
            return type_
        match type_:
            case ModelRef():
                model = self._models.get(type_.id)
                if not isinstance(model, AliasModel):
                    return type_
                target = self._spelled(model.target, depth + 1)
                parts = target.members if isinstance(target, UnionType) else (target,)
                is_enum = any(isinstance(each, LiteralType) for each in parts)
                return target if is_enum else type_
            case Nullable() | UnionType():
                return rebuilt(type_, lambda each: self._spelled(each, depth + 1))
            case _:
                return type_

    def optional(self, type_: TypeRef) -> str:
        """Write the annotation and default of something that may be left out."""
        text = self.of(type_)
        suffix = (
            "" if text.endswith(" | None") or text in {"Any", "None"} else " | None"
        )
        return f"{text}{suffix} = None"
