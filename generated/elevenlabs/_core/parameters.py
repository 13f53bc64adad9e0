"""Arguments written into a path, a query, headers and cookies (OpenAPI 3.1 §4.8.12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from msgspec import Struct

from .encoding import to_parts, to_sent_json, to_text
from .json_shape import is_object, is_sequence
from .unset import NULL, is_absent

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Joined(Struct, frozen=True):
    """A list that travels as one value."""

    parts: tuple[str, ...]
    separator: str


def joined(values: object, separator: str = ",") -> Joined | None:
    """Ask for one value instead of one a list item: the styles without `explode`.

    An object is written as its keys and values in turn.
    """
    if is_absent(values):
        return None
    plain = _as_plain(values)
    if is_object(plain):
        pairs = [(key, item) for key, item in plain.items() if not is_absent(item)]
        items: list[object] = [part for pair in pairs for part in pair]
    else:
        items = [*plain] if is_sequence(plain) else [plain]
    return Joined(tuple(to_text(item) for item in items), separator)


def as_json(value: object) -> str | None:
    """Write a parameter as JSON, as `content: application/json` asks."""
    return None if is_absent(value) else to_sent_json(value).decode()


def fill_path(template: str, values: Mapping[str, object]) -> str:
    """Write values into a path template; they cannot leave their segment.

    Raises:
        TypeError: A value is None, or no scalar.
        ValueError: A value is empty, or a segment would become `.` or `..`.
    """

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        value = values.get(name)
        if is_absent(value):
            raise TypeError(f"path parameter `{name}` is missing")
        text = ",".join(quote(part, safe="") for part in _texts(value))
        if not text:
            raise ValueError(f"path parameter `{name}` is empty")
        return text

    segments = [_PLACEHOLDER.sub(fill, segment) for segment in template.split("/")]
    for segment in segments:
        if segment in (".", ".."):
            raise ValueError(f"`{segment}` is no value for a segment of `{template}`")
    return "/".join(segments)


def write_query(values: Mapping[str, object]) -> str:
    """Write a query string: lists repeat their key, objects become `key[name]=value`."""
    return "&".join(
        f"{quote(name, safe='')}={text}" for name, text in _query_pairs(values)
    )


def write_form(values: Mapping[str, object]) -> bytes:
    """Write an `application/x-www-form-urlencoded` body by the rules of a query."""
    return write_query(values).encode()


def write_header(name: str, value: object) -> tuple[bytes, bytes]:
    """Write one header; what is not ASCII goes as UTF-8.

    Raises:
        ValueError: A line break or control character; the value, maybe a secret, is not shown.
    """
    text = ",".join(_texts(value))
    if _CONTROL.search(text) or _CONTROL.search(name):
        raise ValueError(f"header `{name}` holds a line break or control character")
    return name.encode(), text.encode()


def write_cookies(values: Mapping[str, object]) -> str:
    """Write the `Cookie` header; empty when there is none."""
    return "; ".join(
        f"{quote(name, safe='')}={quote(','.join(_texts(value)), safe=_COOKIE_SAFE)}"
        for name, value in values.items()
        if not is_absent(value)
    )


_COOKIE_SAFE = "!#$&'()*+/:<=>?@[]^`{|}"
"""What RFC 6265 allows in a cookie value besides letters and digits."""


def _texts(value: object) -> list[str]:
    """Write a value of a place that knows neither keys nor repetition: lists are joined."""
    if isinstance(value, Joined):
        return list(value.parts)
    plain = value if isinstance(value, bytes) else _as_plain(value)
    if is_object(plain) or is_sequence(plain):
        together = joined(plain)
        return list(together.parts) if together else []
    return [to_text(plain)]


def _query_pairs(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield names as they are and values already encoded."""
    for name, value in values.items():
        if is_absent(value):
            continue
        if value is NULL:
            yield name, ""  # a form has no other word for it
        elif isinstance(value, Joined):
            if value.parts:
                separator = quote(value.separator, safe=",")
                encoded = (quote(part, safe="") for part in value.parts)
                yield name, separator.join(encoded)
        else:
            yield from _exploded(name, _as_plain(value))


def _exploded(name: str, value: object) -> Iterator[tuple[str, str]]:
    if is_object(value):
        for key, item in value.items():
            if item is not None:
                yield from _exploded(f"{name}[{key}]", item)
    elif is_sequence(value):
        for item in value:
            yield from _exploded(name, item)
    elif value is not None:
        yield name, quote(to_text(value), safe="")


def _as_plain(value: object) -> object:
    """Turn models, dates, enums and tuples into JSON's own kinds; scalars pass."""
    return value if isinstance(value, str | int | float) else to_parts(value)
