"""What an annotation says a variable, a parameter or a result is."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from specweld.callers.expressions import name_of
from specweld.callers.values import Many, OwnClass, OwnObject

if TYPE_CHECKING:
    from specweld.callers.expressions import Reader
    from specweld.callers.facts import CallerScope
    from specweld.callers.values import Value

_WRAPPING = frozenset(
    {"Annotated", "Awaitable", "ClassVar", "Final", "Optional", "Union"}
)
_STREAMING = frozenset(
    {"AsyncGenerator", "AsyncIterable", "AsyncIterator", "Generator", "Iterable"}
    | {"Iterator", "List", "Sequence", "Tuple", "list", "tuple"}
)


def declared(reader: Reader, node: ast.expr | None, scope: CallerScope) -> Value | None:
    """Return what something with an annotation holds; None when that is nothing of ours."""
    match node:
        case ast.Constant(value=str(text)):
            try:
                parsed = ast.parse(text, mode="eval").body
            except (SyntaxError, ValueError, RecursionError):
                return None
            for each in ast.walk(parsed):
                ast.copy_location(each, node)
            return declared(reader, parsed, scope)
        case ast.BinOp(op=ast.BitOr()):
            left = declared(reader, node.left, scope)
            right = declared(reader, node.right, scope)
            return left or right
        case ast.Subscript():
            return _generic(reader, node, scope)
        case ast.Name() | ast.Attribute():
            found = reader.value(node, scope)
            if isinstance(found, OwnClass):
                return OwnObject(found.key)
            return reader.surface.annotated(found)
        case _:
            return None


def _generic(reader: Reader, node: ast.Subscript, scope: CallerScope) -> Value | None:
    word = name_of(node.value)
    inner = node.slice
    arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    values = [declared(reader, each, scope) for each in arguments]
    if word in _WRAPPING:
        return next((each for each in values if each is not None), None)
    if word in _STREAMING and values and values[0] is not None:
        return Many(values[0])
    return None
