"""Types in words, and names as callers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from specweld.api.types import (
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
    UnionType,
)
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.explain.lookup import find_named, near_names
from specweld.explain.type_words import type_words
from specweld.pipeline import build

STRING = Scalar(kind=ScalarKind.STRING)
ZOO = """\
openapi: 3.1.0
info: {title: Zoo, version: '1'}
paths:
  /animals:
    get:
      tags: [animals]
      operationId: list
      responses:
        '200':
          description: All
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Animal'}}
components:
  schemas:
    Animal: {type: object, properties: {name: {type: string}}}
"""


@pytest.mark.parametrize(
    ("type", "words"),
    [
        (STRING, "str"),
        (Scalar(kind=ScalarKind.NULL), "None"),
        (LiteralType(values=("a", 1, True)), "Literal['a', 1, True]"),
        (ListType(item=Nullable(item=STRING)), "list[str | None]"),
        (MapType(value=AnyType()), "dict[str, Any]"),
        (UnionType(members=(STRING, FileType())), "str | File"),
        (ModelRef(id=ModelId("#/gone")), "#/gone"),
    ],
)
def test_type_words(type: TypeRef, words: str) -> None:
    assert type_words(type, {}) == words


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("client.animals.list", "Operation"),
        ("client.animals.list()", "Operation"),
        ("animals.list", "Operation"),
        ("zoo.animals.list", "Operation"),
        ("client.animals", "Resource"),
        ("Animal", "ObjectModel"),
        ("zoo.Animal", "ObjectModel"),
        ("zoo.models.Animal", "ObjectModel"),
        ("models.Animal", "ObjectModel"),
        ("other.animals.list", "NoneType"),
        ("list", "NoneType"),
        ("", "NoneType"),
        ("client", "NoneType"),
    ],
)
def test_names(
    name: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("zoo.yaml").write_text(ZOO, encoding="utf-8")
    client = ClientConfig(name="zoo", specs=(), package="zoo", output=Path("zoo"))
    problems = Problems()
    api = build(["zoo.yaml"], client, problems).api
    assert type(find_named(api, name)).__name__ == found
    assert near_names(api, "client.animals.lst") == ["animals.list", "animals"]
