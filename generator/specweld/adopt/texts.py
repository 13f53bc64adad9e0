"""Work out the text that an expression makes, with names in braces for what a caller gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import TypeAlias

Assigned: TypeAlias = Mapping[str, ast.expr]
"""Local name -> what was assigned to it last."""

_BASE = re.compile(r"url|host|environment|endpoint|server", re.IGNORECASE)
"""Words in an expression that stands for the address of the API."""
_MOST_STEPS = 12
_EMPTY = re.compile(r"\{\}")


def text_of(node: ast.expr | None, assigned: Assigned, steps: int = _MOST_STEPS) -> str:
    """Return the text of an expression; empty when it is none."""
    if steps == 0:
        return ""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_part(each, assigned, steps) for each in parts)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _added(left, right, assigned, steps)
        case ast.Name(id=name) if name in assigned:
            return text_of(assigned[name], assigned, steps - 1)
        case ast.IfExp(body=body):
            return text_of(body, assigned, steps - 1)
        case ast.Call(func=ast.Attribute(attr="format", value=template)):
            text = text_of(template, assigned, steps - 1)
            return _filled(text, node)
        case ast.Call(args=arguments):
            # `path_template("/a/{b}", b=b)`, `urljoin(base, "a")`, `cast(str, "/a")`
            texts = (text_of(each, assigned, steps - 1) for each in arguments)
            return next((each for each in texts if "/" in each.strip("/")), "") or next(
                (each for each in texts if each.startswith("/")), ""
            )
        case _:
            return ""


def innermost_name(node: ast.expr) -> str:
    """Name what a caller gives: `voice_id` in `jsonable_encoder(voice_id)`."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr=name):
            return name
        case ast.Call(args=arguments, keywords=keywords):
            names = [innermost_name(each) for each in arguments]
            names += [innermost_name(each.value) for each in keywords]
            return next(filter(None, names), "")
        case ast.Subscript(value=value):
            return innermost_name(value)
        case _:
            return ""


def _part(node: ast.expr, assigned: Assigned, steps: int) -> str:
    if not isinstance(node, ast.FormattedValue):
        return text_of(node, assigned, steps - 1)
    written = ast.unparse(node.value)
    if "(" not in written and "/" in (text := text_of(node.value, assigned, steps - 1)):
        return text
    name = innermost_name(node.value)
    if name.startswith("get_") or _BASE.search(written.partition("(")[0]):
        return ""
    return f"{{{name or 'value'}}}"


def _added(left: ast.expr, right: ast.expr, assigned: Assigned, steps: int) -> str:
    texts = [
        text_of(each, assigned, steps - 1) or _placeholder(each)
        for each in (left, right)
    ]
    return "".join(texts)


def _placeholder(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return ""
    name = innermost_name(node)
    return "" if _BASE.search(name) else f"{{{name or 'value'}}}"


def _filled(text: str, call: ast.Call) -> str:
    """Give the empty braces of a template the names of what goes there."""
    names = iter([innermost_name(each) or "value" for each in call.args])
    return _EMPTY.sub(lambda _match: f"{{{next(names, 'value')}}}", text)
