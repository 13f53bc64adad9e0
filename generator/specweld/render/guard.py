"""The last check before anything is written: only statements that we know, only paths inside."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator

from specweld.render.file import File
from specweld.render.provenance import Filled

_MODULES = frozenset(
    {
        "__future__",
        "builtins",
        "collections.abc",
        "datetime",
        "enum",
        "functools",
        "httpx2",
        "msgspec",
        "typing",
    }
)
"""What generated code imports, besides what is in its own package."""

_NODES = frozenset(
    (
        *(ast.Module, ast.Expr, ast.Import, ast.ImportFrom, ast.alias, ast.If),
        *(ast.Assign, ast.AnnAssign, ast.ClassDef, ast.Return, ast.Pass),
        *(ast.FunctionDef, ast.AsyncFunctionDef, ast.arguments, ast.arg, ast.Lambda),
        *(ast.Name, ast.Attribute, ast.Constant, ast.Subscript, ast.Call, ast.keyword),
        *(ast.Dict, ast.Tuple, ast.List, ast.Await, ast.BinOp, ast.BitOr),
        *(ast.Load, ast.Store, ast.UnaryOp, ast.USub),
        *(ast.Compare, ast.Eq, ast.IsNot, ast.NotIn),
    )
)

_CHECKED = frozenset(
    (ast.Import, ast.ImportFrom, ast.Name, ast.Attribute, ast.Call, ast.If, ast.Expr)
)
"""Those of which only some are allowed."""

_LED_BY_A_CHILD = (
    *(ast.Call, ast.BinOp, ast.BoolOp, ast.Compare, ast.Attribute, ast.Subscript),
    *(ast.IfExp, ast.NamedExpr),
)
"""Their first child begins where they do; what is their own comes after it."""

_REPLIES = "(?:Bytes|Events|Json|Nothing|Paged|Text|Undocumented)_*"
_CALLS = re.compile(
    r"super|super\(\)\.__init__|self\._transport\.[a-z]+|[a-z]+_names"
    r"|deprecated_*|union|asks_*|either|field_*|TypedDict"
    rf"|{_REPLIES}|{_REPLIES}\(.*\)\.(?:at|unless)"
    r"|HeaderKey|QueryKey|CookieKey|BasicCredentials|ClientCredentials|Settings|(?:Cursor|PageNumber|Offset|Link)Paging"
)
_DANGEROUS = frozenset(dir(builtins)) & {
    *("breakpoint", "compile", "delattr", "eval", "exec", "exit", "getattr"),
    *("globals", "input", "locals", "open", "print", "quit", "setattr", "vars"),
}
_SPECIAL_NAMES = frozenset(
    {"__name__", "__all__", "__version__", "__getattr__", "__init__"}
)


class GuardError(Exception):
    """A generated file is not what we generate: our bug, or a template that goes too far."""


def check_file(file: File, filled: Filled | None = None) -> ast.Module | None:
    """Check a path and, of Python, every statement; return what it parses to.

    Args:
        file: What is to be written.
        filled: Which of it views printed, if a custom template is at work: what that adds by itself
            is its own affair.

    Raises:
        GuardError: the path leaves the folder, or the code does more than it has to.
    """
    check_path(file.path)
    if not file.path.endswith(".py"):
        return None
    try:
        tree = ast.parse(file.text)
    except (SyntaxError, ValueError) as error:
        raise GuardError(f"`{file.path}` is not valid Python: {error}") from error
    nodes = ast.walk(tree)
    if filled is not None and filled.spans is not None:
        nodes = _printed_nodes(tree, filled)
    for fault in _faults(nodes):
        raise GuardError(f"`{file.path}`: {fault}")
    return tree


def check_path(path: str) -> None:
    """Check that a path stays inside the folder.

    Raises:
        GuardError: it does not, or holds what some file system would not take.
    """
    parts = path.split("/")
    is_plain = all(part and "\\" not in part and ":" not in part for part in parts)
    is_printable = path.isprintable() and len(path) <= 400
    if not is_plain or not is_printable or {".", ".."} & set(parts):
        raise GuardError(f"`{path!a}` is not a path inside the package")


def _printed_nodes(tree: ast.Module, filled: Filled) -> Iterator[ast.AST]:
    """Yield the nodes whose first character of their own was printed by a view."""
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, is_printed = waiting.pop()
        place = _own_place(node)
        if place is not None:
            is_printed = filled.is_printed(*place)
        if is_printed:
            yield node
        waiting += ((each, is_printed) for each in ast.iter_child_nodes(node))


def _own_place(node: ast.AST) -> tuple[int, int] | None:
    """Find the first character of a node that is not its first child's; None for what has no place."""
    if isinstance(node, _LED_BY_A_CHILD):
        start = _place(node)
        first = (x for x in ast.iter_child_nodes(node) if _place(x) == start)
        return _place(next(first, node), "end_")
    return _place(node)


def _place(node: ast.AST, edge: str = "") -> tuple[int, int] | None:
    line, column = (
        getattr(node, f"{edge}{each}", None) for each in ("lineno", "col_offset")
    )
    return None if line is None or column is None else (line, column)


def _faults(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        kind = type(node)
        if kind not in _NODES:
            yield f"a statement or expression `{kind.__name__}`"
        elif kind in _CHECKED:
            yield from _faults_of(node)


def _faults_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from _foreign(each.name for each in names)
        case ast.ImportFrom(module=module, level=0):
            yield from _foreign([module or ""])
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield from _special(name)
        case ast.Call():
            yield from _call(node)
        case ast.If():
            if ast.unparse(node.test) != "TYPE_CHECKING":
                yield f"a condition `{ast.unparse(node.test)}`"
        case ast.Expr(value=value):
            yield from _bare(value)
        case _:
            pass


def _foreign(modules: Iterator[str] | list[str]) -> Iterator[str]:
    for module in modules:
        if module not in _MODULES:
            yield f"an import of `{module}`"


def _special(name: str) -> Iterator[str]:
    is_dunder = name.startswith("__") and name.endswith("__")
    if is_dunder and name not in _SPECIAL_NAMES:
        yield f"the name `{name}`"


def _call(node: ast.Call) -> Iterator[str]:
    target = node.func
    if isinstance(target, ast.Name) and target.id not in _DANGEROUS:
        is_resource = [ast.unparse(each) for each in node.args] == ["self._transport"]
        if is_resource and not node.keywords:
            return
    if not _CALLS.fullmatch(ast.unparse(target)):
        yield f"a call of `{ast.unparse(target)[:80]}`"


def _bare(value: ast.expr) -> Iterator[str]:
    """Allow docstrings, calls whose value nobody needs, and the bodies of overloads."""
    is_text = isinstance(value, ast.Constant) and (
        isinstance(value.value, str) or value.value is ...
    )
    if not is_text and not isinstance(value, ast.Call | ast.Await):
        yield f"a bare expression `{ast.unparse(value)[:80]}`"
