"""The methods of a generated client, and which of their arguments says what."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_PLACES = {"query": "query", "headers": "header", "cookies": "cookie", "path": "path"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method of the client, as its index lists it."""

    call: str
    verb: str
    template: str

    def of(self, client: Any) -> Callable[..., Any]:
        """Find it."""
        found = client
        for each in self.call.split("."):
            found = getattr(found, each)
        return found

    def __str__(self) -> str:
        return f"{self.call} ({self.verb} {self.template})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arguments:
    """Which argument of a method says what."""

    values: Mapping[tuple[str, str], str]
    """Arguments by place and name of the API."""
    fields: Mapping[str, str]
    """Arguments by field of the body."""
    body: str | None
    """The argument that is the body as a whole."""
    content_type: str | None


def arguments_of(function: Any) -> Arguments:
    """Read in a method's source which argument says what."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    values: dict[tuple[str, str], str] = {}
    fields: dict[str, str] = {}
    body: str | None = None
    content_type: str | None = None
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or "request" not in ast.unparse(call.func):
            continue
        for keyword in call.keywords:
            match keyword.arg, keyword.value:
                case ("path" | "query" | "headers" | "cookies") as part, ast.Dict():
                    pairs = _named(keyword.value)
                    values |= {(_PLACES[part], k): v for k, v in pairs.items()}
                case ("json" | "form" | "multipart" | "files"), ast.Dict():
                    fields |= _named(keyword.value)
                case ("json" | "form" | "whole" | "content"), ast.Name(id=name):
                    body = name
                case "content_type", ast.Constant(value=str(text)):
                    content_type = text
    return Arguments(values=values, fields=fields, body=body, content_type=content_type)


def _named(written: ast.Dict) -> dict[str, str]:
    return {
        key.value: value.id
        for key, value in zip(written.keys, written.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(value, ast.Name)
    }
