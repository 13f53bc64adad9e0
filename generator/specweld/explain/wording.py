"""Arguments, bodies and responses in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from specweld.api.type_text import type_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from specweld.api.models import Model
    from specweld.api.operations import Argument, Payload, Response
    from specweld.api.types import ModelId


def argument_words(argument: Argument, models: Mapping[ModelId, Model]) -> str:
    """Write an argument as a signature has it, and where it travels."""
    words = f"{argument.name}: {type_text(argument.type, models)}"
    optional = "" if argument.is_required else ", optional"
    wire = f" as `{argument.wire_name}`" if argument.wire_name != argument.name else ""
    return f"{words} ({argument.location.value}{wire}{optional})"


def body_words(body: Payload | None, models: Mapping[ModelId, Model]) -> list[str]:
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
    inner = type_text(response.type, models) if response.type is not None else ""
    words = {
        "json": inner or "Any",
        "binary": "BinaryResponse",
        "text": "str",
        "events": f"EventStream[{inner or 'Any'}]",
        "nothing": "None",
        "decide": "what the server sends: None, decoded JSON or bytes",
    }
    return words[response.kind.value]
