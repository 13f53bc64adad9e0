"""The scanner that finds keys in TOML: equal to the parser about what there is."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specweld.settings.positions import key_positions


def at(text: str) -> dict[tuple[str, ...], tuple[int, int, int, int]]:
    return {
        path: (each.line, each.column, each.value_line, each.value_column)
        for path, each in key_positions(text).items()
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("# only a comment", {}),
        ("a = 1", {("a",): (1, 1, 1, 5)}),
        ("a=1\r\nb = 2", {("a",): (1, 1, 1, 3), ("b",): (2, 1, 2, 5)}),
        (
            "a.b = 1\na.c = 2",
            {
                ("a",): (1, 1, 1, 7),
                ("a", "b"): (1, 1, 1, 7),
                ("a", "c"): (2, 1, 2, 7),
            },
        ),
        (
            '[x."y z"]\n\'k\' = "v"',
            {("x", "y z"): (1, 2, 1, 2), ("x", "y z", "k"): (2, 1, 2, 7)},
        ),
        (
            "[[t]]\na = 1\n[[t]]\na = 2\n[t.sub]\nb = 3",
            {
                ("t", "0"): (1, 3, 1, 3),
                ("t", "0", "a"): (2, 1, 2, 5),
                ("t", "1"): (3, 3, 3, 3),
                ("t", "1", "a"): (4, 1, 4, 5),
                ("t", "1", "sub"): (5, 2, 5, 2),
                ("t", "1", "sub", "b"): (6, 1, 6, 5),
            },
        ),
        (
            "a = [ # [\n  1,\n  '''x\n''',\n]",
            {
                ("a",): (1, 1, 1, 5),
                ("a", "0"): (2, 3, 2, 3),
                ("a", "1"): (3, 3, 3, 3),
            },
        ),
        (
            'a = """x""""\nb = "\\""\nc = 1',
            {
                ("a",): (1, 1, 1, 5),
                ("b",): (2, 1, 2, 5),
                ("c",): (3, 1, 3, 5),
            },
        ),
    ],
)
def test_positions(
    text: str, found: dict[tuple[str, ...], tuple[int, int, int, int]]
) -> None:
    tomllib.loads(text)
    assert at(text) == found


KEYS = st.text(min_size=1, max_size=6)
SCALARS = st.one_of(
    st.integers(-9, 9).map(str),
    st.booleans().map(lambda each: str(each).lower()),
    st.text(max_size=8).map(lambda each: quoted(each)),
    st.just("'''lit\n[x]\n'''"),
    st.just('"""\nb = "2\\"""""'),
    st.just("1979-05-27 07:32:00"),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(
            lambda each: "[\n " + " ,\n#]\n ".join(each) + "]"
        ),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda each: "{"
            + ", ".join(f"{quoted(k)} = {v}" for k, v in each.items())
            + "}"
        ),
    ),
    max_leaves=6,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=4)


def quoted(text: str) -> str:
    escaped = "".join(
        (
            each
            if each.isprintable() and each not in '"\\'
            else (f"\\U{ord(each):08x}" if not 0xD800 <= ord(each) < 0xE000 else "?")
        )
        for each in text
    )
    return f'"{escaped}"'


def paths(value: object, above: tuple[str, ...] = ()) -> set[tuple[str, ...]]:
    match value:
        case dict():
            pairs = [(str(key), each) for key, each in value.items()]
        case list():
            pairs = [(str(index), each) for index, each in enumerate(value)]
        case _:
            return set()
    return {(*above, key) for key, _ in pairs}.union(
        *(paths(each, (*above, key)) for key, each in pairs)
    )


@given(
    st.dictionaries(st.sampled_from(["a", "b.c", '"d e".f', "g"]), TABLES, max_size=4)
)
def test_every_key_of_the_parser_is_found(tables: dict[str, dict[str, str]]) -> None:
    text = "".join(
        f"[{name}]\n" + "".join(f"{quoted(k)} = {v}\n" for k, v in table.items())
        for name, table in tables.items()
    )
    try:
        value = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # two keys were replaced by the same one
    implicit = {("b",), ("d e",)}
    assert set(key_positions(text)) == paths(value) - implicit


@given(st.text(alphabet="[]{}\"'=.,#\n ab1\\", max_size=40))
def test_a_text_that_is_no_toml_ends(text: str) -> None:
    key_positions(text)
