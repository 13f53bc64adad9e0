"""Name the methods: where in the client each operation is found."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from specweld.api.spelling import KEYWORDS, identifier
from specweld.diagnostics import Severity
from specweld.spec.shapes import text_at, texts_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from specweld.api.input import Input
    from specweld.contract.nodes import Operation

MethodPath: TypeAlias = tuple[str, ...]
"""Python names from the client down, the method's own last."""

_GROUP_KEYS = ("x-fern-sdk-group-name", "x-speakeasy-group", "x-stainless-resource")
_METHOD_KEYS = (
    "x-fern-sdk-method-name",
    "x-speakeasy-name-override",
    "x-stainless-method",
)
CLIENT_MEMBERS = frozenset(
    {
        *("close", "request", "with_options", "with_raw_response"),
        *("check_answers_used", "on", "recorded"),
    }
)
"""What every client has, or its fake: no root method or resource is called so."""

_VERBS = {
    "GET": "get",
    "POST": "create",
    "PUT": "replace",
    "PATCH": "update",
    "DELETE": "delete",
}
_VERSION = re.compile(r"v\d+((alpha|beta)\d*)?|api", re.IGNORECASE)
_NOT_WORD = re.compile(r"\W")


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

    Pinned names come first, then names of the last run, then wishes in document order; who
    comes too late takes the next wish, and in the end a number.
    """
    wishes = [_wish(each, pinned) for each in operations]
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


def _wish(operation: Operation, pinned: Mapping[str, str]) -> _Wish:
    path = _path_of(pinned.get(operation.id, ""))
    if path:
        return _Wish(operation=operation, paths=(path,), is_pinned=True)
    candidates = (
        _from_extensions(operation),
        tuple(_spell(each) for each in texts_at(operation.page, "endpoint")),
        _from_operation_id(operation),
        _from_path(operation),
    )
    paths = tuple(dict.fromkeys(each for each in candidates if each))
    return _Wish(operation=operation, paths=paths, is_pinned=False)


def _path_of(dotted: str) -> MethodPath:
    """Read a dotted name from the config or the manifest; empty if it is none."""
    names = tuple(dotted.removeprefix("client.").split("."))
    is_good = all(
        each.isidentifier() and each not in KEYWORDS and not each.startswith("_")
        for each in names
    )
    return names if is_good else ()


def _spell(word: str) -> str:
    return identifier(word, fallback="call")


def _from_extensions(operation: Operation) -> MethodPath:
    """Read the names that vendors write for other generators."""
    facts = operation.facts
    method = next((text for key in _METHOD_KEYS if (text := text_at(facts, key))), "")
    if not method:
        return ()
    for key in _GROUP_KEYS:
        dotted = filter(None, text_at(facts, key).split("."))
        group = texts_at(facts, key) or tuple(dotted)
        if group:
            return tuple(_spell(each) for each in (*group, method))
    return (*_tag_path(operation), _spell(method))


def _tag_path(operation: Operation) -> MethodPath:
    tag = next(iter(texts_at(operation.facts, "tags")), "")
    name = _spell(tag) if tag.strip() else ""
    return (name,) if name else ()


def _from_operation_id(operation: Operation) -> MethodPath:
    """Take the tag as the resource and the operationId, less what the tag says, as the method."""
    text = text_at(operation.facts, "operationId").strip()
    if not text:
        return ()
    resource = _tag_path(operation)
    name = _spell(_without_fastapi_suffix(text, operation))
    if resource:
        stripped = name.removeprefix(f"{resource[0]}_")
        name = stripped if stripped.isidentifier() and stripped else name
    return (*resource, f"{name}_" if name in KEYWORDS else name)


def _without_fastapi_suffix(text: str, operation: Operation) -> str:
    """Strip what FastAPI appends to a function's name: the path and the method."""
    suffix = f"{_NOT_WORD.sub('_', operation.path)}_{operation.method.lower()}"
    return text.removesuffix(suffix) or text


def _from_path(operation: Operation) -> MethodPath:
    """Make a name of the path's fixed words and the HTTP method: always there."""
    parts = [each for each in operation.path.split("/") if each]
    words = [
        _spell(each)
        for each in parts
        if "{" not in each and not _VERSION.fullmatch(each)
    ]
    verb = _VERBS.get(operation.method, operation.method.lower())
    is_collection = bool(parts) and "{" not in parts[-1]
    if operation.method == "GET" and is_collection and parts[-1].endswith("s"):
        verb = "list"
    return (*words, verb)
