"""Write types for people, as Python would have them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, assert_never

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

_SHOWN = 3
"""Values of a list that is too long."""


def type_text(
    type: TypeRef,
    models: Mapping[ModelId, Model],
    *,
    is_detailed: bool = False,
    most_values: int | None = None,
) -> str:
    """Write a type: `list[Voice] | None`.

    Args:
        type: what to write.
        models: all models, for their names.
        is_detailed: add what annotations do not say: formats, uniqueness, why it is untyped.
        most_values: of longer lists only the first values are written, and how many there are.
    """

    def text(inner: TypeRef) -> str:
        return type_text(
            inner, models, is_detailed=is_detailed, most_values=most_values
        )

    def noted(word: str, note: str) -> str:
        return f"{word}<{note}>" if note and is_detailed else word

    match type:
        case Scalar(kind=kind, format=format_name):
            return noted(kind.value, format_name)
        case LiteralType(values=values):
            written = list(map(json.dumps if is_detailed else repr, values))
            if most_values is not None and len(written) > most_values:
                # Two long lists that begin alike tell nothing: how many there are does.
                written[_SHOWN:] = [f"... {len(written)} values"]
            return f"Literal[{', '.join(written)}]"
        case ListType(item=item, is_unique=is_unique):
            word = "set" if is_unique and is_detailed else "list"
            return f"{word}[{text(item)}]"
        case TupleType(items=items):
            return f"tuple[{', '.join(text(each) for each in items)}]"
        case MapType(value=value):
            return f"dict[str, {text(value)}]"
        case ModelRef(id=id):
            return models[id].name if id in models else id
        case Nullable(item=item):
            return f"{text(item)} | None"
        case UnionType(members=members):
            return " | ".join(dict.fromkeys(map(text, members)))
        case FileType():
            return "File"
        case AnyType(reason=reason):
            return noted("Any", reason)
        case _:
            assert_never(type)
