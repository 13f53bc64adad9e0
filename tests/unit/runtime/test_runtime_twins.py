"""What stands twice, once in each colour, is the same once the colour is stripped."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import specweld

RUNTIME = Path(specweld.__file__).parent / "runtime"

WORDS = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "__anext__": "__next__",
    "aclose": "close",
    "aiter_bytes": "iter_bytes",
    "aiter_raw": "iter_raw",
    "anext": "next",
    "aread": "read",
    "handle_async_request": "handle_request",
}
"""The words of Python and httpx2."""

COLOUR = {
    *("_told", "pause", "SyncClient.__init__", "SyncClient._pool"),
}
"""What a colour is made of: waiting, asking, and the HTTP client below."""


def stripped(name: str) -> str:
    """Take the colour out of a name."""
    plain = WORDS.get(name, name)
    return re.sub(r"^(_?)async_", r"\1", plain).replace("Async", "")


class Strip(ast.NodeTransformer):
    """Takes the colour out of code."""

    def visit_Await(self, node: ast.Await) -> ast.AST:
        return self.visit(node.value)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        fields = {name: getattr(node, name) for name in node._fields}
        return self.visit(ast.FunctionDef(**fields))

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = stripped(node.name)
        if ast.get_docstring(node) is not None:
            del node.body[0]
        node.body = [each for each in node.body if not is_of_one_colour(each)]
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = stripped(node.name).replace("SyncClient", "Client")
        if ast.get_docstring(node) is not None:
            del node.body[0]
        return self.generic_visit(node)

    def visit_AsyncFor(self, node: ast.AsyncFor) -> ast.AST:
        return self.visit(ast.For(**{x: getattr(node, x) for x in node._fields}))

    def visit_For(self, node: ast.For) -> ast.AST:
        """Write `for x in y: yield x` as the sync twin may: `yield from y`."""
        match node.body:
            case [ast.Expr(value=ast.Yield(value=ast.Name(id=name)))] if (
                isinstance(node.target, ast.Name) and node.target.id == name
            ):
                return ast.Expr(value=ast.YieldFrom(value=self.visit(node.iter)))
            case _:
                return self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp) -> ast.AST:
        """Write `[x async for x in y]` as the sync twin does: `list(y)`."""
        (only,) = node.generators
        if ast.dump(node.elt) == ast.dump(only.target).replace("Store", "Load"):
            call = ast.Call(ast.Name("list", ast.Load()), [only.iter], [])
            return self.visit(call)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Take out the thread in which an async client waits for a disk."""
        if ast.unparse(node.func) == "to_thread.run_sync":
            function, *arguments = node.args
            return self.visit(ast.Call(function, arguments, []))
        if ast.unparse(node) == "self._closer.close()":
            return ast.parse("self._answer.response.close()", mode="eval").body
        return self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        """Take out what awaiting adds to an annotation, and the colours of a reply."""
        if ast.unparse(node.value) == "Awaitable":
            return self.visit(node.slice)
        if ast.unparse(node.value) == "Reply":
            return node.value
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(stripped(node.id), node.ctx)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        inner = self.visit(node.value)
        return ast.Attribute(inner, stripped(node.attr), node.ctx)

    def visit_alias(self, node: ast.alias) -> ast.AST:
        return ast.alias(stripped(node.name), node.asname)


def is_of_one_colour(statement: ast.stmt) -> bool:
    text = ast.unparse(statement)
    return text == "from anyio import to_thread" or text.startswith("self._closer = ")


def plain(node: ast.AST) -> str:
    return ast.unparse(ast.fix_missing_locations(Strip().visit(node)))


def members(node: ast.ClassDef) -> dict[str, ast.stmt]:
    """List the parts of a class by their plain names, overloads one after another."""
    found: dict[str, ast.stmt] = {}
    for number, each in enumerate(node.body[ast.get_docstring(node) is not None :]):
        name = getattr(each, "name", None)
        label = stripped(name) if name else f"statement {number}"
        while label in found:
            label += " again"
        found[label] = each
    return found


def pairs() -> Iterator[tuple[str, ast.AST, ast.AST]]:
    """Yield each pair of twins: functions, and members of classes."""
    for path in sorted(RUNTIME.glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = {
            each.name: each
            for each in tree.body
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        for name, node in named.items():
            other = named.get(stripped(name)) or named.get(f"Sync{stripped(name)}")
            if other is None or name == other.name or other.name in COLOUR:
                continue
            if isinstance(node, ast.ClassDef) and isinstance(other, ast.ClassDef):
                theirs = members(other)
                for label, member in members(node).items():
                    whole = f"{other.name}.{label}"
                    if whole not in COLOUR:
                        yield whole, theirs.get(label, ast.Pass()), member
            else:
                yield f"{path.stem}.{other.name}", other, node


PAIRS = [*pairs()]


def test_there_are_twins() -> None:
    assert len(PAIRS) > 40


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(a, b, id=name) for name, a, b in PAIRS]
)
def test_twins_are_equal(one: ast.AST, other: ast.AST) -> None:
    assert plain(other) == plain(one)


def test_no_async_code_is_without_a_twin() -> None:
    lonely = [
        f"{path.stem}.{node.name}"
        for path in sorted(RUNTIME.glob("*.py"))
        for tree in [ast.parse(path.read_text(encoding="utf-8"))]
        for node in tree.body
        if isinstance(node, ast.AsyncFunctionDef)
        if not any(
            isinstance(each, ast.FunctionDef) and each.name == stripped(node.name)
            for each in tree.body
        )
    ]
    assert lonely == []
