"""Judge names: which of them a person would change first, and to what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.names.lock import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NUMBER = re.compile(r"_?[vV]?\d+$")
_NOISE = re.compile(
    r"(ResponseModel|RequestBody|Response|Request|Schema|Model|Parameters|Dto|DTO)+$"
)
_VERSION = re.compile(r"v\d+|api|V\d+|Api")
_CLASS_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LONG = {"methods": 24, "models": 28}
"""Characters that nobody minds."""
_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class UglyName:
    """A name that could be better."""

    place: str
    name: str
    score: int
    better: str
    """What it might be instead, and free."""


def ugliest(names: Mapping[str, str], most: int) -> tuple[UglyName, ...]:
    """Return the methods and models whose names need a person most, worst first."""
    taken = set(names.values())
    found = [each for each in _judged(names, taken) if each.score > 0]
    found.sort(key=lambda each: (-each.score, each.place))
    return tuple(found[:most])


def _judged(names: Mapping[str, str], taken: set[str]) -> Iterable[UglyName]:
    for place, name in names.items():
        kind = kind_of(place, name)
        if kind in _LONG:
            last = name.rpartition(".")[2]
            score = max(0, len(last) - _LONG[kind])
            score += 30 * bool(_NUMBER.search(last))
            score += 10 * _repeated(name)
            better = _better(name, kind)
            if better in taken or better == name:
                better = ""
            yield UglyName(place=place, name=name, score=score, better=better)


def _repeated(name: str) -> int:
    """Count the words that say again what stands before them."""
    *resource, method = name.split(".")
    said = {_singular(word) for part in resource for word in part.split("_")}
    return sum(_singular(word) in said for word in method.split("_"))


def _better(name: str, kind: str) -> str:
    if kind == "models":
        words = _CLASS_WORD.findall(_NOISE.sub("", _NUMBER.sub("", name)) or name)
        words = [each for each in words if not _VERSION.fullmatch(each)]
        words = list(dict.fromkeys(words))
        while len("".join(words)) > _LONGEST and len(words) > 1:
            words.pop(-2)
        return "".join(words)
    *resource, method = name.split(".")
    said = {_singular(word) for part in resource for word in part.split("_")}
    words = _NUMBER.sub("", method).split("_")
    kept = [
        each
        for each in words
        if _singular(each) not in said and not _VERSION.fullmatch(each)
    ]
    return ".".join((*resource, "_".join(kept or words[:1])))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word
