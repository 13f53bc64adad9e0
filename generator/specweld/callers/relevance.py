"""Which of the caller's files can use a client at all, told from their text: parsing all is slow.

What is known of a client comes into a file in four ways: the file names the package, it imports
from a file that does, it takes a pytest fixture of such a file, or it calls `.voices.search(...)` on
something unknown. Every other file is left unparsed.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

_REST = rb"[^\n]*(?:\\\r?\n[^\n]*)*"
_IMPORT = re.compile(
    rb"^[ \t]*(?:from[ \t]+(?P<base>[^\s(]+)[ \t]+import[ \t]*(?P<names>\([^)]*\)|"
    + _REST
    + rb")|import[ \t]+(?P<modules>"
    + _REST
    + rb"))",
    re.MULTILINE,
)
_FIXTURE = re.compile(
    rb"fixture[^\n]*\n(?:[^\n]*\n){0,40}?[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A file of the caller's, by the name that imports use."""

    name: str
    """Dotted, from the folder that is searched: `app.tts`."""
    is_package: bool
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What the text of a file says without being parsed."""

    module: Module
    size: int
    """Bytes."""
    mentions: bool
    """The package is named."""
    is_tail: bool
    """Something unknown has an attribute that is called as a resource of the client is."""
    imports: frozenset[str]
    """Names of modules that may be imported, absolute."""
    fixtures: frozenset[bytes]
    """Names of pytest fixtures that are defined here."""
    words: frozenset[bytes]
    """Names of all parameters, where tests are defined; else empty."""


class Glancer:
    """Looks at texts for one package."""

    def __init__(self, package: str, resources: Collection[str]) -> None:
        self._package = package.encode()
        names = b"|".join(re.escape(each.encode()) for each in sorted(resources))
        self._tail = re.compile(rb"\.\s*(?:" + names + rb")\s*\.") if names else None

    def glance(self, module: Module, content: bytes) -> Glance:
        """Note what matters of one file."""
        mentions = self._package in content
        has_fixtures = b"fixture" in content
        return Glance(
            module=module,
            size=len(content),
            mentions=mentions,
            is_tail=self._tail is not None and bool(self._tail.search(content)),
            imports=frozenset(_imported(module, content)),
            fixtures=frozenset(_FIXTURE.findall(content) if has_fixtures else ()),
            words=frozenset(_parameters(content)),
        )


def _parameters(content: bytes) -> Iterator[bytes]:
    """List the words between `def` and the end of its parameters, in tests and fixtures."""
    if b"def test" not in content and b"fixture" not in content:
        return
    for each in re.findall(rb"\bdef[ \t]+\w+[ \t]*\(([^)]*)\)", content):
        yield from re.findall(rb"\w+", each)


def _imported(module: Module, content: bytes) -> Iterator[str]:
    for match in _IMPORT.finditer(content):
        if match["modules"] is not None:
            for each in _text(match["modules"]).split(","):
                yield each.split(" as ")[0].strip()
            continue
        name = _text(match["base"])
        bare = name.lstrip(".")
        base = absolute_name(module, bare, len(name) - len(bare))
        yield base
        for word in re.findall(r"\w+", _text(match["names"])):
            yield f"{base}.{word}" if base else word


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\\\n", " ")


def absolute_name(module: Module, name: str, level: int) -> str:
    """Resolve the module of a `from ... import` (Python language reference, 5.7)."""
    if level == 0:
        return name
    parts = module.name.split(".") if module.name else []
    up = level - 1 if module.is_package else level
    base = parts[: len(parts) - up] if up <= len(parts) else []
    return ".".join([*base, *([name] if name else [])])


def relevant(glances: Sequence[Glance], modules: Mapping[str, str]) -> list[Glance]:
    """Choose the files that may use the client: none when no file names the package.

    Args:
        modules: The caller's modules, by every name that an import may use.
    """
    by_name = {each.module.name: each for each in glances}
    importers: dict[str, list[Glance]] = defaultdict(list)
    takers: dict[bytes, list[Glance]] = defaultdict(list)
    for each in glances:
        for name in each.imports:
            if name in modules:
                importers[modules[name]].append(each)
        for word in each.words:
            takers[word].append(each)
    chosen = {each.module.name for each in glances if each.mentions}
    pending = deque(chosen)
    while pending:
        found = by_name[pending.popleft()]
        users = list(importers[found.module.name])
        users += [user for fixture in found.fixtures for user in takers[fixture]]
        for each in users:
            if each.module.name not in chosen:
                chosen.add(each.module.name)
                pending.append(each.module.name)
    if not chosen:
        return []
    return [each for each in glances if each.module.name in chosen or each.is_tail]
