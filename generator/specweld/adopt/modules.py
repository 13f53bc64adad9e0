"""Find the modules of an SDK and what their names mean; nothing is ever imported."""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
DefinitionNode: TypeAlias = ast.ClassDef | FunctionNode

_APART = frozenset({"docs", "examples", "test", "tests"})
"""Folders beside a package, in a folder that is none itself."""
_FUNCTION = re.compile(r"^\s*(async )?def ", re.MULTILINE)
"""What a module of interest has, and few modules of models have."""
_NEAR = 3
"""Parts of a module's name that are parsed anyway: a client may only inherit."""
_MOST_BYTES = 64 * 1024 * 1024
_MOST_HOPS = 8
"""Re-exports that are followed from a name to its definition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkModule:
    """One file, parsed."""

    name: tuple[str, ...]
    definitions: dict[str, DefinitionNode] = field(repr=False)
    imports: dict[str, tuple[str, ...]] = field(repr=False)
    """Local name -> module and name, or module alone; those inside functions included."""
    stars: tuple[tuple[str, ...], ...]
    """Modules that all names are taken from."""
    constants: dict[str, ast.expr] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A class or a function, and the module that its names are to be read in."""

    module: SdkModule
    node: DefinitionNode

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from all others."""
        return (*self.module.name, self.node.name)


class Modules:
    """The modules of one SDK by dotted name, each parsed when somebody asks for it."""

    def __init__(self, folder: Path) -> None:
        """List the files."""
        self._files = dict(_files(folder))
        self._parsed: dict[tuple[str, ...], SdkModule | None] = {}
        self._by_end: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name in sorted(self._files, key=len):
            for start in range(len(name)):
                self._by_end.setdefault(name[start:], name)

    def matching(self, *texts: str) -> Iterator[SdkModule]:
        """Yield the modules that have one of some texts in them."""
        wanted = [each.encode() for each in texts]
        for name, path in self._files.items():
            content = path.read_bytes()
            if any(each in content for each in wanted):
                module = self.module(name)
                if module is not None:
                    yield module

    def exported(self) -> Iterator[Definition]:
        """Yield the classes that the packages on top show to the world."""
        packages = {
            name for name, path in self._files.items() if path.stem == "__init__"
        }
        for name in sorted(packages):
            module = None if name[:-1] in packages else self.module(name)
            for each in self._shown(module, _MOST_HOPS) if module else ():
                found = self._in_module(module, each, _MOST_HOPS) if module else None
                if found is not None and isinstance(found.node, ast.ClassDef):
                    yield found

    def find(self, module: SdkModule, expression: ast.expr | None) -> Definition | None:
        """Follow a name, a dotted name or a quoted annotation to what it stands for."""
        match expression:
            case ast.Name(id=name):
                return self._in_module(module, name, _MOST_HOPS)
            case ast.Attribute(value=ast.Name(id=holder), attr=name):
                target = self.module(module.imports.get(holder, ()))
                return self._in_module(target, name, _MOST_HOPS) if target else None
            case ast.Constant(value=str(text)):
                return self.find(module, _parsed(text))
            case ast.BinOp(op=ast.BitOr(), left=inner):
                return self.find(module, inner)
            case ast.Subscript(slice=inner) if "Optional" in ast.unparse(
                expression.value
            ):
                return self.find(module, inner)
            case _:
                return None

    def module(self, name: tuple[str, ...]) -> SdkModule | None:
        """Look a module up; a source folder above the package may not be in its name."""
        if name not in self._files:
            name = self._by_end.get(name, ()) if len(name) > 1 else ()
        if name not in self._parsed:
            path = self._files.get(name)
            self._parsed[name] = _parse(name, path) if path else None
        return self._parsed[name]

    def _in_module(self, module: SdkModule, name: str, hops: int) -> Definition | None:
        if name in module.definitions:
            return Definition(module=module, node=module.definitions[name])
        if hops == 0:
            return None
        target = module.imports.get(name)
        pairs = [(target[:-1], target[-1])] if target else []
        for holder, wanted in (*pairs, *((star, name) for star in module.stars)):
            below = self.module(holder)
            found = self._in_module(below, wanted, hops - 1) if below else None
            if found is not None:
                return found
        return None

    def _shown(self, module: SdkModule, hops: int) -> Iterator[str]:
        yield from module.definitions
        yield from module.imports
        for star in module.stars if hops else ():
            below = self.module(star)
            if below is not None:
                yield from self._shown(below, hops - 1)


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _files(folder: Path) -> Iterator[tuple[tuple[str, ...], Path]]:
    is_package = (folder / "__init__.py").is_file()
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        is_apart = not is_package and _APART.intersection(parts[:-1])
        if is_apart or any(part.startswith(".") for part in parts):
            continue
        if path.is_file() and path.stat().st_size <= _MOST_BYTES:
            stem = () if path.stem == "__init__" else (path.stem,)
            yield (folder.name, *parts[:-1], *stem), path


def _parse(name: tuple[str, ...], path: Path) -> SdkModule | None:
    """Parse a file; one that cannot be parsed makes no calls."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
        is_near = path.stem == "__init__" or len(name) <= _NEAR
        if not is_near and not _FUNCTION.search(text):
            return None
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    package = name if path.stem == "__init__" else name[:-1]
    imports: dict[str, tuple[str, ...]] = {}
    stars: list[tuple[str, ...]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            holder = package[: len(package) - node.level + 1] if node.level else ()
            target = (*holder, *(node.module.split(".") if node.module else ()))
            for alias in node.names:
                if alias.name == "*":
                    stars.append(target)
                imports.setdefault(alias.asname or alias.name, (*target, alias.name))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    imports.setdefault(alias.asname, tuple(alias.name.split(".")))
    return SdkModule(
        name=name,
        definitions=dict(_definitions(tree.body)),
        imports=imports,
        stars=tuple(stars),
        constants=dict(_constants(tree.body)),
    )


def _definitions(body: list[ast.stmt]) -> Iterator[tuple[str, DefinitionNode]]:
    for node in body:
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node
            case ast.If() | ast.Try():
                yield from _definitions(node.body)
                yield from _definitions(node.orelse)
            case _:
                pass


def _constants(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    for node in body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value):
                yield name, value
            case _:
                pass
