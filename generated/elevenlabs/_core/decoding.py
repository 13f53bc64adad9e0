"""JSON into typed values: strict and fast where it matches the documentation, lenient where it does not.

The strict decoder is all that a matching response costs. `lenient` is imported at the first mismatch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_args, get_origin

import msgspec

from .errors import DecodeError
from .union import UnionMarker

if TYPE_CHECKING:
    from .lenient import Mismatch

_T = TypeVar("_T")


class As(Generic[_T]):
    """A way to pass what is no `type[T]`: `into=As[Voice | None]` yields `Voice | None`."""


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
    from . import extras
    from .lenient import convert_leniently

    wanted = wanted_type(into)
    found: extras.Found = []
    try:
        cleaned = extras.taken_out(value, wanted, found)
        converted, mismatches = convert_leniently(cleaned, wanted)
    except RecursionError as error:
        raise DecodeError("it is nested too deeply") from error
    extras.attach(converted, found)
    return converted, mismatches


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
