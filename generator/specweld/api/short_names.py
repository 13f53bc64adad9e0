"""Shorten names of models: without what other programs added, and to what reads at a glance."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from specweld.api.path_shape import words_of
from specweld.api.spelling import class_identifier
from specweld.api.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from specweld.api.types import ModelId

MOST = 40
"""Characters of the name of a schema that has none of its own."""

_NOISE = (
    (re.compile(r"[Bb]ody_(\w+?)_v\d+_\w+_(?:post|put|patch|delete)"), r"\1_Body"),
    (re.compile(r"V\d+([A-Z]\w+)Parameters"), r"\1"),
    (re.compile(r"(\w+Request)Model"), r"\1"),
    (re.compile(r"(\w*[a-z0-9])_?(?:DTO|Dto|(?<!Json)Schema)"), r"\1"),
)
"""Names that FastAPI, gateways and mappers write, and what they are about."""
_ANSWER = re.compile(r"(\w+?)ResponseModel")
_SIDE = re.compile(r"Request|Response|Error\w*")
_BOUND = re.compile(r"Item|Value|Variant\d+")
"""Words that say nothing without the one before them."""
_CAPITALISED = re.compile(r"[A-Z][^A-Z]*")


def short_components(names: Mapping[ModelId, str]) -> dict[ModelId, str]:
    """Choose shorter class names for components, where nothing else is or wants to be called so.

    Args:
        names: what the document calls components, by their ids.
    """
    whole = {_spell(each).casefold() for each in names.values()}
    short = {key: _spell(without_noise(name)) for key, name in names.items()}
    wanted = Counter(each.casefold() for each in short.values())
    return {
        key: name
        for key, name in short.items()
        if wanted[name.casefold()] == 1 and name.casefold() not in whole
    }


def _spell(name: str) -> str:
    return class_identifier(name, fallback="Schema")


def without_noise(name: str) -> str:
    """Take off what says that a model is a model: `VoiceResponseModel`, `CatDto`, `PetSchema`."""
    answer = _ANSWER.fullmatch(name)
    if answer:
        is_done = words_of(answer[1])[:1] and words_of(answer[1])[0] in VERBS
        return f"{answer[1]}Response" if is_done else answer[1]
    for pattern, short in _NOISE:
        if pattern.fullmatch(name):
            return pattern.sub(short, name)
    return name


def short_phrases(base: str, words: Sequence[str]) -> Iterator[str]:
    """Yield names for what is inside something, the most telling first.

    Words in the middle go first: `AccountsCreateRequestTosAcceptance`, not
    `AccountsCreateRequestSettingsTreasuryTosAcceptance`.
    """
    whole = base + "".join(words)
    if len(whole) <= MOST or not words:
        yield whole
        return
    if _SIDE.fullmatch(words[0]) and len(words) > 1:
        base, words = base + words[0], words[1:]
    bound = tuple(_bound(words))
    for count in range(1, len(bound)):
        name = base + "".join(bound[count:])
        if len(name) <= MOST:
            yield name
    for count in range(2, 0, -1):
        end = "".join(bound[-count:])
        yield _head(base, MOST - len(end)) + end
    yield whole


def _bound(words: Iterable[str]) -> Iterator[str]:
    """Join words to the ones that they say nothing without."""
    last = ""
    for word in words:
        if last and not _BOUND.fullmatch(word):
            yield last
            last = ""
        last += word
    yield last


def _head(name: str, most: int) -> str:
    """Return as many leading words of a class name as fit, at least one."""
    head = ""
    for word in _CAPITALISED.findall(name) or [name]:
        if head and len(head) + len(word) > most:
            break
        head += word
    return head
