"""Typed values from JSON and into it.

The strict decoder is all that a matching response costs. `lenient` is imported at the first mismatch.
"""

from __future__ import annotations

import datetime
import enum
import re
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

import msgspec

from .errors import DecodeError
from .model import are_there, put_back
from .values import As, UnionMarker, is_object, is_sequence

if TYPE_CHECKING:
    from .lenient import Mismatch


_T = TypeVar("_T")


_decoders: dict[object, msgspec.json.Decoder[Any]] = {}
"""Made once a type. Two threads may both make one: they are equal, and one of them stays."""


def decode_json(
    content: bytes, into: type[_T] | type[As[_T]]
) -> tuple[_T, tuple[Mismatch, ...]]:
    """Decode a body, keeping raw values where it does not match.

    Raises:
        DecodeError: It is not valid JSON.
    """
    decoder = _decoders.get(into) or _make_decoder(into)
    try:
        return decoder.decode(content), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return convert_value(decode_any_json(content), into)


def convert_value(
    value: object, into: type[_T] | type[As[_T]]
) -> tuple[_T, tuple[Mismatch, ...]]:
    """Turn decoded JSON into a typed value, keeping raw values where it does not match."""
    from .lenient import convert_leniently

    try:
        return convert_leniently(value, wanted_type(into))
    except RecursionError as error:
        raise DecodeError("it is nested too deeply") from error


def decode_any_json(content: bytes) -> object:
    """Decode JSON, also as servers send it: with a byte order mark, as UTF-16, with NaN.

    Raises:
        DecodeError: It is not valid JSON by any reading.
    """
    try:
        return msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        import json  # takes more, and takes longer

    try:
        value: object = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DecodeError(str(error)) from error
    return value


def wanted_type(into: object) -> Any:
    """Unwrap `As`."""
    return get_args(into)[0] if get_origin(into) is As else into


def resolve_marker(kind: type[Any], value: object) -> object:
    """Decode a value whose type is a union marker: msgspec's `dec_hook`.

    Raises:
        msgspec.ValidationError: The value is none of the members.
    """
    if not isinstance(kind, UnionMarker):
        raise NotImplementedError(f"msgspec cannot decode `{kind.__name__}`")
    for candidate in kind.plan.candidates(value):
        try:
            return msgspec.convert(
                value, candidate, dec_hook=resolve_marker, str_keys=True
            )
        except msgspec.ValidationError:
            continue
    raise msgspec.ValidationError(f"Expected `{kind.__name__}`")


def _make_decoder(into: object) -> msgspec.json.Decoder[Any]:
    decoder = msgspec.json.Decoder(wanted_type(into), dec_hook=resolve_marker)
    _decoders[into] = decoder
    return decoder


_NAIVE = rb'"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?"'
"""What a date and time without an offset looks like in JSON: there need be none, but may."""


def _plain(value: object) -> object:
    """Encode what msgspec does not know: `enc_hook`."""
    dump = getattr(value, "model_dump", None)  # a caller's own pydantic model
    if callable(dump):
        return dump(mode="json", by_alias=True)
    raise TypeError(f"`{type(value).__name__}` cannot be sent as JSON")


_encoder = msgspec.json.Encoder(enc_hook=_plain, decimal_format="number")


def to_json_bytes(value: object) -> bytes:
    """Encode as compact UTF-8 JSON.

    Raises:
        TypeError: A part of the value has no JSON form.
    """
    if are_there():
        kept = (datetime.datetime, Decimal)
        plain = msgspec.to_builtins(
            value, str_keys=True, enc_hook=_plain, builtin_types=kept
        )
        value = put_back(value, plain)
    return _encoder.encode(value)


def to_sent_json(value: object) -> bytes:
    """Encode what goes to the server, where a null means something.

    Raises:
        TypeError: A part of the value has no JSON form.
        ValueError: Nor has a number in it, of which msgspec would make null; or a date and time has no offset.
    """
    content = to_json_bytes(value)
    if b"null" in content or b"NaN" in content or b"Infinity" in content:
        _check(value, _has_word)
    if re.search(_NAIVE, content):
        _check(value, _has_offset)
    return content


def _check(value: object, check_scalar: Any) -> None:
    kept = (datetime.datetime, Decimal)
    plain = msgspec.to_builtins(
        value, str_keys=True, enc_hook=_plain, builtin_types=kept
    )
    _walk(plain, check_scalar)


def _walk(value: object, check_scalar: Any) -> None:
    if is_object(value):
        for item in value.values():
            _walk(item, check_scalar)
    elif is_sequence(value):
        for item in value:
            _walk(item, check_scalar)
    else:
        check_scalar(value)


def _has_word(value: object) -> None:
    if isinstance(value, float | Decimal) and not isfinite(value):
        raise ValueError("JSON has no word for a number that is infinite or not one")


def _has_offset(value: object) -> None:
    """Refuse to guess: a server far away would take it for another hour (RFC 3339 asks for an offset)."""
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        raise ValueError(
            f"the date and time {value.isoformat()} has no offset from UTC; give one,"
            " such as `datetime.now(timezone.utc)` or `value.astimezone()`"
        )


def to_parts(value: object) -> Any:
    """Turn models and enums into what JSON knows, but leave times to `to_text`.

    Raises:
        TypeError: A part of the value has no JSON form.
    """
    plain = msgspec.to_builtins(
        value, str_keys=True, enc_hook=_plain, builtin_types=(datetime.datetime,)
    )
    return put_back(value, plain) if are_there() else plain


def to_builtins(value: object) -> Any:
    """Turn models, dates and enums into what JSON knows.

    Raises:
        TypeError: A part of the value has no JSON form.
    """
    return msgspec.to_builtins(value, str_keys=True, enc_hook=_plain)


def to_text(value: object) -> str:
    """Write a scalar as it stands in a URL, a header or a form.

    Raises:
        TypeError: It is not a scalar.
        ValueError: It is a date and time without an offset.
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
    _has_offset(value)
    plain = to_builtins(value)  # dates, times, UUIDs, decimals
    if isinstance(plain, str):
        return plain
    kind = type(value).__name__
    raise TypeError(f"`{kind}` is not text, a number, a date or an enum")
