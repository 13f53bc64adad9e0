"""Fakes read what is sent as text, too: headers, cookies and forms."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

DOCUMENT = """
openapi: 3.1.0
info: {title: Told, version: "1"}
servers: [{url: "https://told.invalid"}]
paths:
  /tell:
    get:
      operationId: tell
      parameters:
        - {name: x-times, in: header, schema: {type: integer}}
        - {name: x-many, in: header, schema: {type: array, items: {type: integer}}}
        - {name: loud, in: cookie, schema: {type: boolean}}
        - {name: sizes, in: query, schema: {type: array, items: {type: integer}}}
        - {name: joined, in: query, explode: false, schema: {type: array, items: {type: integer}}}
      responses: {"204": {description: Told}}
  /form:
    post:
      operationId: fill
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                age: {type: integer}
                ages: {type: array, items: {type: integer}}
                kind: {enum: [a, b]}
                more: {type: object, additionalProperties: true}
      responses: {"204": {description: Filled}}
  /parts:
    post:
      operationId: send
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              properties:
                age: {type: integer}
                file: {type: string, format: binary}
                tags: {type: array, items: {type: integer}}
                box:
                  type: object
                  required: [width]
                  properties: {width: {type: integer}}
      responses: {"204": {description: Sent}}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Make a fake of a client whose calls send text."""
    folder = tmp_path_factory.mktemp("told")
    document = folder / "told.yaml"
    document.write_text(DOCUMENT, encoding="utf-8")
    command = [sys.executable, "-m", "specweld", "generate", "-q", document]
    subprocess.run([*command, "-p", "told", "-o", folder / "told"], check=True)
    sys.path.insert(0, str(folder))
    return import_module("told.testing")


MISFITS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "a header": (
        lambda client: client.tell(x_times="often"),
        "header `x-times` should be `int`, but is 'often'",
    ),
    "a cookie": (
        lambda client: client.tell(loud="very"),
        "cookie `loud` should be `bool`, but is 'very'",
    ),
    "an item of a query": (
        lambda client: client.tell(sizes=[1, "two"]),
        "query `sizes`[1] should be `int`, but is 'two'",
    ),
    "a field of a form": (
        lambda client: client.fill(age="old"),
        "field `age` should be `int`, but is 'old'",
    ),
    "a word of a form": (
        lambda client: client.fill(kind="c"),
        "field `kind` should be one of 'a', 'b', but is 'c'",
    ),
    "the only item in a form": (
        lambda client: client.fill(ages=["old"]),
        "field `ages`[0] should be `int`, but is 'old'",
    ),
    "a part": (
        lambda client: client.send(age="old"),
        "field `age` should be `int`, but is 'old'",
    ),
    "a part that is JSON": (
        lambda client: client.send(box={"width": "wide"}),
        "field `box`.`width` should be `int`, but is 'wide'",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_text_that_is_not_as_documented_is_an_error(told: Any, case: str) -> None:
    call, message = MISFITS[case]
    with pytest.raises(AssertionError, match=re.escape(message)):
        call(told.FakeTold())
    call(told.FakeTold(strict=False))


def test_text_that_is_as_documented_passes(told: Any) -> None:
    client = told.FakeTold()
    client.tell(x_times=3, x_many=[1, 2], loud=True, sizes=[1, 2], joined=[1, 2])
    client.fill(age=3, ages=[1, 2], kind="a", more={"a": "b"})
    client.send(age=3, tags=[1], file=b"sound", box={"width": 3})
    assert client.recorded[0].cookies == {"loud": "true"}
