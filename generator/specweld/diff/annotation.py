"""Types as a reader of the generated code sees them, for messages and signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from specweld.api.models import AliasModel
from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelRef,
    Nullable,
    Scalar,
    TupleType,
    TypeRef,
    UnionType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.api.types import ModelId

_MAX_VALUES = 12
_SHOWN = 3
_MAX_DEPTH = 16


class Annotations:
    """Writes annotations with the names of one side's models."""

    def __init__(self, models: Mapping[ModelId, Model]) -> None:
        self._models = models

    def of(self, type_: TypeRef) -> str:
        """Write a type as an annotation: `list[Voice] | None`."""
        match type_:
            case Scalar():
                return type_.kind.value
            case LiteralType():
                return _literal(type_)
            case ListType():
                return f"list[{self.of(type_.item)}]"
            case TupleType():
                return f"tuple[{', '.join(map(self.of, type_.items))}]"
            case MapType():
                return f"dict[str, {self.of(type_.value)}]"
            case ModelRef():
                model = self._models.get(type_.id)
                return model.name if model is not None else "Any"
            case Nullable():
                return f"{self.of(type_.item)} | None"
            case UnionType():
                return " | ".join(dict.fromkeys(map(self.of, type_.members)))
            case FileType():
                return "File"
            case AnyType():
                return "Any"
            case _:
                assert_never(type_)

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
            case Nullable():
                return Nullable(item=self._spelled(type_.item, depth + 1))
            case UnionType():
                members = (self._spelled(each, depth + 1) for each in type_.members)
                return UnionType(members=tuple(members))
            case _:
                return type_

    def optional(self, type_: TypeRef) -> str:
        """Write the annotation and default of something that may be left out."""
        text = self.of(type_)
        suffix = (
            "" if text.endswith(" | None") or text in {"Any", "None"} else " | None"
        )
        return f"{text}{suffix} = None"


def _literal(literal: LiteralType) -> str:
    values = list(map(repr, literal.values))
    if len(values) > _MAX_VALUES:
        # Two long lists that begin alike tell nothing: how many there are does.
        values[_SHOWN:] = [f"... {len(values)} values"]
    return f"Literal[{', '.join(values)}]"
