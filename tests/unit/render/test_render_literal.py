"""Values written as Python: they come back the same, and black leaves them alone."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specweld.json_types import Json
from specweld.render.blacken import format_text
from specweld.render.literal import literal

TEXTS = st.text(st.characters(codec=None), max_size=30) | st.text(
    "'\"\\\n\r\t{}%a\x00\x85\u2028\ud800\u202e", max_size=12
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", '"plain"'),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ("'\"", '"\'\\""'),
        ("a\\", '"a\\\\"'),
        ("\n\x00", '"\\n\\x00"'),
        (True, "True"),
        (None, "None"),
        (1.5, "1.5"),
        (-3, "-3"),
        ([1, "a"], '[1, "a"]'),
        ({"a": None}, '{"a": None}'),
    ],
)
def test_literals(value: Json, expected: str) -> None:
    assert literal(value).text == expected


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_too_long_for_decimal(sign: int) -> None:
    value = sign * 10**5000
    assert ast.literal_eval(literal(value).text) == value


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_what_json_does_not_have(value: float) -> None:
    with pytest.raises(ValueError, match="not a JSON number"):
        literal(value)


@given(TEXTS)
def test_any_text_comes_back(text: str) -> None:
    assert ast.literal_eval(literal(text).text) == text


@given(TEXTS)
def test_any_text_is_black(text: str) -> None:
    line = f"x = {literal(text)}\n"
    assert format_text(line) == line
