"""When what was said is what was meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from reading.bodies import SentPart


def is_nothing(value: object) -> bool:
    """Return whether there is nothing to send of a value outside of JSON."""
    return value is None or value == [] or value == {}


def shown(value: Any) -> Any:
    """Leave out of a value what only JSON can show: nulls, and what is empty."""
    match value:
        case dict():
            members = {key: shown(each) for key, each in value.items()}
            return {k: each for k, each in members.items() if not is_nothing(each)}
        case list():
            items = [shown(each) for each in value]
            return [each for each in items if not is_nothing(each)]
        case _:
            return value


def is_indistinct(value: object) -> bool:
    """Return whether a value holds nulls or empty texts, which no style can tell from nothing."""
    match value:
        case None | "":
            return True
        case list():
            return any(is_indistinct(each) for each in value)
        case dict():
            return any(is_indistinct(each) for each in value.values())
        case _:
            return False


def same_text(said: object, meant: object) -> bool:
    """Return whether two values are one where everything is a text."""
    match said, meant:
        case dict(), dict() if said != meant:
            kept = shown(meant)
            return said.keys() == kept.keys() and all(
                same_text(said[key], each) for key, each in kept.items()
            )
        case list(), list():
            return len(said) == len(meant) and all(map(same_text, said, meant))
        case [one], (str() | int() | float()):
            return same_text(meant, one)  # repeated once, a list is a text
        case bool(), str() if said is not None:
            return str(said).lower() == meant
        case (int() | float()), str():
            return meant == str(said) or _is_number(meant, said)
        case _:
            return said == meant


def _is_number(text: str, number: float) -> bool:
    try:
        return float(text) == number
    except ValueError:
        return False


def same_body(said: object, meant: object) -> bool:
    """Return whether a body says what was meant."""
    match said, meant:
        case SentPart(), tuple():
            sent = (said.filename, said.content, said.headers.get("content-type"))
            return sent == meant
        case SentPart(), _:
            return False
        case dict(), dict():
            return said.keys() == meant.keys() and all(
                same_body(said[key], meant[key]) for key in said
            )
        case list(), list():
            return len(said) == len(meant) and all(map(same_body, said, meant))
        case _:
            return same_text(said, meant)


def plain(result: Any) -> Any:
    """Make of what a call returns what it was read from, as far as that can be."""
    if isinstance(result, list | tuple):
        return [plain(each) for each in result]
    if isinstance(result, dict):
        return {key: plain(each) for key, each in result.items()}
    if hasattr(result, "to_dict"):
        return result.to_dict()
    if isinstance(result, date):  # a datetime is one, too
        return msgspec.to_builtins(result)
    return result


def losses(read: object, sent: object, path: str = "$") -> Iterator[str]:
    """List where an answer was not read as it was sent; a null may go without saying."""
    match read, sent:
        case dict(), dict():
            for key in read.keys() | sent.keys():
                yield from losses(read.get(key), sent.get(key), f"{path}.{key}")
        case (list() | tuple()), list() if len(read) == len(sent):
            for index, (one, other) in enumerate(zip(read, sent, strict=True)):
                yield from losses(one, other, f"{path}[{index}]")
        case bool(), bool() if read == sent:
            return
        case (int() | float()), (int() | float()) if read == sent:
            return
        case (str(), str()) | (None, None) if read == sent:
            return
        case _:
            yield f"{path} is {read!r:.300}, not {sent!r:.300}"
