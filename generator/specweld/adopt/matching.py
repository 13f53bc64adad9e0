"""Find, for the operations of a document, the calls of an SDK that make them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from specweld.adopt.calls import AdoptedCall

Place: TypeAlias = tuple[str, str]
"""HTTP method and path."""

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_LONGEST_PREFIX = 3
"""Segments that the address of the API may have in an SDK, and not in the document."""


def match_calls(
    calls: Sequence[AdoptedCall], places: Iterable[Place]
) -> dict[Place, tuple[AdoptedCall, ...]]:
    """Return the calls of each place, best name first; places that the SDK lacks are left out.

    Names in braces do not count. Where the SDK's paths begin elsewhere than the document's
    (`/v1` is in the server's address of one of them), what makes most of them meet is put before.
    """
    by_place: dict[Place, list[AdoptedCall]] = {}
    for call in calls:
        shape = _shape(call.path)
        by_place.setdefault((call.method, shape), []).append(call)
        if call.query:
            asked = f"{shape}?{call.query}"
            by_place.setdefault((call.method, asked), []).append(call)
    wanted = {place: (place[0], _shape(place[1])) for place in places}
    theirs = {path for _, path in by_place}
    ours = {path for _, path in wanted.values()}
    added, cut = _prefix(ours, theirs), _prefix(theirs, ours)
    matched: dict[Place, tuple[AdoptedCall, ...]] = {}
    for place, (method, path) in wanted.items():
        bare = path.partition("#")[0]
        tried = [
            (method, each)
            for text in (path, bare, path.partition("?")[0])
            for each in (text, text.removeprefix(added), cut + text)
        ]
        found = next((by_place[each] for each in tried if each in by_place), None)
        if found:
            matched[place] = tuple(found)
    return matched


def assign_calls(
    calls: Sequence[AdoptedCall], operations: Mapping[str, Place]
) -> dict[str, AdoptedCall]:
    """Give each operation that an SDK has one of its calls, and no call twice.

    Args:
        calls: of the SDK, best name of each first.
        operations: id -> place; an id may end with the name that it has now.
    """
    matched = match_calls(calls, dict.fromkeys(operations.values()))
    assigned: dict[str, AdoptedCall] = {}
    taken: set[tuple[str, ...]] = set()
    for key in sorted(operations, key=lambda each: ("?" in each, "#" not in each)):
        candidates = matched.get(operations[key], ())
        own = key.rpartition("#")[2].rpartition(".")[2]
        named = [each for each in candidates if each.name[-1] == own]
        if "?" in operations[key][1]:
            candidates = tuple(
                each for each in candidates if each.name[-1] == candidates[0].name[-1]
            )
        found = next((e for e in (*named, *candidates) if e.name not in taken), None)
        if found is not None:
            assigned[key] = found
            taken.add(found.name)
    return {key: assigned[key] for key in operations if key in assigned}


def path_names(call: AdoptedCall, path: str) -> Mapping[str, str]:
    """Pair the names in braces of a document's path with the SDK's, by position."""
    ours = _PLACEHOLDER.findall(path)
    theirs = _PLACEHOLDER.findall(call.path)
    if len(ours) != len(theirs):
        return {}
    pairs = zip(ours, theirs, strict=True)
    return {mine[1:-1]: their[1:-1] for mine, their in pairs}


def _shape(path: str) -> str:
    return _PLACEHOLDER.sub("{}", path).rstrip("/") or "/"


def _prefix(long: Collection[str], short: Collection[str]) -> str:
    """Find the leading segments that most of the long paths have before the short ones."""
    score = Counter(
        start
        for path in long
        if path not in short
        for start in _starts(path)
        if path[len(start) :] in short
    )
    return max(score, key=lambda start: (score[start], -len(start), start), default="")


def _starts(path: str) -> Iterator[str]:
    segments = path.split("/")[1:]
    for length in range(1, min(_LONGEST_PREFIX, len(segments) - 1) + 1):
        if "{}" in segments[length - 1]:
            return
        yield "/" + "/".join(segments[:length])
