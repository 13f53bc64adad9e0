"""Types in words, and names as callers write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from specweld.api.api import Api
from specweld.api.type_text import type_text
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
from specweld.cli import run
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.explain.answer import answer_about
from specweld.explain.lookup import find_named, near_names
from specweld.explain.written import find_written
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
      parameters:
        - {name: max-legs, in: query, schema: {type: integer, default: 4}}
        - {name: min-legs, in: query, schema: {type: integer}}
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
def test_type_text(type: TypeRef, words: str) -> None:
    assert type_text(type, {}) == words


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.chdir(tmp_path)
    Path("zoo.yaml").write_text(ZOO, encoding="utf-8")
    client = ClientConfig(name="zoo", specs=(), package="zoo", output=Path("zoo"))
    return build(["zoo.yaml"], client, Problems()).api


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("client.animals.list", ["Method"]),
        ("client.animals.list()", ["Method"]),
        ("animals.list", ["Method"]),
        ("zoo.animals.list", ["Method"]),
        ("client.animals", ["Resource"]),
        ("Animal", ["ObjectModel"]),
        ("zoo.Animal", ["ObjectModel"]),
        ("zoo.models.Animal", ["ObjectModel"]),
        ("models.Animal", ["ObjectModel"]),
        ("#/components/schemas/Animal", ["ObjectModel"]),
        ("GET /animals", ["Method"]),
        ("get /animals", ["Method"]),
        ("/animals", ["Method"]),
        ("client.animals.list.max_legs", ["NamedArgument"]),
        ("animals.list().max_legs", ["NamedArgument"]),
        ("Animal.name", ["NamedField"]),
        ("zoo.models.Animal.name", ["NamedField"]),
        ("Animal.legs", []),
        ("animals.list.legs", []),
        ("POST /animals", []),
        ("GET /", []),
        ("#/components/schemas/Gone", []),
        ("other.animals.list", []),
        ("list", []),
        ("", []),
        ("client", []),
    ],
)
def test_names(name: str, found: list[str], zoo: Api) -> None:
    assert [type(each).__name__ for each in find_named(zoo, name)] == found


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("client.animals.lst", ["animals.list", "animals"]),
        ("Animal.nam", ["Animal.name", "Animal"]),
        ("animals.list.max_leg", ["animals.list.max_legs"]),
        ("GET /animal", ["GET /animals"]),
    ],
)
def test_near_names(typed: str, near: list[str], zoo: Api) -> None:
    assert near_names(zoo, typed)[: len(near)] == near


def test_lines_of_generated_code(zoo: Api, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line of a written package stands for itself, or for what it is inside of."""
    assert run(["generate", "zoo.yaml", "-p", "zoo", "-q"]) == 0
    told = {
        path: {line: _headline(zoo, Path(path), line) for line in _lines(path)}
        for path in ("zoo/models.py", "zoo/resources/animals.py", "zoo/aio/animals.py")
    }
    assert set(told["zoo/models.py"].values()) == {None, "Animal", "Animal.name"}
    for name in ("resources", "aio"):
        assert set(told[f"zoo/{name}/animals.py"].values()) == {
            None,
            "client.animals",
            "client.animals.list",
            "client.animals.list: max_legs",
            "client.animals.list: min_legs",
        }
    text = Path("zoo/models.py").read_text(encoding="utf-8").splitlines()
    line = 1 + next(n for n, each in enumerate(text) if "name:" in each)
    assert run(["explain", f"zoo/models.py:{line}", "--in", "zoo.yaml"]) == 0
    assert capsys.readouterr().out.startswith("Animal.name\n  is       name: str, opt")
    assert run(["explain", "zoo.yaml:3", "--in", "zoo.yaml"]) == 2
    assert run(["explain", "nowhere.py:3", "--in", "zoo.yaml"]) == 2


def _lines(path: str) -> range:
    return range(1, len(Path(path).read_bytes().splitlines()) + 2)


def _headline(api: Api, path: Path, line: int) -> str | None:
    found = find_written(api, path, line)
    return answer_about(found, api, []).headline if found is not None else None
