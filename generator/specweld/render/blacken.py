"""Where our own layout is not certain to be black's, black has the word."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from specweld.render.file import File
from specweld.render.width import LINE_LENGTH, width

_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|\w+)"""
_ATOM = re.compile(rf" *(?:(?:{_VALUE}(?:: |=))?{_VALUE},|(?:\| )?\w+,?)")
"""A string or a name that is an item, alone or with a key, or a member of a union."""

_FIELD = re.compile(r"( *)\w+: (\w+)")
"""A name and its type, which black moves to a line of its own if that helps."""

_ENTRY = re.compile(rf" *{_VALUE}: \[")
"""The head of an entry whose value is a list, one item a line: there is nothing left to break."""

_ALIAS = re.compile(r"(\w+): TypeAlias = (\w+\[)")
_ITEM = re.compile(rf"    {_VALUE},")

_FEWEST_FOR_PROCESSES = 40
"""Files; below this a second process costs more than it saves."""


def straightened(text: str, tree: ast.Module | None = None) -> str:
    """Let black lay out the statements that have a line too long; there are few or none.

    Names of a hundred characters break our rules of layout. Imports and docstrings are left alone:
    what is too long in one cannot be broken.

    Args:
        text: A module.
        tree: What it parses to, if that is known.
    """
    lines = text.split("\n")
    if text.isascii() and max(map(len, lines)) <= LINE_LENGTH:
        return text
    if not any(map(_is_open, lines)):
        return text
    tree = tree or ast.parse(text)
    kept = _docstring_lines(tree)
    spans = [
        (first, last, depth)
        for first, last, depth in _statements(tree)
        if any(x not in kept and _is_open(lines[x]) for x in range(first, last))
    ]
    for first, last, depth in reversed(spans):
        lines[first:last] = _formatted_statement(lines[first:last], depth)
    return "\n".join(lines)


def _is_open(line: str) -> bool:
    """Return whether a line is too long, and not one that black leaves alone."""
    if width(line) <= LINE_LENGTH or _ATOM.fullmatch(line) or _ENTRY.fullmatch(line):
        return False
    field = _FIELD.fullmatch(line)
    return field is None or width(f"{field[1]}    {field[2]}") <= LINE_LENGTH


def _docstring_lines(tree: ast.Module) -> set[int]:
    """Collect the lines of docstrings, counted from nought."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        for line in range(node.lineno - 1, node.end_lineno or node.lineno)
    }


def blackened(
    files: Sequence[File],
    *,
    cache: Path | None = None,
    format: Callable[[str], str] | None = None,
) -> list[File]:
    """Format whole files with black: for templates whose layout we do not know.

    Args:
        files: Python or not; the others pass.
        cache: Folder of earlier results, by content; None to keep none.
        format: Instead of black, for tests.
    """
    known = [_cached(file, cache) for file in files]
    open_files = [f for f, text in zip(files, known, strict=True) if text is None]
    fresh = iter(_all_formatted([f.text for f in open_files], format or format_text))
    done = [next(fresh) if text is None else text for text in known]
    result = [
        File(path=file.path, text=text) for file, text in zip(files, done, strict=True)
    ]
    for before, after in zip(files, result, strict=True):
        _remember(before, after, cache)
    return result


def format_text(text: str) -> str:
    """Format a module as `black` on the command line does with 88 columns."""
    from black import format_str
    from black.mode import Mode, TargetVersion

    mode = Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)
    return format_str(text, mode=mode)


def _all_formatted(texts: list[str], format: Callable[[str], str]) -> list[str]:
    if len(texts) < _FEWEST_FOR_PROCESSES:
        return [format(text) for text in texts]
    with ProcessPoolExecutor() as pool:
        return list(pool.map(format, texts, chunksize=8))


def _cached(file: File, cache: Path | None) -> str | None:
    """Find an earlier result; what is no Python needs none."""
    if not file.path.endswith(".py") or not file.text:
        return file.text
    if cache is None:
        return None
    try:
        return _cache_path(file.text, cache).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _remember(before: File, after: File, cache: Path | None) -> None:
    if cache is None or not before.path.endswith(".py") or not before.text:
        return
    path = _cache_path(before.text, cache)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(after.text, encoding="utf-8")


def _cache_path(text: str, cache: Path) -> Path:
    key = hashlib.sha256(f"{version('black')}\0{text}".encode()).hexdigest()
    return cache / "black" / f"{key}.py"


def _statements(tree: ast.Module) -> Iterator[tuple[int, int, int]]:
    """Yield first and last line (as a slice) and depth of what can be laid out by itself."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from _spans(node.body, depth=1)
        else:
            yield from _spans([node], depth=0)


def _spans(nodes: list[ast.stmt], *, depth: int) -> Iterator[tuple[int, int, int]]:
    for node in nodes:
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_import and not is_text and not _is_import_block(node):
            decorators = getattr(node, "decorator_list", [])
            first = min([node.lineno, *(each.lineno for each in decorators)])
            yield first - 1, node.end_lineno or first, depth


def _is_import_block(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and all(
        isinstance(each, ast.Import | ast.ImportFrom) for each in node.body
    )


def _formatted_statement(lines: list[str], depth: int) -> list[str]:
    """Format one statement, inside a class if it is a member of one."""
    if not depth and (moved := _moved_alias(lines)):
        return moved
    frame = "class _:\n" if depth else ""
    text = format_text(frame + "\n".join(lines) + "\n")
    return text.removeprefix(frame).strip("\n").split("\n")


def _moved_alias(lines: list[str]) -> list[str] | None:
    """Lay out an alias of a long name, of which large APIs have a thousand, as black would.

    None for whatever is not as plain as that: an item by itself has rules of its own.
    """
    head = _ALIAS.fullmatch(lines[0])
    items = lines[1:-1]
    if head is None or lines[-1] != "]" or not all(map(_ITEM.fullmatch, items)):
        return None
    name, opening = head.groups()
    if width(name) > LINE_LENGTH - len(": TypeAlias = ("):
        return [f"{name}: (", "    TypeAlias", f") = {opening}", *items, "]"]
    if len(items) < 2:
        return None
    below = (f"    {each}" for each in (opening, *items, "]"))
    return [f"{name}: TypeAlias = (", *below, ")"]
