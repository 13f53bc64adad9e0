"""Short texts about one change that every report shows alike."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from specweld.diff.change import Bump, Cause, Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from specweld.diff.change import Change, SymbolChange
    from specweld.json_types import Json

_NAME = re.compile(r"`([^`]+)`")


def split_names(sentence: str) -> Iterator[tuple[str, bool]]:
    """Cut a sentence into pieces, each with whether it stood in backquotes."""
    position = 0
    for match in _NAME.finditer(sentence):
        if match.start() > position:
            yield sentence[position : match.start()], False
        yield match.group(1), True
        position = match.end()
    if position < len(sentence):
        yield sentence[position:], False


def clip(text: str, limit: int) -> str:
    """Cut a text that is longer than a number of characters, and show that it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def clip_sentence(sentence: str, limit: int) -> str:
    """Cut a sentence that is too long, not inside of a name in backquotes."""
    if len(sentence) <= limit:
        return sentence
    cut = sentence[: limit - 1]
    if cut.count("`") % 2:
        cut = cut[: cut.rindex("`")]
    return cut.rstrip(" ,") + "…"


def message_of(change: Change) -> str:
    """Return what happened as the beginning of a line."""
    return change.message[:1].upper() + change.message[1:]


def value_texts(change: Change, *, limit: int) -> tuple[str, str]:
    """Write the values before and after on a line each; empty where there was none.

    Both are empty when they read the same: a difference that nobody sees explains nothing.
    """
    old, new = (clip(value_text(each), limit) for each in (change.old, change.new))
    return ("", "") if old == new else (old, new)


def value_text(value: Json, *, indent: int | None = None) -> str:
    """Write a value as JSON, plain text without its quotes; empty for none."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)


def verdicts(change: Change) -> str:
    """Name both verdicts: `major, breaking on the wire`."""
    return ", ".join(each for each in (python_word(change), wire_word(change)) if each)


def python_word(change: Change) -> str:
    """Name the verdict for Python code."""
    return "no change in Python" if change.python is Bump.NONE else change.python.value


def wire_word(change: Change) -> str:
    """Name the verdict for the wire; empty when nothing changed there."""
    match change.wire:
        case Wire.BREAKING:
            return "breaking on the wire"
        case Wire.UNKNOWN:
            return "unknown on the wire"
        case Wire.COMPATIBLE:
            return "compatible on the wire"
        case Wire.NONE:
            return ""


def cause_words(change: Change) -> str:
    """Name what brought a change about; empty where that is the specs, or is not known."""
    if set(change.causes) <= {Cause.SPECS}:
        return ""
    return f"not from the specs alone: {' and '.join(x.value for x in change.causes)}"


def symbol_lines(symbols: Sequence[SymbolChange]) -> tuple[tuple[str, str], ...]:
    """Pair up what each Python name was and is: `("client.a.b(x: int)", "")`.

    Names that read the same on both sides are left out: the subject names them already.
    """
    pairs = (
        (_symbol(each.old, each.old_form), _symbol(each.new, each.new_form))
        for each in _together(symbols)
    )
    return tuple((old, new) for old, new in pairs if old != new)


def _together(symbols: Sequence[SymbolChange]) -> Iterator[SymbolChange]:
    """Name the aliases that changed alike in one line: `models.Provider, models.Only: ...`."""
    names: dict[tuple[str, str], list[str]] = {}
    for each in symbols:
        if _is_alias(each):
            names.setdefault((each.old_form, each.new_form), []).append(each.old)
    for each in symbols:
        if not _is_alias(each):
            yield each
            continue
        alike = names.pop((each.old_form, each.new_form), [])
        if alike:
            joined = ", ".join(alike)
            yield replace(each, old=joined, new=joined)


def _is_alias(symbol: SymbolChange) -> bool:
    """Return whether it is a bare name of a type, the same on both sides, without a signature."""
    is_model = symbol.old.startswith("models.") and symbol.old.count(".") == 1
    has_forms = bool(symbol.old_form and symbol.new_form)
    return is_model and has_forms and symbol.old == symbol.new


def _symbol(name: str, form: str) -> str:
    """Write a symbol as it reads in code: `client.voices.search(page: int)`, `models.Voice.name: str`."""
    if not name or not form or form == name:
        return name
    owner, _, last = name.rpartition(".")
    if form == last or form.startswith(f"{last}:"):
        is_argument = owner.startswith("client.") or owner == "client"
        return f"{owner}({form})" if is_argument else f"{owner}.{form}"
    if form.startswith("("):
        return f"{name}{form}"
    return f"{name}(...) {form}" if form.startswith("->") else f"{name}: {form}"


def listed(names: Sequence[str], *, limit: int) -> str:
    """Join names with commas, each in backquotes, and count those beyond a limit."""
    shown = ", ".join(f"`{each}`" for each in names[:limit])
    more = len(names) - limit
    return f"{shown} and {more} more" if more > 0 else shown
