"""Turn the words of a document into Python identifiers: the rules of spelling, no collisions."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(
    r"""
    [A-Z]+s(?![a-z0-9])         # plural acronym: IDs
    | [A-Z]+(?=[A-Z][a-z])      # acronym before a capitalised word: API|Key
    | [A-Z]?[^A-Z\W_]+          # word, with the digits behind it: s3, b64, Base64
    | [A-Z]+[0-9]*              # acronym at the end: JSON, V1
    """,
    re.VERBOSE,
)
_SEPARATORS = re.compile(r"[\W_]+")
_SPELLED = {
    "OAuth": "Oauth",
    "GraphQL": "Graphql",
    "GitHub": "Github",
    "IPv4": "Ipv4",
    "IPv6": "Ipv6",
}
"""Names of products whose capitals do not start a word."""

_MOST_BYTES = 150
"""File systems take 255; a class name grows by underscores when a file is named after it."""

_SIGNS = {"+": "plus_", "-": "minus_"}
_WINDOWS_DEVICES = frozenset({"aux", "con", "nul", "prn"}) | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)
}

KEYWORDS = frozenset(keyword.kwlist) | {"None", "True", "False"}
BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


# Most names of a document are repeated: `id`, `name`, `url`.
@lru_cache(maxsize=1 << 15)
def snake_case(text: str) -> str:
    """Spell a name with lower-case words: `exchangeAuthCodeForAPIKey`, `X-Client-Name`.

    Digits stay with the word before them (`preview_b64`). May return an empty string,
    a keyword or something that starts with a digit: `identifier` deals with these.
    """
    text = unicodedata.normalize("NFKC", text)
    for spelling, replacement in _SPELLED.items():
        text = text.replace(spelling, replacement)
    parts = (part for part in _SEPARATORS.split(text) if part)
    name = "_".join("_".join(_split_part(part)) for part in parts)
    return unicodedata.normalize("NFKC", name)


def _split_part(part: str) -> list[str]:
    if part.islower() or not part.isascii():
        return [part.lower()]
    return [word.lower() for word in _WORD.findall(part)] or [part.lower()]


def pascal_case(text: str) -> str:
    """Spell a name with capitalised words, keeping the capitals it has: `ASTNodeInput`."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(
        part[0].upper() + part[1:] for part in _SEPARATORS.split(text) if part
    )


def _cut(name: str) -> str:
    """Shorten a name so that it fits into the name of a file."""
    if len(name) * 4 <= _MOST_BYTES:
        return name
    return name.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip("_")


def identifier(wire_name: str, *, fallback: str) -> str:
    """Make the lower-case Python name of a field, an argument, a method or a resource.

    Args:
        wire_name: what the document says.
        fallback: stands before a leading digit and for a name without any letter.
    """
    wire_name = wire_name.strip()
    sign = _SIGNS.get(wire_name[:1], "")
    if sign and wire_name[1:].isdecimal():
        return snake_case(sign + wire_name[1:])
    name = snake_case(wire_name)
    if not name or not ("a" + name).isidentifier():
        name = re.sub(r"[^a-z0-9]+", "_", name.encode("ascii", "ignore").decode())
        name = name.strip("_")
    if not name:
        return fallback
    if not name.isidentifier():
        name = f"{fallback}_{name}"
    return f"{name}_" if name in KEYWORDS else _cut(name)


def class_identifier(text: str, *, fallback: str) -> str:
    """Make the Python name of a class or alias: an identifier that starts with a capital."""
    name = pascal_case(text)
    if not ("a" + name).isidentifier():
        name = "".join(letter for letter in name if letter.isascii())
    if not name[:1].isalpha():
        name = fallback + name
    if not name[0].isupper():
        # Scripts without capitals, such as Chinese.
        name = fallback + name
    return f"{name}_" if name in KEYWORDS else _cut(name)


def constant_case(text: str, *, fallback: str) -> str:
    """Make the name of an enum member: `PRODUCTION_EU`."""
    return identifier(text, fallback=fallback.lower()).upper()


def module_name(name: str) -> str:
    """Make a name fit for a file: Python imports no keyword, Windows reserves `aux`, `con` and others."""
    return f"{name}_" if name in KEYWORDS | _WINDOWS_DEVICES else name


def is_class_name(text: str) -> bool:
    """Return whether a text is a Python name in PascalCase already."""
    return re.fullmatch(r"[A-Z][A-Za-z0-9]*", text) is not None and (
        text not in KEYWORDS
    )
