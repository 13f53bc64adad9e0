"""Type expressions break over lines where black breaks them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.render.blacken import format_text, straightened
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    flat,
    generic,
    marked,
    name,
    optional,
    union,
)
from specweld.render.layout import LineStyle, grouped, laid_out

NAMES = st.integers(1, 50).map(lambda length: name("N" * length))


def nested(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return (
        st.lists(inner, min_size=1, max_size=5).map(lambda found: union(*found))
        | inner.map(lambda item: generic(name("list"), item))
        | inner.map(lambda item: generic(name("dict"), name("str"), item))
    )


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(NAMES, nested, max_leaves=8)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (union(name("A"), NONE, name("B"), name("A")), "A | B | None"),
        (optional(optional(name("A"))), "A | None"),
        (optional(ANY), "Any"),
        (union(union(name("A"), NONE), name("B")), "A | B | None"),
        (generic(name("dict"), name("str"), ANY), "dict[str, Any]"),
    ],
)
def test_on_one_line(expression: Expression, expected: str) -> None:
    assert flat(expression) == expected


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_parameters_are_black(expression: Expression) -> None:
    items = ["self", "*", f"x: {marked(expression)}", f"y: {default(expression)}"]
    for style in (LineStyle.EXPLODED, LineStyle.JOINED):
        head = f"def f({grouped(style, items)}) -> {marked(expression)}:"
        text = laid_out(f"class A:\n    {head}\n        return None\n")
        assert format_text(text) == straightened(text)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_fields_are_black(expression: Expression) -> None:
    text = f"class A:\n    x: {marked(expression)}\n    y: {default(expression)}\n"
    assert format_text(laid_out(text)) == straightened(laid_out(text))


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_aliases_are_black(expression: Expression) -> None:
    value = grouped(LineStyle.VALUE, [marked(expression)])
    text = laid_out(f"Alias: TypeAlias = {value}\n")
    assert format_text(text) == straightened(text)


@pytest.mark.parametrize("count", [1, 2, 9])
@pytest.mark.parametrize("length", range(64, 92))
def test_aliases_of_long_names_are_black(length: int, count: int) -> None:
    values = [f'"{"v" * 9 * index}"' for index in range(count)]
    for items in (values, [f'"{"v" * 80}"', *values]):
        value = f"Literal[{grouped(LineStyle.EXPLODED, items)}]"
        text = laid_out(f"{'N' * length}: TypeAlias = {value}\n")
        assert format_text(text) == straightened(text)


@pytest.mark.parametrize("length", range(70, 92))
def test_entries_with_long_keys_are_black(length: int) -> None:
    item = grouped(LineStyle.EXPLODED, ['"X"'])
    entry = f'"{"k" * length}": [{item}]'
    mapping = f"{{{grouped(LineStyle.EXPLODED, [entry])}}}"
    text = laid_out(f"f({grouped(LineStyle.EXPLODED, ['__name__', mapping])})\n")
    assert format_text(text) == straightened(text)


def default(expression: Expression) -> str:
    value = grouped(LineStyle.VALUE, ["None"])
    return f"{marked(optional(expression))} = {value}"


WORDS = st.lists(st.integers(1, 40).map(lambda length: "n" * length), max_size=5)


@settings(max_examples=60, deadline=None)
@given(WORDS, WORDS)
def test_calls_are_black(outer: list[str], inner: list[str]) -> None:
    nested = f"f({grouped(LineStyle.EXPLODED, inner)})"
    text = laid_out(f"g({grouped(LineStyle.JOINED, [*outer, nested])})\n")
    assert format_text(text) == straightened(text)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_imports_are_black(names: list[str]) -> None:
    text = laid_out(f"from a import {grouped(LineStyle.IMPORTED, ['A', *names])}\n")
    assert format_text(text) == straightened(text)
