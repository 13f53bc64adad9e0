"""Values in paths, queries, headers and cookies."""

from __future__ import annotations

import datetime
import enum
import uuid
from decimal import Decimal
from typing import Any

import pytest

from specweld.runtime.model import Model
from specweld.runtime.styles import (
    fill_path,
    write_cookies,
    write_form,
    write_header,
    write_query,
)
from specweld.runtime.values import UNSET


class Size(enum.Enum):
    BIG = "big"


class Filter(Model, kw_only=True):
    name: str | None = None
    least: int | None = None


NOON = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("value", "query"),
    [
        (None, ""),
        (UNSET, ""),
        ("", "q="),
        ("a b&c=d+e/ü", "q=a%20b%26c%3Dd%2Be%2F%C3%BC"),
        (True, "q=true"),
        (0, "q=0"),
        (1e22, "q=1e%2B22"),
        (0.5, "q=0.5"),
        (Decimal("1.10"), "q=1.10"),
        (Size.BIG, "q=big"),
        (NOON, "q=2024-02-29T12%3A00%3A00Z"),
        (datetime.date(2024, 2, 29), "q=2024-02-29"),
        (uuid.UUID(int=1), "q=00000000-0000-0000-0000-000000000001"),
        ([], ""),
        (["a", 1, None, True], "q=a&q=1&q=true"),
        (("a", Size.BIG), "q=a&q=big"),
        ({"a": 1, "b": None, "c": [1, 2]}, "a=1&c=1&c=2"),
        (Filter(least=2), "least=2"),
    ],
)
def test_queries(value: object, query: str) -> None:
    assert write_query({"q": value}) == query


def test_forms() -> None:
    values = {"a": {"b": {"c": 1}}, "d": ["x", "y"], "e": None, "f": Filter(name="n")}
    assert write_form(values) == (b"a%5Bb%5D%5Bc%5D=1&d=x&d=y&f%5Bname%5D=n")


def test_names_are_encoded() -> None:
    assert write_query({"a[]": [1], "b&": 2}) == "a%5B%5D=1&b%26=2"


@pytest.mark.parametrize(
    ("template", "values", "path"),
    [
        ("/a", {}, "/a"),
        ("/a/{b}", {"b": 1}, "/a/1"),
        ("/a/{b}/", {"b": "x/../y"}, "/a/x%2F..%2Fy/"),
        ("/{a}.{b}", {"a": "..", "b": "x"}, "/...x"),
        ("/{a}", {"a": ["x", "y,z"]}, "/x,y%2Cz"),
        ("/{a}", {"a": Size.BIG}, "/big"),
        ("/{a}", {"a": "%2e%2e"}, "/%252e%252e"),
        ("/{a}", {"a": "{b}"}, "/%7Bb%7D"),
    ],
)
def test_paths(template: str, values: dict[str, Any], path: str) -> None:
    assert fill_path(template, values) == path


@pytest.mark.parametrize(
    ("template", "values", "error", "message"),
    [
        ("/{a}", {}, TypeError, "path parameter `a` is missing"),
        ("/{a}", {"a": None}, TypeError, "path parameter `a` is missing"),
        ("/{a}", {"a": ""}, ValueError, "path parameter `a` is empty"),
        ("/{a}", {"a": []}, ValueError, "path parameter `a` is empty"),
        ("/{a}", {"a": "."}, ValueError, "`.` cannot be a segment of `/{a}`"),
        (
            "/x/{a}",
            {"a": ".."},
            ValueError,
            "`..` cannot be a segment of `/x/{a}`",
        ),
        (
            "/{a}{b}",
            {"a": ".", "b": "."},
            ValueError,
            "`..` cannot be a segment of `/{a}{b}`",
        ),
        ("/{a}", {"a": object()}, TypeError, "`object` cannot be sent as JSON"),
    ],
)
def test_paths_that_cannot_be(
    template: str, values: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        fill_path(template, values)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a b", b"a b"),
        ("ü", b"\xc3\xbc"),
        (b"raw", b"raw"),
        (True, b"true"),
        (["a", "b"], b"a,b"),
        ({"a": 1}, b"a,1"),
    ],
)
def test_headers(value: object, written: bytes) -> None:
    assert write_header("x", value) == (b"x", written)


@pytest.mark.parametrize("value", ["a\nb", "a\r", "a\0", "\x7f"])
def test_headers_that_cannot_be(value: str) -> None:
    with pytest.raises(ValueError, match=r"^header `x` holds a line break or control"):
        write_header("x", value)


def test_cookies() -> None:
    values = {"a": "1; b", "c": None, "d": [1, 2], "e": True}
    assert write_cookies(values) == "a=1%3B%20b; d=1; d=2; e=true"
