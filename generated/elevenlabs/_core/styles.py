"""Arguments written into a path, a query, headers, cookies and forms (OpenAPI 3.1 §4.8.12, RFC 6570 §3.2).

A style is a word of OpenAPI; `*` behind it explodes, as in RFC 6570: `form*` repeats its name, `form` joins.
`+` before it lets reserved characters of a query pass. `json` is what `content: application/json` asks for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias
from urllib.parse import quote

from msgspec import Struct

from .codec import to_parts, to_sent_json, to_text
from .values import NULL, is_absent, is_object, is_sequence

Styles: TypeAlias = Mapping[str, str]
"""Names of the API to styles, where they are not those that go without saying."""


class Style(Struct, frozen=True, kw_only=True):
    """How RFC 6570 expands a value."""

    first: str = ""
    """What stands before everything."""
    between: str = ","
    """What stands between exploded items."""
    inside: str = ","
    """What stands between items that are not."""
    is_named: bool = False
    """Whether values carry their name."""
    empty: str = ""
    """What stands behind the name of an empty value."""


_FORM = Style(between="&", is_named=True, empty="=")

STYLES: Mapping[tuple[str, str], Style] = {
    ("path", "simple"): Style(),
    ("path", "label"): Style(first=".", between="."),
    ("path", "matrix"): Style(first=";", between=";", is_named=True),
    ("query", "form"): _FORM,
    ("query", "spaceDelimited"): Style(
        between="&", inside="%20", is_named=True, empty="="
    ),
    ("query", "pipeDelimited"): Style(
        between="&", inside="%7C", is_named=True, empty="="
    ),
    ("header", "simple"): Style(),
    ("cookie", "form"): Style(between="; ", is_named=True, empty="="),
}
"""By location and word. `deepObject` and `json` are not of RFC 6570's kind, and are written below."""

_USUAL = {"path": "simple", "query": "form*", "header": "simple", "cookie": "form*"}

_USUAL_KINDS = {name: word.removesuffix("*") for name, word in _USUAL.items()}

_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_ESCAPED = re.compile(r"%25(?=[0-9A-Fa-f]{2})")
_COOKIE_SAFE = "!#$&'()*+/:<=>?@[]^`{|}"
"""What RFC 6265 allows in a cookie value besides letters and digits."""
_RESERVED = ":/?@!$'()*,;="
"""What RFC 3986 reserves, without what would end a value or begin another one: `&`, `#`, `+` and brackets."""


def fill_path(
    template: str, values: Mapping[str, object], styles: Styles | None = None
) -> str:
    """Write values into a path template; they cannot leave their segment.

    Raises:
        TypeError: A value is None, or has no form in a path.
        ValueError: A value is empty, or a segment would become `.` or `..`.
    """

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        value = values.get(name)
        if is_absent(value):
            raise TypeError(f"path parameter `{name}` is missing")
        text = _written(name, value, "path", styles, _quoted)
        if not text:
            raise ValueError(f"path parameter `{name}` is empty")
        return text

    segments = [_PLACEHOLDER.sub(fill, segment) for segment in template.split("/")]
    for segment in segments:
        if segment in (".", ".."):
            raise ValueError(f"`{segment}` cannot be a segment of `{template}`")
    return "/".join(segments)


def write_query(values: Mapping[str, object], styles: Styles | None = None) -> str:
    """Write a query string."""
    written = (
        _written(name, value, "query", styles, _quoted)
        for name, value in values.items()
        if not is_absent(value)
    )
    return "&".join(filter(None, written))


def write_form(values: Mapping[str, object], styles: Styles | None = None) -> bytes:
    """Write an `application/x-www-form-urlencoded` body; objects go as `name[key]=value` unless a style says."""
    pairs: list[str] = []
    for name, value in values.items():
        if is_absent(value):
            continue
        if styles and name in styles:
            pairs.append(_written(name, value, "query", styles, _quoted))
        else:
            pairs += _deep(_quoted(name), _plain(value), _quoted)
    return "&".join(filter(None, pairs)).encode()


def write_header(
    name: str, value: object, styles: Styles | None = None
) -> tuple[bytes, bytes]:
    """Write one header; what is not ASCII goes as UTF-8.

    Raises:
        ValueError: A line break or control character; the value, maybe a secret, is not shown.
    """
    text = _written(name, value, "header", styles, str)
    if _CONTROL.search(text) or _CONTROL.search(name):
        raise ValueError(f"header `{name}` holds a line break or control character")
    return name.encode(), text.encode()


def write_cookies(values: Mapping[str, object], styles: Styles | None = None) -> str:
    """Write the `Cookie` header; empty when there is none."""
    written = (
        _written(name, value, "cookie", styles, _quoted_for_cookie)
        for name, value in values.items()
        if not is_absent(value)
    )
    return "; ".join(filter(None, written))


_Quote: TypeAlias = Callable[[str], str]


def _written(
    name: str, value: object, location: str, styles: Styles | None, quoted: _Quote
) -> str:
    """Write one parameter; empty when there is nothing to write."""
    word = (styles or {}).get(name) or _USUAL[location]
    if isinstance(value, str) and location == "header" and word == "simple":
        return str(value)  # most headers
    if word == "json":
        text = quoted(to_sent_json(value).decode())
        is_named = location in ("query", "cookie")
        return f"{quoted(name)}={text}" if is_named else text
    if word.startswith("+"):
        word = word[1:]
        quoted = _quoted_but_reserved if location == "query" else quoted
    kind, is_exploded = word.removesuffix("*"), word.endswith("*")
    if kind == "deepObject":
        return "&".join(_deep(_quoted(name), _plain(value), quoted, is_indexed=True))
    style = STYLES.get((location, kind)) or STYLES[location, _USUAL_KINDS[location]]
    return _expanded(quoted(name), _plain(value), style, quoted, is_exploded)


def _expanded(
    name: str, value: object, style: Style, quoted: _Quote, is_exploded: bool
) -> str:
    """Expand a value as RFC 6570 §3.2.1 does."""
    if is_object(value):
        pairs = [(quoted(k), v) for k, v in value.items() if not is_absent(v)]
        if is_exploded and style.between == "&":
            items = [part for key, item in pairs for part in _deep(key, item, quoted)]
        elif is_exploded:
            items = [f"{key}={quoted(to_text(item))}" for key, item in pairs]
        else:
            items = [x for key, item in pairs for x in (key, quoted(to_text(item)))]
            return _together(name, items, style)
        return style.first + style.between.join(items) if items else ""
    if is_sequence(value):
        kept = [item for item in value if item is not None]
        if not is_exploded:
            items = [quoted(to_text(item)) for item in kept]
            return _together(name, items, style)
        if style.between == "&":
            items = [*_deep(name, kept, quoted)]
        else:
            items = [_one(name, quoted(to_text(item)), style) for item in kept]
        return style.first + style.between.join(items) if items else ""
    return style.first + _one(name, quoted(_text(value)), style)


def _together(name: str, items: list[str], style: Style) -> str:
    """Join items under one name."""
    if not items:
        return ""
    return style.first + _one(name, style.inside.join(items), style)


def _one(name: str, text: str, style: Style) -> str:
    if not style.is_named:
        return text
    return f"{name}={text}" if text else name + style.empty


def _deep(
    name: str, value: object, quoted: _Quote, *, is_indexed: bool = False
) -> Iterator[str]:
    """Yield `name=value`; objects add their keys in brackets.

    Args:
        name: Quoted.
        value: Made of JSON's own kinds.
        quoted: Quotes values.
        is_indexed: Lists add numbers in brackets. Otherwise they repeat the name, unless they
            hold objects, whose keys could not be told apart then, or stand in brackets themselves.
    """
    if is_object(value):
        for key, item in value.items():
            if item is not None:
                inner = f"{name}%5B{_quoted(key)}%5D"
                yield from _deep(inner, item, quoted, is_indexed=True)
    elif is_sequence(value):
        kept = [item for item in value if item is not None]
        is_nested = is_indexed or any(is_object(x) or is_sequence(x) for x in kept)
        for index, item in enumerate(kept):
            inner = f"{name}%5B{index}%5D" if is_nested else name
            yield from _deep(inner, item, quoted, is_indexed=is_indexed)
    elif value is not None:
        yield f"{name}={quoted(_text(value))}"


def _text(value: object) -> str:
    """Write a scalar; a null that has to be sent is empty, as a form has no other word for it."""
    return "" if value is NULL else to_text(value)


def _plain(value: object) -> object:
    """Turn models, enums and tuples into JSON's own kinds; scalars pass."""
    is_scalar = isinstance(value, str | int | float | bytes) or value is NULL
    return value if is_scalar else to_parts(value)


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _quoted_but_reserved(text: str) -> str:
    """Let reserved characters pass, and what is percent-encoded already."""
    return _ESCAPED.sub("%", quote(text, safe=_RESERVED))


def _quoted_for_cookie(text: str) -> str:
    return quote(text, safe=_COOKIE_SAFE)
