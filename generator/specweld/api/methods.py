"""Name the methods: where in the client each operation is found."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from specweld.api.path_shape import known_paths
from specweld.api.spelling import KEYWORDS
from specweld.api.wishes import MethodPath, wishes_of
from specweld.diagnostics import Severity
from specweld.grammar import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.api.input import Input
    from specweld.api.path_shape import KnownPaths
    from specweld.contract.nodes import Operation

CLIENT_MEMBERS = frozenset(
    {
        *("close", "request", "with_options", "with_raw_response"),
        *("check_answers_used", "on", "recorded"),
    }
)
"""What every client has, or its fake: no root method or resource is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What an operation would like to be called, best first."""

    operation: Operation
    paths: tuple[MethodPath, ...]
    is_pinned: bool


def name_methods(
    source: Input,
    operations: Sequence[Operation],
    pinned: Mapping[str, str],
) -> dict[str, MethodPath]:
    """Give every operation a method path of its own, by operation id.

    Pinned names come first, then names of the last run, then wishes, those of short paths
    first; who comes too late takes the next wish, and in the end a number.
    """
    known = known_paths(operations)
    # Not as they come: the pages of a document have another order than the document.
    ordered = sorted(operations, key=_by_path)
    wishes = [_wish(each, known, pinned) for each in ordered]
    given = _Given()
    for wish in wishes:
        if wish.is_pinned:
            given.claim(wish.operation.id, wish.paths[0])
    for wish in wishes:
        path = _path_of(source.previous.get(wish.operation.id, ""))
        if path and wish.operation.id not in given.names:
            given.claim(wish.operation.id, path)
    given.expected = _prefixes(wish.paths[0] for wish in wishes) - given.taken
    for wish in wishes:
        if wish.operation.id not in given.names:
            path = given.find(wish)
            given.claim(wish.operation.id, path)
            if path != wish.paths[0]:
                _report_collision(source, wish, path)
    return given.names


def _by_path(operation: Operation) -> tuple[int, str, int, str]:
    """Rank `/voices` before `/voices/{id}`; one method is told apart by its id."""
    path, method = operation.path, operation.method.lower()
    known = METHODS.index(method) if method in METHODS else len(METHODS)
    return path.count("/"), path, known, operation.id


def _prefixes(paths: Iterable[MethodPath]) -> set[MethodPath]:
    """List the resources that methods are in."""
    return {path[:length] for path in paths for length in range(1, len(path))}


@dataclass(slots=True, kw_only=True)
class _Given:
    """Method paths that are given away: no two equal, none called like a resource."""

    names: dict[str, MethodPath] = field(default_factory=dict[str, MethodPath])
    taken: set[MethodPath] = field(default_factory=set[MethodPath])
    resources: set[MethodPath] = field(default_factory=set[MethodPath])
    expected: set[MethodPath] = field(default_factory=set[MethodPath])
    """Resources that methods without a name yet would like to be in."""

    def is_free(self, path: MethodPath) -> bool:
        return (
            path[0] not in CLIENT_MEMBERS
            and path not in self.taken
            and path not in self.resources
            and self.taken.isdisjoint(_prefixes([path]))
        )

    def claim(self, id: str, path: MethodPath) -> None:
        if self.is_free(path):
            self.names[id] = path
            self.taken.add(path)
            self.resources |= _prefixes([path])

    def find(self, wish: _Wish) -> MethodPath:
        # Beside a resource of its name a method is better respelled than moved elsewhere.
        wanted = wish.paths if wish.paths[0] in self.taken else wish.paths[:1]
        for path in wanted:
            if self.is_free(path) and path not in self.expected:
                return path
        resource: MethodPath = ()
        for segment in wish.paths[0][:-1]:
            if not resource and segment in CLIENT_MEMBERS:
                segment += "_"
            while (*resource, segment) in self.taken:
                segment += "_"
            resource = (*resource, segment)
        return self._find_ending(resource, wish.paths[0][-1])

    def _find_ending(self, resource: MethodPath, name: str) -> MethodPath:
        """Set a method apart from a resource by an underscore, from a method by a number."""
        is_method = (*resource, name) in self.taken
        endings = itertools.chain(
            [name] if is_method else [name, f"{name.rstrip('_')}_"],
            (f"{name}_{number}" for number in itertools.count(2)),
        )
        paths = ((*resource, ending) for ending in endings)
        return next(
            path for path in paths if self.is_free(path) and path not in self.expected
        )


def _report_collision(source: Input, wish: _Wish, path: MethodPath) -> None:
    wanted = ".".join(wish.paths[0])
    root, *rest = wish.paths[0]
    reason = f"`{wanted}` is taken"
    better = f"{wanted}_other"
    if root in CLIENT_MEMBERS:
        reason = f"every client has a `{root}` of its own"
        better = ".".join((f"{root}_other", *rest))
    source.reporter.report(
        "method-collision",
        Severity.NOTICE,
        f"{reason}; this method is called `{'.'.join(path)}`",
        wish.operation,
        help=f'pin a better name: "{wish.operation.id}" = "{better}"',
    )


def _wish(operation: Operation, known: KnownPaths, pinned: Mapping[str, str]) -> _Wish:
    path = _path_of(pinned.get(operation.id, ""))
    if path:
        return _Wish(operation=operation, paths=(path,), is_pinned=True)
    paths = wishes_of(operation, known)
    return _Wish(operation=operation, paths=paths, is_pinned=False)


def _path_of(dotted: str) -> MethodPath:
    """Read a dotted name from the config or the manifest; empty if it is not one."""
    names = tuple(dotted.removeprefix("client.").split("."))
    is_good = all(
        each.isidentifier() and each not in KEYWORDS and not each.startswith("_")
        for each in names
    )
    return names if is_good else ()
