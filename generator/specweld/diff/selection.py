"""Which changes a person wants to see: `--only` and `--ignore` by path, resource or rule."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from specweld.diff.change import Change, Comparison


class SelectorKind(enum.Enum):
    """What a pattern is matched with."""

    PATH = "path"
    TAG = "tag"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """One pattern: `path=/v1/voices/*`, `tag=voices`, `rule=request-*`."""

    kind: SelectorKind
    pattern: str
    """With `*`, `?` and `[...]` as in file names; upper and lower case differ."""


def parse_selector(text: str, rules: Collection[str]) -> Selector | None:
    """Read a pattern, with the kind before `=` or guessed: a slash means a path, a known id a rule.

    Returns:
        None when the kind is none of ours or the pattern is empty.
    """
    kind, separator, pattern = text.partition("=")
    if separator:
        known = {each.value: each for each in SelectorKind}
        if kind not in known or not pattern:
            return None
        return Selector(kind=known[kind], pattern=pattern)
    if not text:
        return None
    if text.startswith("/"):
        return Selector(kind=SelectorKind.PATH, pattern=text)
    if any(fnmatchcase(each, text) for each in rules):
        return Selector(kind=SelectorKind.RULE, pattern=text)
    return Selector(kind=SelectorKind.TAG, pattern=text)


def select(
    comparison: Comparison, only: Sequence[Selector], ignore: Sequence[Selector]
) -> Comparison:
    """Keep the changes that any of `only` matches, less those that one of `ignore` covers.

    A change of a shared model belongs to every operation it reaches: it is kept when one of
    them is asked for, and ignored only when all of them are.
    """
    changes = tuple(
        each
        for each in comparison.changes
        if (not only or any(_touches(selector, each) for selector in only))
        and not any(_covers(selector, each) for selector in ignore)
    )
    return replace(comparison, changes=changes)


def _touches(selector: Selector, change: Change) -> bool:
    return any(is_selected(selector, each) for each in _subjects(selector, change))


def _covers(selector: Selector, change: Change) -> bool:
    subjects = _subjects(selector, change)
    return bool(subjects) and all(is_selected(selector, each) for each in subjects)


def _subjects(selector: Selector, change: Change) -> Sequence[str]:
    match selector.kind:
        case SelectorKind.RULE:
            return (change.rule,)
        case SelectorKind.TAG:
            return change.subject.tags
        case SelectorKind.PATH:
            return tuple(_path_of(each) for each in change.operations)


def _path_of(operation: str) -> str:
    """Cut the path out of an operation's id: `GET /v1/voices#endpoint`."""
    return operation.partition(" ")[2].partition("#")[0]


def is_selected(selector: Selector, subject: str) -> bool:
    """Return whether a pattern matches a path, a resource or a rule."""
    if fnmatchcase(subject, selector.pattern):
        return True
    # A resource means those below it, too.
    is_tag = selector.kind is SelectorKind.TAG
    return is_tag and subject.startswith(f"{selector.pattern}.")
