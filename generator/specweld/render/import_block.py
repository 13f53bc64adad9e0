"""The import block of a generated module, computed from the fragments that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specweld.render.code import Code, Import
from specweld.render.width import LINE_LENGTH, width

_MOST_IN_A_LINE = 2
_TYPING_BLOCK = "if TYPE_CHECKING:"


def import_block(
    module: str, running: Iterable[Import], typing: Iterable[Import] = ()
) -> Code:
    """Write the imports of a module, in the order that isort gives them.

    Args:
        module: The module that is written, as an import from the package's root: `.resources.voices`.
        running: What is needed when the code runs.
        typing: What only annotations name; it goes into an `if TYPE_CHECKING` block.
    """
    needed = set(running)
    only_typing = {
        each for each in typing if each not in needed and each.module != module
    }
    if only_typing:
        needed.add(Import(module="typing", name="TYPE_CHECKING"))
    needed.add(Import(module="__future__", name="annotations"))
    blocks = [_sections(module, (each for each in needed if each.module != module), 0)]
    if only_typing:
        blocks.append(_TYPING_BLOCK + "\n" + _sections(module, only_typing, 4))
    return Code(text="\n\n".join(blocks))


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


def _sections(module: str, needed: Iterable[Import], indent: int) -> str:
    by_section: dict[int, dict[str, set[Import]]] = {}
    for each in needed:
        section = _section(each.module)
        source = _relative(each.module, module)
        by_section.setdefault(section, {}).setdefault(source, set()).add(each)
    return "\n\n".join(
        "\n".join(
            _statement(source, names, indent)
            for source, names in sorted(sources.items(), key=_source_order)
        )
        for _section_number, sources in sorted(by_section.items())
    )


def _section(module: str) -> int:
    if module == "__future__":
        return 0
    if module.startswith("."):
        return 3
    return 2 if module.split(".")[0] in ("httpx2", "msgspec") else 1


def _source_order(pair: tuple[str, set[Import]]) -> tuple[object, ...]:
    """Put `import x` first, then `from` imports, farther packages before nearer ones."""
    source, names = pair
    is_from = any(each.name for each in names)
    dots = len(source) - len(source.lstrip("."))
    return is_from, -dots, natural(source.lstrip(".")), source


def from_import(source: str, texts: list[str], *, indent: int) -> str:
    """Write `from x import y`, one name a line if they are many or the line is too long."""
    margin = " " * indent
    short = f"from {source} import {', '.join(texts)}"
    if len(texts) <= _MOST_IN_A_LINE and indent + width(short) <= LINE_LENGTH:
        return short
    lines = "".join(f"{margin}    {text},\n" for text in texts)
    return f"from {source} import (\n{lines}{margin})"


def _statement(source: str, names: set[Import], indent: int) -> str:
    members = sorted(names, key=lambda each: (import_order(each.name), each.alias))
    texts = [
        f"{each.name} as {each.alias}" if each.alias else each.name for each in members
    ]
    margin = " " * indent
    if not members[0].name:
        return "\n".join(f"{margin}{_whole_import(source, x)}" for x in members)
    return margin + from_import(source, texts, indent=indent)


def _whole_import(source: str, imported: Import) -> str:
    alias = f" as {imported.alias}" if imported.alias else ""
    return f"import {source}{alias}"


def _relative(target: str, module: str) -> str:
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
