from __future__ import annotations

import itertools
import operator
from datetime import date, datetime
from functools import reduce
from typing import Any, Literal

import msgspec
import pytest

from specweld.api.types import (
    ListType,
    LiteralType,
    MapType,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
)
from specweld.api.unions import is_native, simplify
from stages.api import input_of

STRING = Scalar(kind=ScalarKind.STRING)
INTEGER = Scalar(kind=ScalarKind.INTEGER)
NUMBER = Scalar(kind=ScalarKind.NUMBER)
BOOLEAN = Scalar(kind=ScalarKind.BOOLEAN)
DATETIME = Scalar(kind=ScalarKind.DATETIME)
DATE = Scalar(kind=ScalarKind.DATE)
WORDS = LiteralType(values=("a", "b"))
NUMBERS = LiteralType(values=(1, 2))

NOTHING = input_of({})

PYTHON: dict[TypeRef, Any] = {
    STRING: str,
    INTEGER: int,
    NUMBER: float,
    BOOLEAN: bool,
    DATETIME: datetime,
    DATE: date,
    WORDS: Literal["a", "b"],
    NUMBERS: Literal[1, 2],
    ListType(item=STRING): list[str],
    ListType(item=INTEGER): list[int],
    MapType(value=STRING): dict[str, str],
    MapType(value=INTEGER): dict[str, int],
    Nullable(item=INTEGER): int | None,
}


def msgspec_accepts(types: tuple[TypeRef, ...]) -> bool:
    try:
        msgspec.json.Decoder(reduce(operator.or_, (PYTHON[each] for each in types)))
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("size", [2, 3])
def test_is_native_says_what_msgspec_does(size: int) -> None:
    unions = list(itertools.combinations(PYTHON, size))
    assert [
        each for each in unions if is_native(NOTHING, each) != msgspec_accepts(each)
    ] == []


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([STRING, STRING], (STRING,)),
        ([STRING, Scalar(kind=ScalarKind.STRING, format="uri")], (STRING,)),
        ([DATETIME, STRING], (STRING,)),
        ([DATETIME, DATE], (STRING,)),
        ([DATETIME, WORDS], (STRING, WORDS)),
        ([DATETIME, INTEGER], (DATETIME, INTEGER)),
        ([WORDS, NUMBERS], (LiteralType(values=("a", "b", 1, 2)),)),
        ([BOOLEAN, LiteralType(values=(True,))], (BOOLEAN,)),
        ([INTEGER, NUMBER], (INTEGER, NUMBER)),
    ],
)
def test_simplify(members: list[TypeRef], expected: tuple[TypeRef, ...]) -> None:
    assert simplify(members) == expected
