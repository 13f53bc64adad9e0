from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject
from specweld.pages.block import COMMENT, write_block
from specweld.spec.load import load_mapping


def reload(text: str) -> Json:
    source = load_mapping("block.yaml", text, Problems())
    assert source is not None
    return source.data["x-specweld"]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("plain text", ["key: plain text"]),
        ("https://example.com/v1/{id}", ["key: https://example.com/v1/{id}"]),
        ("no", ["key: 'no'"]),
        ("3.1", ["key: '3.1'"]),
        ("it's: # so", ["key: 'it''s: # so'"]),
        ("", ["key: ''"]),
        (" padded ", ["key: ' padded '"]),
        ("bell \x07", ['key: "bell \\x07"']),
        ("two\nlines\n", ["key: |", "  two", "  lines"]),
        ("no end\nof line", ["key: |-", "  no end", "  of line"]),
        ("  indented\n", ["key: |2", "    indented"]),
        ("blanks\n\n", ["key: |+", "  blanks", ""]),
        ("a\u2028b\n", ['key: "a\\u2028b\\n"']),
        ([], ["key: []"]),
        (["a", "b"], ["key:", "  - a", "  - b"]),
        ([{"a": True, "b": None}], ["key:", "  - a: true", "    b: null"]),
    ],
)
def test_write_block(value: Json, lines: list[str]) -> None:
    expected = [
        COMMENT,
        "x-specweld:",
        *(f"  {line}" if line else "" for line in lines),
    ]
    assert write_block({"key": value}).splitlines() == expected


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), VALUES, min_size=1))
@example({"<<": []})
@example({"<<": {"a": 1}})
def test_any_text_survives(extension: JsonObject) -> None:
    assert reload(write_block(extension)) == extension


@given(st.text(alphabet=" \t\n#-:|>a'\"\\\u2028\ufeff\x85\r", max_size=12))
def test_any_layout_survives(text: str) -> None:
    extension: JsonObject = {"sample": text, "page": "x.md"}
    assert reload(write_block(extension)) == extension
