"""What a client is called: from the title of its API, else from where its specs lie."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.settings.package_name import is_python_name, shadowed_words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

_NOISE = frozenset(
    {
        *("api", "apis", "rest", "restful", "http", "web", "public", "open", "openapi"),
        *("swagger", "spec", "specs", "specification", "definition", "definitions"),
        *("document", "documents", "documentation", "docs", "reference", "schema"),
        *("service", "server", "client", "sdk", "the", "a", "an", "of", "for", "my"),
        *("fastapi", "title", "untitled", "example", "sample", "test", "index"),
        *("official", "extension", "and", "by", "with"),
        *("latest", "main", "bundle", "bundled", "dist", "json", "yaml", "pages"),
    }
)
"""Words that say nothing about which API it is."""
_VERSION = re.compile(r"v?\d+([._]\d+)*", re.IGNORECASE)
_SUBTITLE = re.compile(r"\s+[-\u2013\u2014|:]\s+|[(:|]")
_WORD = re.compile(r"[A-Za-z0-9]+")
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientNames:
    """The names of a client that is set up."""

    package: str
    """Also the name of its table in specweld.toml."""
    class_name: str


def names_for(title: str, places: Iterable[str], output: Path) -> ClientNames:
    """Choose names.

    Args:
        title: `info.title` of the document; empty when there is none.
        places: Names to fall back on, the nearest first: of the file, of the folders above it.
        output: The folder that packages are written to.
    """
    for text in (_SUBTITLE.split(title.strip())[0], title, *places):
        words = _telling_words(text)
        if words:
            return _names(words, output)
    return ClientNames(package="api_client", class_name="ApiClient")


def distinct(
    names: ClientNames, places: Iterable[str], taken: Container[str]
) -> ClientNames:
    """Set two clients of one name apart by what their files are called, else by a number."""
    if names.package not in taken:
        return names
    tails = ("_".join(_WORD.findall(each)).lower() for each in places)
    numbers = (str(each) for each in itertools.count(2))
    for tail in itertools.chain(tails, numbers):
        package = f"{names.package}_{tail}"
        if tail and package not in taken:
            class_name = names.class_name + tail.title().replace("_", "")
            return ClientNames(package=package, class_name=class_name)
    raise AssertionError("numbers do not end")


def _telling_words(text: str) -> list[str]:
    words = _WORD.findall(re.sub("['\u2019]s?\\b", "", text))
    return [
        each
        for each in words
        if each.lower() not in _NOISE and not _VERSION.fullmatch(each)
    ][:_MOST_WORDS]


def _names(words: list[str], output: Path) -> ClientNames:
    package = "_".join(words).lower()
    class_name = "".join(each[0].upper() + each[1:] for each in words)
    if package[0].isdigit():
        package, class_name = f"api_{package}", f"Api{class_name}"
    is_taken = shadowed_words(package, output / package)
    if is_taken or not is_python_name(package):
        package, class_name = f"{package}_api", f"{class_name}Api"
    if words == [each.lower() for each in words] or class_name.isupper():
        class_name = "".join(part.capitalize() for part in package.split("_"))
    return ClientNames(package=package, class_name=class_name)
