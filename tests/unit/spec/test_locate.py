"""Where nodes of YAML and JSON texts are."""

from __future__ import annotations

import pytest

from specweld.diagnostics import Problems
from specweld.json_types import Pointer
from specweld.printing.span import span_of
from specweld.spec.load import load_source
from specweld.spec.locate import locate

YAML = """\
openapi: 3.1.0
components:
  schemas:
    type_:Voice:
      enum: [a, 'b']
    API Keys:
      properties: {age: {type: integer}}
base: &base
  kept: 1
merged:
  <<: *base
"""
JSON = '{"openapi": "3.1.0",\n "a\\u002fb": [1, {"c": "\\ud83d\\ude00"}],\n "a": {}}\n'


@pytest.mark.parametrize(
    ("pointer", "on_key", "expected"),
    [
        ((), False, (1, 1, 12, 1)),
        (("openapi",), False, (1, 10, 1, 15)),
        (("openapi",), True, (1, 1, 1, 8)),
        (("components", "schemas"), False, (3, 3, 3, 10)),
        (("components", "schemas", "type_:Voice"), False, (4, 5, 4, 16)),
        (("components", "schemas", "Voice", "enum", "1"), False, (5, 17, 5, 20)),
        (("components", "schemas", "Voice", "enum", "7"), False, (5, 13, 5, 21)),
        (("components", "schemas", "API_Keys"), True, (6, 5, 6, 13)),
        (("merged", "kept"), False, (9, 9, 9, 10)),
        (("merged", "gone"), False, (10, 1, 10, 7)),
        (("nowhere", "at", "all"), False, (1, 1, 12, 1)),
    ],
)
def test_places_in_yaml(
    pointer: Pointer, on_key: bool, expected: tuple[int, int, int, int]
) -> None:
    assert position(YAML, pointer, on_key=on_key) == expected


@pytest.mark.parametrize(
    ("pointer", "on_key", "expected"),
    [
        (("openapi",), False, (1, 13, 1, 20)),
        (("openapi",), True, (1, 2, 1, 11)),
        (("a/b", "1", "c"), False, (2, 24, 2, 38)),
        (("a/b", "1", "c"), True, (2, 19, 2, 22)),
        (("a/b", "0"), False, (2, 15, 2, 16)),
        (("a/b", "9"), False, (2, 14, 2, 40)),
        (("a",), False, (3, 7, 3, 9)),
    ],
)
def test_places_in_json(
    pointer: Pointer, on_key: bool, expected: tuple[int, int, int, int]
) -> None:
    assert position(JSON, pointer, on_key=on_key) == expected


def position(text: str, pointer: Pointer, *, on_key: bool) -> tuple[int, int, int, int]:
    source = load_source("x", text, Problems())
    assert source is not None
    found = locate(source.place(*pointer, on_key=on_key))
    return (found.line, found.column, found.end_line, found.end_column)


def test_lines_of_a_page_count_from_the_start_of_the_file() -> None:
    source = load_source("x", "openapi: 3.1.0\n", Problems(), first_line=15)
    assert source is not None
    found = span_of(source.place("openapi"))
    assert (found.line, found.excerpt) == (15, "openapi: 3.1.0")
