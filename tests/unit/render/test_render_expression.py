"""Type expressions break over lines where black breaks them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.render.blacken import format_text, straightened
from specweld.render.code import code
from specweld.render.expression import (
    ANY,
    NONE,
    Expression,
    annotated,
    assigned,
    flat,
    generic,
    name,
    optional,
    union,
)

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
    plain = annotated("x", expression, indent=8, trailing=",")
    default = annotated("y", optional(expression), code("None"), indent=8, trailing=",")
    text = (
        "class A:\n    def f(\n        self,\n        *,\n"
        f"        {plain},\n        {default},\n    ) -> None:\n        return None\n"
    )
    assert format_text(text) == straightened(text)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_fields_are_black(expression: Expression) -> None:
    plain = annotated("x", expression, indent=4)
    default = annotated("y", optional(expression), code("None"), indent=4)
    text = f"class A:\n    {plain}\n    {default}\n"
    assert format_text(text) == straightened(text)


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS)
def test_aliases_are_black(expression: Expression) -> None:
    text = f"{assigned('Alias: TypeAlias = ', expression, indent=0)}\n"
    assert format_text(text) == straightened(text)
