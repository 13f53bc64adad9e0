"""The bytes of every style in every place, as one table prescribes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from specweld.runtime.call import RequestParts, build_call
from specweld.runtime.settings import Settings
from specweld.runtime.uploads import PartEncodings, multipart_body

TABLE: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("styles.yaml").read_text(encoding="utf-8")
)
VALUES = TABLE.pop("values")
USUAL = {"path": "simple", "query": "form*", "header": "simple", "cookie": "form*"}
SETTINGS = Settings(client="C", base_url="https://h")


def rows() -> Iterator[Any]:
    for place, styles in TABLE.items():
        for style, written in styles.items():
            for kind, expected in written.items():
                name = f"{place}-{style}-{kind}"
                yield pytest.param(place, style, VALUES[kind], expected, id=name)


def sent(place: str, style: str, value: object) -> str | None:
    """Build a call and cut out what became of the value."""
    values = {"color": value}
    parts: dict[str, Any] = {"styles": {} if style == "usual" else {"color": style}}
    template = "/x/{color}" if place == "path" else "/x"
    parts[{"header": "headers", "cookie": "cookies"}.get(place, place)] = values
    call = build_call("POST", template, RequestParts(**parts), SETTINGS, ())
    headers = {name.decode().lower(): text.decode() for name, text in call.headers}
    match place:
        case "path":
            return call.url.removeprefix("https://h/x/")
        case "query":
            return call.url.partition("?")[2] or None
        case "header":
            return headers["color"]
        case "cookie":
            return headers.get("cookie")
        case _:
            assert call.body is not None
            body = call.body.chunks()
            assert isinstance(body, bytes)
            return body.decode() or None


@pytest.mark.parametrize(("place", "style", "value", "expected"), [*rows()])
def test_bytes(place: str, style: str, value: object, expected: str | None) -> None:
    if expected == "error":
        with pytest.raises((TypeError, ValueError)):
            sent(place, style, value)
    else:
        assert sent(place, style, value) == expected


@pytest.mark.parametrize("place", USUAL)
def test_what_goes_without_saying(place: str) -> None:
    named = {
        name: sent(place, USUAL[place], VALUES[name]) for name in ("array", "string")
    }
    usual = {name: sent(place, "usual", VALUES[name]) for name in ("array", "string")}
    assert usual == named


@pytest.mark.parametrize(
    ("style", "kind", "headers", "value", "part"),
    [
        ("", "", {}, "blue", b"\r\n\r\nblue"),
        ("form", "", {}, ["a b", "50%"], b"\r\n\r\na b,50%"),
        ("", "text/csv", {}, "a,b", b"\r\nContent-Type: text/csv\r\n\r\na,b"),
        ("", "text/*, text/csv", {}, "a", b"\r\nContent-Type: text/csv\r\n\r\na"),
        (
            "",
            "application/json",
            {},
            ["a"],
            b'\r\nContent-Type: application/json\r\n\r\n["a"]',
        ),
        (
            "",
            "application/vnd.x+json; v=1",
            {},
            {"a": None},
            b'\r\nContent-Type: application/vnd.x+json; v=1\r\n\r\n{"a":null}',
        ),
        ("form", "", {}, ["a", "b"], b"\r\n\r\na,b"),
        ("pipeDelimited", "", {}, ["a", "b"], b"\r\n\r\na|b"),
        ("", "", {"X-Part": 5, "X-No": None}, "b", b"\r\nX-Part: 5\r\n\r\nb"),
    ],
)
def test_parts_of_a_multipart_body(
    style: str, kind: str, headers: dict[str, object], value: object, part: bytes
) -> None:
    encodings = PartEncodings(
        styles={"color": style} if style else {},
        types={"color": kind} if kind else {},
        headers={"color": headers},
    )
    body = multipart_body({"color": value}, {}, None, encodings).chunks()
    assert isinstance(body, bytes)
    head = b'Content-Disposition: form-data; name="color"'
    assert body.split(b"\r\n", 1)[1].rsplit(b"\r\n--", 1)[0] == head + part


def test_a_style_may_make_several_parts() -> None:
    encodings = PartEncodings(styles={"color": "deepObject"})
    value = {"R": 100, "name": ["a b", "c&d"]}
    content = multipart_body({"color": value}, {}, None, encodings).chunks()
    assert isinstance(content, bytes)
    heads = [each.partition(b"\r\n\r\n") for each in content.split(b"\r\n--")[:-1]]
    assert [(head.partition(b"name=")[2], text) for head, _, text in heads] == [
        (b'"color[R]"', b"100"),
        (b'"color[name][0]"', b"a b"),
        (b'"color[name][1]"', b"c&d"),
    ]


def test_types_and_headers_of_files() -> None:
    encodings = PartEncodings(
        types={"f": "image/png"}, headers={"f": {"X-Rate-Limit": 5}}
    )
    body = multipart_body(
        {}, {"f": [b"x", ("n.gif", b"y", "image/gif")]}, None, encodings
    )
    content = body.chunks()
    assert isinstance(content, bytes)
    assert content.count(b"X-Rate-Limit: 5\r\n") == 2
    assert content.count(b"Content-Type: image/png\r\n") == 1
    assert content.count(b"Content-Type: image/gif\r\n") == 1


@pytest.mark.parametrize(
    ("documented", "name", "chosen"),
    [
        ("image/png, image/jpeg", "a.jpg", b"image/jpeg"),
        ("image/png, image/jpeg", "a.gif", b"image/png"),
        ("image/*", "a.gif", b"image/gif"),
        ("image/*", "a.txt", b"text/plain"),
        ("image/*, application/pdf", "a.txt", b"application/pdf"),
        ("", "a.txt", b"text/plain"),
    ],
)
def test_a_file_has_one_of_the_documented_types(
    documented: str, name: str, chosen: bytes
) -> None:
    encodings = PartEncodings(types={"f": documented})
    content = multipart_body({}, {"f": (name, b"x")}, None, encodings).chunks()
    assert isinstance(content, bytes)
    assert b"\r\nContent-Type: " + chosen + b"\r\n" in content


def test_files_among_fields_that_nobody_listed() -> None:
    fields = {"note": "hi", "file": b"x", "more": [("a.txt", b"y")], "count": 2}
    content = multipart_body(fields, None).chunks()
    assert isinstance(content, bytes)
    assert content.count(b"filename=") == 2
    names = [each.partition(b'"')[0] for each in content.split(b'; name="')[1:]]
    assert names == [b"note", b"count", b"file", b"more"]
