"""Take the path of a request apart: what it is about, and what is done to that."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.api.spelling import identifier, snake_case
from specweld.api.verbs import (
    AUDIENCES,
    ONLY_VERBS,
    READ_LAST,
    VERBS,
    is_plural,
    singular,
)
from specweld.spec.shapes import text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.contract.nodes import Operation

VERSION = re.compile(r"v\d+((alpha|beta)\d*)?|v?\d+(\.\d+)+|api", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_GETTING = re.compile(r"\s*(?:<\w+>)?(get|retrieve)s?\b", re.IGNORECASE)
_ITEM = "/{}"
_FEW = 12
"""So many methods are found at a glance, without resources around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathShape:
    """A path taken apart."""

    resource: tuple[str, ...]
    """Fixed segments, less versions and an action at the end."""
    verb: str
    is_action: bool
    """The verb is a segment of the path."""
    words: frozenset[str]
    """All words of the path, singular, those in braces included."""
    is_lone: bool
    """One segment is all of the path, and no other path goes on from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPaths:
    """The paths of a document: what is read, or goes on, is a thing and not an action."""

    methods: Mapping[str, frozenset[str]]
    """By path, without the names in braces."""
    above: frozenset[str]
    """Paths that others go on from."""
    is_flat: bool
    """There are few operations, and no tag sorts them."""
    has_audiences: bool
    """Some operations want the credential of an audience, others do not."""
    reading: str
    """The document's own word for asking for a thing: `get`, or `retrieve`."""

    def has(self, method: str, path: str) -> bool:
        """Return whether another operation, or this one, sends a method to a path."""
        return method in self.methods.get(path, ())


def known_paths(operations: Iterable[Operation]) -> KnownPaths:
    """Gather the paths of a document."""
    methods: dict[str, frozenset[str]] = {}
    above: set[str] = set()
    operations = tuple(operations)
    for each in operations:
        path = _bare(each.path)
        methods[path] = methods.get(path, frozenset()) | {each.method}
        while path:
            path = path.rpartition("/")[0]
            above.add(path)
    has_tags = any(texts_at(each.facts, "tags") for each in operations)
    return KnownPaths(
        methods=methods,
        above=frozenset(above),
        is_flat=len(operations) <= _FEW and not has_tags,
        has_audiences=len({audience_of(each) for each in operations}) > 1,
        reading=_reading_word(operations),
    )


def audience_of(operation: Operation) -> str:
    """Return whom an operation is for by its credential, `admin` for `AdminApiKeyAuth`; else ""."""
    security = operation.security
    schemes = security.alternatives if security else ()
    named = {word for names in schemes for word in _audiences(names)}
    return named.pop() if len(named) == 1 and all(schemes) else ""


def _audiences(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        first = next(iter(words_of(name)), "")
        yield first if first in AUDIENCES else ""


def _reading_word(operations: Iterable[Operation]) -> str:
    """Return `retrieve` if the document speaks so more often than of getting."""
    said = Counter(
        found[1].lower()
        for each in operations
        if each.method == "GET"
        and (
            (found := _GETTING.match(text_at(each.facts, "summary")))
            or (found := _GETTING.match(text_at(each.facts, "description")))
        )
    )
    return "retrieve" if said["retrieve"] > said["get"] else "get"


def read_shape(method: str, path: str, paths: KnownPaths) -> PathShape:
    """Read from a path what it is about, and what a request to it does."""
    segments = _segments(path)
    fixed = [
        (index, snake_case(each))
        for index, each in enumerate(segments)
        if "{" not in each and not VERSION.fullmatch(each)
    ]
    names = [name for _, name in fixed if name]
    ends_fixed = bool(fixed) and fixed[-1][0] == len(segments) - 1
    follows = len(segments) > 1 and "{" in segments[-2]
    bare = _bare(path)
    is_thing = bare in paths.above or (
        paths.has("GET", bare) and names[-1:] != ["search"]
    )
    if method == "GET":
        is_thing = bare in paths.above
    is_action = (
        ends_fixed
        and bool(names)
        and not is_thing
        and _is_action(method, names, follows=follows)
    )
    if is_action:
        verb = names.pop()
    else:
        verb = _verb(method, bare, names if ends_fixed else (), paths)
    words = [*names, verb if is_action else "", *_PLACEHOLDER.findall(path)]
    return PathShape(
        resource=tuple(identifier(each, fallback="call") for each in names),
        verb=verb,
        is_action=is_action,
        words=frozenset(singulars(words)),
        is_lone=len(segments) == 1 and bare not in paths.above,
    )


def _segments(path: str) -> list[str]:
    """Split a path; what follows a colon in its end is a segment of its own: `{name}:cancel`."""
    segments = [each for each in path.partition("?")[0].split("/") if each]
    if segments and ":" in segments[-1].partition("}")[2]:
        head, _, last = segments[-1].rpartition(":")
        segments[-1:] = [head, last]
    return segments


def _bare(path: str) -> str:
    return _PLACEHOLDER.sub("{}", path.partition("?")[0].partition("#")[0]).rstrip("/")


def _is_action(method: str, names: Sequence[str], *, follows: bool) -> bool:
    """Return whether the last fixed segment is what is done, and not what it is done to."""
    last = names[-1]
    head, _, rest = last.partition("_")
    if len(names) == 1:
        return last == "search" or (bool(rest) and head in ONLY_VERBS)
    if method == "GET":
        return last in READ_LAST
    if head in ONLY_VERBS:
        return True
    if is_plural(last):
        return False
    return head in VERBS or (method == "POST" and follows)


def _verb(method: str, path: str, ending: Sequence[str], paths: KnownPaths) -> str:
    """Choose the word for what a method does to a thing, or to several.

    Args:
        path: Without the names in braces.
        ending: The fixed segments, if the path ends with one.
    """
    has_items = paths.has("GET", path + _ITEM)
    is_several = bool(ending) and (is_plural(ending[-1]) or has_items)
    match method:
        case "GET":
            return "list" if is_several else paths.reading
        case "POST":
            is_one = paths.has("GET", path) and not is_several
            return "update" if is_one or not ending else "create"
        case "PUT" | "PATCH" | "DELETE":
            verb = "delete" if method == "DELETE" else "update"
            if method == "PUT" and paths.has("PATCH", path):
                verb = "replace"
            is_bulk = is_several and paths.has(method, path + _ITEM)
            return f"{verb}_many" if is_bulk else verb
        case _:
            return method.lower()


def words_of(text: str) -> list[str]:
    """List the words of a name, in lower case."""
    return [each for each in snake_case(text).split("_") if each]


def singulars(names: Iterable[str]) -> Iterable[str]:
    """Yield the words of some names without their plurals."""
    for name in names:
        for word in words_of(name):
            yield singular(word)
