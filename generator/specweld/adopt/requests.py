"""Recognise a request in the body of a function, by its shape: an HTTP method and a path."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from specweld.adopt.texts import innermost_name, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from specweld.adopt.modules import FunctionNode
    from specweld.adopt.texts import Assigned

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_METHOD_KEYS = ("method", "http_method", "verb")
_PATH_KEYS = ("path", "url", "resource_path", "endpoint_path", "url_path", "endpoint")
_VERB_CALL = re.compile(
    r"_?(get|post|put|patch|delete|head|options)(_api_list|_async|_raw)?"
)
_PATH = re.compile(r"/?[^/\s:<>\"'\\]+(/[^/\s<>\"'\\]+)*/?|/")


@dataclass(frozen=True, slots=True, kw_only=True)
class SdkRequest:
    """What a function asks the server for."""

    method: str
    path: str
    query: str
    wire_names: Mapping[str, str]


def find_request(function: FunctionNode, constants: Assigned) -> SdkRequest | None:
    """Return the first request that a function makes by itself.

    Args:
        function: to look into.
        constants: of its module.
    """
    assigned = {**constants, **dict(_assignments(function))}
    for node in _in_order(function):
        match node:
            case ast.Call():
                found = _of_call(node, assigned)
            case ast.Dict():
                found = _of_mapping(node, assigned)
            case _:
                continue
        if found is not None:
            method, text = found
            path, _, query = text.partition("?")
            return SdkRequest(
                method=method,
                path="/" + path.strip("/"),
                query=query,
                wire_names=dict(_wire_names(function)),
            )
    return None


def parameters_of(function: FunctionNode) -> tuple[str, ...]:
    """List what a caller may give."""
    listed = function.args
    names = [each.arg for each in (*listed.posonlyargs, *listed.args)]
    return (*names[1:], *(each.arg for each in listed.kwonlyargs))


def _in_order(function: FunctionNode) -> Iterator[ast.AST]:
    """Walk a function as it is read: depth first, from top to bottom."""
    pending: list[ast.AST] = [*reversed(function.body)]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(list(ast.iter_child_nodes(node))))


def _assignments(function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    """Yield what local names are; `url = url.format(...)` says nothing new of `url`."""
    for node in _in_order(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                pass
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                pass
            case _:
                continue
        if not any(
            isinstance(each, ast.Name) and each.id == name for each in ast.walk(value)
        ):
            yield name, value


def _of_call(call: ast.Call, assigned: Assigned) -> tuple[str, str] | None:
    keywords = {each.arg: each.value for each in call.keywords if each.arg}
    method, is_named = _method_of(call, keywords)
    if not method:
        return None
    path = next((keywords[key] for key in _PATH_KEYS if key in keywords), None)
    if path is None:
        path = next((each for each in call.args if not _method_text(each)), None)
    text = text_of(path, assigned)
    is_path = _PATH.fullmatch(text.partition("?")[0]) is not None
    return (method, text) if is_path and (is_named or "/" in text) else None


def _method_of(call: ast.Call, keywords: Mapping[str, ast.expr]) -> tuple[str, bool]:
    """Return the HTTP method, and whether it is written out, or only the function's name."""
    for node in (*(keywords.get(key) for key in _METHOD_KEYS), *call.args[:2]):
        if method := _method_text(node):
            return method, True
    match call.func:
        case ast.Attribute(value=holder, attr=name) if _begins_with_self(holder):
            verb = _VERB_CALL.fullmatch(name)
            return (verb[1].upper(), name.startswith("_")) if verb else ("", False)
        case _:
            return "", False


def _method_text(node: ast.expr | None) -> str:
    match node:
        case ast.Constant(value=str(text)) if text.upper() in _METHODS:
            return text.upper()
        case _:
            return ""


def _begins_with_self(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name) and node.id == "self"


def _of_mapping(node: ast.Dict, assigned: Assigned) -> tuple[str, str] | None:
    """Read `{"method": "get", "url": "/pets"}`."""
    entries = {
        key.value: value
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    method = next((entries[key] for key in _METHOD_KEYS if key in entries), None)
    path = next((entries[key] for key in _PATH_KEYS if key in entries), None)
    text = text_of(path, assigned)
    verb = _method_text(method)
    return (verb, text) if verb and text.startswith("/") else None


def _wire_names(function: FunctionNode) -> Iterator[tuple[str, str]]:
    """Pair what is sent with the argument it comes from: `{"userId": user_id}`, `q["a"] = a`."""
    parameters = frozenset(parameters_of(function))
    for wire_name, value in _sent(function):
        name = innermost_name(value)
        if name in parameters:
            yield wire_name, name


def _sent(function: FunctionNode) -> Iterator[tuple[str, ast.expr]]:
    for node in _in_order(function):
        match node:
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        yield key.value, value
            case ast.Assign(
                targets=[ast.Subscript(slice=ast.Constant(value=str(key)))],
                value=value,
            ):
                yield key, value
            case ast.Tuple(elts=[ast.Constant(value=str(key)), value]):
                yield key, value
            case _:
                pass
