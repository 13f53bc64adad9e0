"""What a parsed YAML or JSON document consists of."""

from __future__ import annotations

from typing import TypeAlias

JsonScalar: TypeAlias = str | int | float | bool | None
Json: TypeAlias = "JsonScalar | list[Json] | dict[str, Json]"
JsonObject: TypeAlias = "dict[str, Json]"

Pointer: TypeAlias = tuple[str, ...]
"""A JSON pointer (RFC 6901) as its unescaped parts; list indices are decimal strings."""


def format_pointer(pointer: Pointer) -> str:
    """Write a pointer as a URI fragment: `#/paths/~1v1~1voices/get`."""
    text = "/".join(pointer)
    if "~" not in text and text.count("/") == len(pointer) - 1:
        return f"#/{text}"  # nothing to escape: nearly always
    return "#" + "".join(
        "/" + part.replace("~", "~0").replace("/", "~1") for part in pointer
    )


def parse_pointer(text: str) -> Pointer:
    """Read `#/a/b` or `/a/b` back into its parts.

    Raises:
        ValueError: the text is neither empty nor starts with `/` after an optional `#`.
    """
    text = text.removeprefix("#")
    if not text:
        return ()
    if not text.startswith("/"):
        raise ValueError(f"a JSON pointer starts with `/`: {text!r}")
    parts = text[1:].split("/")
    if "~" not in text:
        return tuple(parts)  # nothing is escaped: nearly always
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def is_same(old: Json, new: Json) -> bool:
    """Return whether two JSON values are equal; True is not 1, and 1.0 is 1."""
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    match old, new:
        case dict(), dict():
            return old.keys() == new.keys() and all(
                is_same(value, new[key]) for key, value in old.items()
            )
        case list(), list():
            return len(old) == len(new) and all(map(is_same, old, new))
        case _:
            return old == new


def resolve_pointer(data: Json, pointer: Pointer) -> Json:
    """Return the value that a pointer names.

    Raises:
        KeyError: nothing is there.
    """
    for part in pointer:
        match data:
            case dict():
                data = data[part]
            case list() if part.isdecimal() and int(part) < len(data):
                data = data[int(part)]
            case _:
                raise KeyError(part)
    return data
