"""Python values into JSON, plain values and text."""

from __future__ import annotations

import enum
from math import isfinite
from typing import Any

import msgspec

from .json_shape import is_object, is_sequence


def _plain(value: object) -> object:
    """Encode what msgspec does not know: `enc_hook`."""
    dump = getattr(value, "model_dump", None)  # a caller's own pydantic model
    if callable(dump):
        return dump(mode="json", by_alias=True)
    raise TypeError(f"`{type(value).__name__}` cannot be sent as JSON")


_encoder = msgspec.json.Encoder(enc_hook=_plain)


def to_json_bytes(value: object) -> bytes:
    """Encode as compact UTF-8 JSON.

    Raises:
        TypeError: A part of the value has no JSON form.
    """
    return _encoder.encode(value)


def to_sent_json(value: object) -> bytes:
    """Encode what goes to the server, where a null means something.

    Raises:
        TypeError: A part of the value has no JSON form.
        ValueError: Nor has a number in it: msgspec would make null of it.
    """
    content = to_json_bytes(value)
    if b"null" in content and not _is_finite(to_builtins(value)):
        raise ValueError("JSON has no word for a number that is infinite or not one")
    return content


def _is_finite(value: object) -> bool:
    if is_object(value):
        return all(map(_is_finite, value.values()))
    if is_sequence(value):
        return all(map(_is_finite, value))
    return not isinstance(value, float) or isfinite(value)


def to_builtins(value: object) -> Any:
    """Turn models, dates and enums into what JSON knows.

    Raises:
        TypeError: A part of the value has no JSON form.
    """
    return msgspec.to_builtins(value, str_keys=True, enc_hook=_plain)


def to_text(value: object) -> str:
    """Write a scalar as it stands in a URL, a header or a form.

    Raises:
        TypeError: It is no scalar.
    """
    if isinstance(value, enum.Enum):
        return to_text(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, bytes):
        return value.decode()
    plain = to_builtins(value)  # dates, times, UUIDs, decimals
    if isinstance(plain, str):
        return plain
    raise TypeError(f"`{type(value).__name__}` is no text, number, date or enum")
