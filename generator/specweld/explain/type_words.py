"""Types of the language model in the words of a Python annotation."""

from __future__ import annotations

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
    TypeRef,
    UnionType,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.api.operations import Argument, Body, Response
    from specweld.api.types import ModelId


def type_words(type: TypeRef, models: Mapping[ModelId, Model]) -> str:
    """Write a type: `list[Voice] | None`."""
    match type:
        case Scalar():
            return type.kind.value
        case LiteralType():
            return f"Literal[{', '.join(map(repr, type.values))}]"
        case ListType():
            return f"list[{type_words(type.item, models)}]"
        case MapType():
            return f"dict[str, {type_words(type.value, models)}]"
        case ModelRef():
            model = models.get(type.id)
            return model.name if model else type.id
        case Nullable():
            return f"{type_words(type.item, models)} | None"
        case UnionType():
            return " | ".join(type_words(each, models) for each in type.members)
        case FileType():
            return "File"
        case AnyType():
            return "Any"
        case _:
            assert_never(type)


def argument_words(argument: Argument, models: Mapping[ModelId, Model]) -> str:
    """Write an argument as a signature has it, and where it travels."""
    words = f"{argument.name}: {type_words(argument.type, models)}"
    optional = "" if argument.is_required else ", optional"
    wire = f" as `{argument.wire_name}`" if argument.wire_name != argument.name else ""
    return f"{words} ({argument.location.value}{wire}{optional})"


def body_words(body: Body | None, models: Mapping[ModelId, Model]) -> list[str]:
    """Write what a request sends besides its parameters, one part a line."""
    if body is None:
        return []
    whole = () if body.argument is None else (body.argument,)
    arguments = (*body.arguments, *whole)
    return [
        *(argument_words(each, models) for each in arguments),
        *(f"{each.wire_name} = {each.value!r} (always)" for each in body.constants),
    ]


def response_words(response: Response, models: Mapping[ModelId, Model]) -> str:
    """Write what a method returns."""
    inner = type_words(response.type, models) if response.type is not None else ""
    words = {
        "json": inner or "Any",
        "binary": "BinaryResponse",
        "text": "str",
        "events": f"EventStream[{inner or 'Any'}]",
        "nothing": "None",
        "decide": "what the server sends: None, decoded JSON or bytes",
    }
    return words[response.kind.value]
