"""The imports of a generated module, computed from the fragments that it holds, in isort's order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from specweld.render.code import Code, Import
from specweld.render.identifier import dotted, identifier

_CHECKING = Import(module="typing", name="TYPE_CHECKING")
_ANNOTATIONS = Import(module="__future__", name="annotations")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedName:
    """`Voice` or `Voice as Voice_`."""

    name: Code
    aliases: tuple[Code, ...]
    """None or one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromImport:
    """Names of one module."""

    module: Code
    names: tuple[ImportedName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSection:
    """Imports that stand together: a blank line comes between two of these."""

    modules: tuple[ImportedName, ...]
    """`import builtins`"""
    names: tuple[FromImport, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imports:
    """All imports of a module."""

    running: tuple[ImportSection, ...]
    typing: tuple[tuple[ImportSection, ...], ...]
    """None or one: what only type checkers import."""


def imports(
    module: str, running: Iterable[Import], typing: Iterable[Import] = ()
) -> Imports:
    """Sort the imports of a module.

    Args:
        module: The module that is written, as an import from the package's root: `.resources.voices`.
        running: What is needed when the code runs.
        typing: What only annotations name.
    """
    needed = set(running)
    only_typing = {
        each for each in typing if each not in needed and each.module != module
    }
    if only_typing:
        needed.add(_CHECKING)
    needed.add(_ANNOTATIONS)
    own = {each for each in needed if each.module != module}
    return Imports(
        running=_sections(module, own),
        typing=(_sections(module, only_typing),) if only_typing else (),
    )


def import_order(name: str) -> tuple[int, list[object], str]:
    """Sort names as isort does: constants, classes, the rest; numbers by their value."""
    is_constant = len(name) > 1 and name.isupper()
    kind = 1 if name[:1].isupper() else 2
    return 0 if is_constant else kind, natural(name), name


def listing_order(name: str) -> tuple[int, list[object]]:
    """Sort the names of `__all__`: as in an import, but capitals come before small letters."""
    return import_order(name)[0], _numbered(name)


def natural(name: str) -> list[object]:
    """Split a name so that `v2` sorts before `v10`, whatever the case."""
    return _numbered(name.lower())


def _numbered(name: str) -> list[object]:
    parts = re.split(r"([0-9]+)", name)
    return [int(part) if index % 2 else part for index, part in enumerate(parts)]


def _sections(module: str, needed: Iterable[Import]) -> tuple[ImportSection, ...]:
    by_section: dict[int, dict[str, set[Import]]] = {}
    for each in needed:
        source = relative(each.module, module)
        found = by_section.setdefault(_section(each.module), {})
        found.setdefault(source, set()).add(each)
    return tuple(_statements(by_section[key]) for key in sorted(by_section))


def _section(module: str) -> int:
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 2 if module.split(".")[0] in ("httpx2", "msgspec") else 1


def _statements(sources: dict[str, set[Import]]) -> ImportSection:
    modules: list[ImportedName] = []
    names: list[FromImport] = []
    for source in sorted(sources, key=_source_order):
        members = sorted(sources[source], key=lambda x: (import_order(x.name), x.alias))
        modules += [_named(source, x) for x in members if not x.name]
        found = tuple(_named(x.name, x) for x in members if x.name)
        if found:
            names.append(FromImport(module=dotted(source), names=found))
    return ImportSection(modules=tuple(modules), names=tuple(names))


def _source_order(source: str) -> tuple[object, ...]:
    """Put farther packages before nearer ones."""
    dots = len(source) - len(source.lstrip("."))
    return -dots, natural(source.lstrip(".")), source


def _named(name: str, imported: Import) -> ImportedName:
    aliases = (identifier(imported.alias),) if imported.alias else ()
    return ImportedName(name=dotted(name), aliases=aliases)


def relative(target: str, module: str) -> str:
    """Write a module as seen from another one of the same package."""
    if not target.startswith("."):
        return target
    parts = target[1:].split(".")
    package = module[1:].split(".")[:-1]
    common = 0
    while (
        common < min(len(parts) - 1, len(package)) and parts[common] == package[common]
    ):
        common += 1
    return "." * (len(package) - common + 1) + ".".join(parts[common:])
