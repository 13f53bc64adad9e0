"""The independent reading knows what the specification itself shows, and finds faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from reading.document import OpenApi
from reading.requests import RequestReader, SentRequest
from reading.styles import NotAllowedError

TABLE: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("specification.yaml").read_text(encoding="utf-8")
)
VALUES: dict[str, Any] = {
    "empty": "",
    "string": "blue",
    "array": ["blue", "black", "brown"],
    "object": {"R": 100, "G": 200, "B": 150},
}
SCHEMAS: dict[str, Any] = {
    "empty": {"type": "string"},
    "string": {"type": "string"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {
        "type": "object",
        "properties": {"R": {"type": "integer"}, "G": {}, "B": {"type": "number"}},
    },
}
IN_PATH = ("simple", "label", "matrix")


def reader(**operation: Any) -> RequestReader:
    template = "/x/{color}" if operation.pop("in_path", False) else "/x"
    components = operation.pop("components", {})
    document = {
        "openapi": "3.1.0",
        "paths": {template: {"post": operation}},
        "components": components,
    }
    return RequestReader(OpenApi.read(document))


def color(place: str, kind: str, style: str) -> dict[str, Any]:
    return {
        "name": "color",
        "in": place,
        "required": place == "path",
        "style": style.removesuffix("*"),
        "explode": style.endswith("*"),
        "schema": SCHEMAS[kind],
    }


@pytest.mark.parametrize(
    ("style", "kind"), [(style, kind) for style in TABLE for kind in TABLE[style]]
)
def test_what_the_specification_shows(style: str, kind: str) -> None:
    place = "path" if style.removesuffix("*") in IN_PATH else "query"
    read = reader(in_path=place == "path", parameters=[color(place, kind, style)]).read(
        SentRequest(
            method="POST",
            path=f"/x/{TABLE[style][kind]}" if place == "path" else "/x",
            query=TABLE[style][kind] if place == "query" else "",
        )
    )
    assert read.values == {(place, "color"): VALUES[kind]}


@pytest.mark.parametrize("kind", ["string", "array", "object"])
@pytest.mark.parametrize("style", ["simple", "simple*"])
def test_headers(style: str, kind: str) -> None:
    request = SentRequest(
        method="POST", path="/x", headers={"color": TABLE[style][kind]}
    )
    read = reader(parameters=[color("header", kind, style)]).read(request)
    assert read.values == {("header", "color"): VALUES[kind]}


def test_cookies() -> None:
    request = SentRequest(
        method="POST", path="/x", headers={"cookie": "color=blue,black,brown"}
    )
    read = reader(parameters=[color("cookie", "array", "form")]).read(request)
    assert read.values == {("cookie", "color"): VALUES["array"]}


REQUIRED = {"name": "n", "in": "query", "required": True, "schema": {"type": "integer"}}
LIST = {"name": "n", "in": "query", "explode": False, "schema": SCHEMAS["array"]}
DEEP = {
    "name": "n",
    "in": "query",
    "style": "deepObject",
    "schema": {"type": "object", "additionalProperties": SCHEMAS["array"]},
}
JSON = {
    "required": True,
    "content": {
        "application/json": {"schema": {"required": ["a"], "properties": {"a": {}}}}
    },
}
FORM = {
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"a": SCHEMAS["array"]}}
        }
    }
}
PARTS = {
    "content": {
        "multipart/form-data": {
            "schema": {
                "properties": {
                    "n": {"type": "integer"},
                    "f": {"type": "string", "format": "binary"},
                }
            },
            "encoding": {"n": {"contentType": "application/json"}},
        }
    }
}
TWO_KEYS = {
    "security": [{"a": [], "b": []}],
    "components": {
        "securitySchemes": {
            "a": {"type": "apiKey", "in": "query", "name": "a"},
            "b": {"type": "http", "scheme": "basic"},
        }
    },
}


def part(head: str, text: str) -> bytes:
    return f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n--b--\r\n".encode()


@pytest.mark.parametrize(
    ("operation", "query", "headers", "body", "complaint"),
    [
        ({"parameters": [REQUIRED]}, "", {}, b"", "query n is missing"),
        ({"parameters": [REQUIRED]}, "n=x", {}, b"", "'x' is no such value"),
        ({"parameters": [REQUIRED]}, "n=1&n=2", {}, b"", "n is sent 2 times"),
        ({"parameters": [LIST]}, "n=1&n=2", {}, b"", "n is sent 2 times"),
        ({"parameters": [DEEP]}, "n[a][1]=x", {}, b"", "['1'] are not in order"),
        ({}, "n=1", {}, b"", "['n'] is nowhere in the document"),
        ({}, "n", {}, b"", "'n' is not made of pairs"),
        ({}, "", {}, b"{}", "there must be no body"),
        ({"requestBody": JSON}, "", {}, b"", "the body is missing"),
        (
            {"requestBody": JSON},
            "",
            {"content-type": "application/json"},
            b"{}",
            '[]: "a" is a required property',
        ),
        (
            {"requestBody": JSON},
            "",
            {"content-type": "application/json"},
            b"{",
            "b'{' is not valid JSON",
        ),
        (
            {"requestBody": JSON},
            "",
            {"content-type": "text/plain"},
            b"{}",
            "text/plain is none of ['application/json']",
        ),
        (
            {"requestBody": JSON},
            "",
            {"content-type": "*/*"},
            b"{}",
            "'*/*' is no media type",
        ),
        (
            {"requestBody": FORM},
            "",
            {"content-type": "application/x-www-form-urlencoded"},
            b"b=1",
            "b is nowhere in the document",
        ),
        (
            {"requestBody": PARTS},
            "",
            {"content-type": "multipart/form-data; boundary=b"},
            part('name="n"', "1"),
            "n is '', not application/json",
        ),
        (
            {"requestBody": PARTS},
            "",
            {"content-type": "multipart/form-data; boundary=b"},
            part('name="f"', "1"),
            "f: a file, or not a file?",
        ),
        (
            {"requestBody": PARTS},
            "",
            {"content-type": "multipart/form-data; boundary=b"},
            b"--b\r\n",
            "the parts are not well framed",
        ),
    ],
)
def test_faults_are_found(
    operation: dict[str, Any],
    query: str,
    headers: dict[str, str],
    body: bytes,
    complaint: str,
) -> None:
    request = SentRequest(
        method="POST", path="/x", query=query, headers=headers, body=body
    )
    with pytest.raises(NotAllowedError) as caught:
        reader(**operation).read(request)
    assert str(caught.value) == complaint


def test_two_keys_that_are_asked_for_at_once() -> None:
    basic = {"authorization": "Basic YTpi"}
    both = SentRequest(method="POST", path="/x", query="a=1", headers=basic)
    assert reader(**TWO_KEYS).read(both).credentials == {"a", "b"}
    for one in (
        SentRequest(method="POST", path="/x", query="a=1"),
        SentRequest(method="POST", path="/x", headers=basic),
    ):
        with pytest.raises(NotAllowedError, match="is met by"):
            reader(**TWO_KEYS).read(one)
