"""Docstrings: no text ends them, and black leaves them alone."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specweld.render.blacken import format_text
from specweld.render.docstring import docstring
from specweld.render.prose import first_sentence, linked, wrapped
from specweld.render.width import LINE_LENGTH, width

TEXTS = (
    st.text(st.characters(codec=None), max_size=60)
    | st.text("\"'\\ \n\ta-*1.`#|<>A\x00\u2028\ud800日", max_size=60)
    | st.lists(
        st.sampled_from(["word", "\n", "\n\n", "- item", "    ", '"""', "```"])
    ).map(" ".join)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A voice.", '"""A voice."""'),
        ('say "hi"', '"""say "hi" """'),
        ('"hi"', '"""\\"hi" """'),
        ("ends with \\", '"""ends with \\\\"""'),
        ('a """ b', '"""a \\"\\"\\" b"""'),
        ("<Note>Mind the gap</Note>", '"""Mind the gap"""'),
        ("one\x00two\u202ethree", '"""onetwothree"""'),
        ("", '""" """'),
    ],
)
def test_short_texts(text: str, expected: str) -> None:
    assert docstring(text).text == expected


def test_paragraphs_and_lists_are_kept() -> None:
    text = "First\nstill first.\n\n- one\n- two\n  more\n\n```\nx  =  1\n```"
    assert wrapped(text, 40) == [
        "First still first.",
        "",
        "- one",
        "- two more",
        "",
        "```",
        "x  =  1",
        "```",
    ]


@pytest.mark.parametrize(
    ("text", "sentence", "rest"),
    [
        ("Finds it. It exists.", "Finds it.", "It exists."),
        ("Finds it, e.g. This one. Or that.", "Finds it, e.g. This one.", "Or that."),
        ("Version 1.2 is old. So?", "Version 1.2 is old.", "So?"),
        ("See (a. B) now. Go.", "See (a. B) now.", "Go."),
        ("Use `a. B` now. Go.", "Use `a. B` now.", "Go."),
        ("First.\n\nSecond. Third.", "", ""),
        ("One\nline. Two\nlines.\n\n- three", "One line.", "Two lines.\n\n- three"),
        ("- an item. Another.", "", ""),
        ("# A title. Or two.", "", ""),
        ("No end", "", ""),
        ("", "", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str, rest: str) -> None:
    assert first_sentence(text) == (sentence, rest)


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("[a](/b)", "https://x.example/docs/c", "[a](https://x.example/b)"),
        ("[a](b#c)", "https://x.example/docs/c", "[a](https://x.example/docs/b#c)"),
        ("see [a](/b) and [c](d).", "", "see a and c."),
        ("[a](https://y.example)", "", "[a](https://y.example)"),
        ("[a](mailto:b@c.example)", "", "[a](mailto:b@c.example)"),
        ("[a](javascript:b)", "https://x.example", "a"),
        ("[a](http://[b)", "https://x.example", "a"),
        ("![a](/b)", "", "![a](/b)"),
    ],
)
def test_links(text: str, page: str, expected: str) -> None:
    assert linked(text, page) == expected


def test_an_edited_sentence_reflows_its_own_paragraph_only() -> None:
    long = "word " * 40
    before = wrapped(f"{long}\n\n{long}", 60)
    after = wrapped(f"{long}\n\nNew. {long}", 60)
    assert before[: before.index("")] == after[: after.index("")]


@given(TEXTS, st.sampled_from([4, 8]))
def test_any_text_stays_inside(text: str, indent: int) -> None:
    frame = "class A:\n" if indent == 4 else "class A:\n    def f(self):\n"
    module = f"{frame}{' ' * indent}{docstring(text, indent=indent)}\n"
    tree = ast.parse(module)
    body = tree.body[0].body  # type: ignore[attr-defined]  # a class by construction
    inner = body if indent == 4 else body[0].body
    assert [type(node) for node in inner] == [ast.Expr]


@given(TEXTS, st.sampled_from([0, 4, 8]))
def test_any_text_is_black(text: str, indent: int) -> None:
    frames = {0: "", 4: "class A:\n", 8: "class A:\n    def f(self):\n"}
    module = f"{frames[indent]}{' ' * indent}{docstring(text, indent=indent)}\n"
    assert format_text(module) == module


@given(st.lists(st.text("abc日", min_size=1, max_size=12), max_size=60).map(" ".join))
def test_lines_stay_within_the_limit(text: str) -> None:
    lines = docstring(text, indent=8).text.split("\n")
    assert all(
        width(line) <= LINE_LENGTH - (8 if line == lines[0] else 0) for line in lines
    )
