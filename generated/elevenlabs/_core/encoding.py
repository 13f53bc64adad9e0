"""Python values into JSON, plain values and text."""

from __future__ import annotations

import enum
from typing import Any

import msgspec


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
