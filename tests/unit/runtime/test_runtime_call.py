"""Where a call goes and what it says."""

from __future__ import annotations

import pytest

from specweld.runtime.body import form_body, json_body, whole_body
from specweld.runtime.call import RequestParts, build_call, place_of
from specweld.runtime.errors import status_error_class
from specweld.runtime.model import Model
from specweld.runtime.settings import Settings, with_place
from specweld.runtime.values import NULL, UNSET


@pytest.mark.parametrize(
    ("asked_for", "server", "documented", "place"),
    [
        ("https://a", "", "", "https://a"),
        ("https://a", "", "https://o", "https://o"),
        ("https://a", "https://s", "https://o", "https://a"),
        (None, "https://s", "https://o", "https://o"),
        (None, "https://s", "", "https://s"),
        (None, "", "", ""),
    ],
)
def test_places(
    asked_for: str | None, server: str, documented: str, place: str
) -> None:
    settings = Settings(client="C", base_url=asked_for, server=server)
    assert place_of(settings, documented) == place


@pytest.mark.parametrize(
    ("asked_for", "server", "theirs", "place"),
    [
        ("https://a", "https://s", "https://h", "https://a"),
        (None, "https://s", "https://h", "https://h"),
        (None, "https://s", "", None),
        ("https://s", "", "https://h", "https://h"),
    ],
)
def test_the_callers_http_client_may_know_the_place(
    asked_for: str | None, server: str, theirs: str, place: str | None
) -> None:
    settings = Settings(client="C", base_url=asked_for, server=server)
    assert with_place(settings, theirs).base_url == place


def test_what_tells_operations_apart_is_not_sent() -> None:
    settings = Settings(client="C", base_url="https://h")
    call = build_call(
        "GET", "/x/{a}#b", {"path": {"a": 1}, "query": {"q": 2}}, settings, ()
    )
    assert call.url == "https://h/x/1?q=2"


def test_an_optional_body_is_left_out() -> None:
    settings = Settings(client="C", base_url="https://h")
    bodies: list[RequestParts] = [
        {"json": {"a": None}},
        {"form": {"a": None}},
        {"multipart": {"a": None}, "files": {"f": None}},
    ]
    for each in bodies:
        assert build_call("POST", "/x", each, settings, ()).body is not None
        left: RequestParts = {**each, "optional_body": True}
        call = build_call("POST", "/x", left, settings, ())
        assert call.body is None
        assert dict(call.headers).keys() == {b"Accept"}
    fixed: RequestParts = {"json": {"type": "x", "a": None}, "optional_body": ["type"]}
    assert build_call("POST", "/x", fixed, settings, ()).body is None
    given: RequestParts = {**fixed, "json": {"type": "x", "a": 1}}
    sent = build_call("POST", "/x", given, settings, ()).body
    assert sent is not None and sent.chunks() == b'{"type":"x","a":1}'
    null: RequestParts = {"json": {"a": None}, "nulls": ["a"], "optional_body": True}
    body = build_call("POST", "/x", null, settings, ()).body
    assert body is not None and body.chunks() == b'{"a":null}'


def test_a_call_is_encoded_once() -> None:
    settings = Settings(client="C", base_url="https://h/", headers={"accept": "a/b"})
    call = build_call(
        "POST",
        "/x?fixed=1",
        {"query": {"q": 1}, "json": {"a": None}, "content_type": "application/x+json"},
        settings,
        (),
    )
    assert call.url == "https://h/x?fixed=1&q=1"
    assert call.headers == (
        (b"accept", b"a/b"),
        (b"Content-Type", b"application/x+json"),
        (b"Content-Length", b"2"),
    )


class Pair(Model, kw_only=True):
    left: str
    right: int | None = None


def test_bodies() -> None:
    assert json_body({"a": None, "b": UNSET, "c": NULL}).chunks() == b'{"c":null}'
    assert json_body({"a": UNSET, "b": 0}).chunks() == b'{"b":0}'
    assert whole_body(NULL).chunks() == b"null"
    assert whole_body(Pair(left="x")).chunks() == b'{"left":"x"}'
    assert form_body(Pair(left="x y")).chunks() == b"left=x%20y"
    assert form_body({"a": NULL, "b": None}).chunks() == b"a="
    with pytest.raises(TypeError, match="a form is made of names and values"):
        form_body([1])


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (302, "ApiStatusError"),
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (402, "PaymentRequiredError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (408, "RequestTimeoutError"),
        (409, "ConflictError"),
        (413, "PayloadTooLargeError"),
        (418, "ApiStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (503, "InternalServerError"),
        (599, "InternalServerError"),
    ],
)
def test_a_class_a_status(status: int, name: str) -> None:
    assert status_error_class(status).__name__ == name


@pytest.mark.parametrize(
    ("parts", "content"),
    [
        ({"json": {"a": None, "b": None}, "nulls": ["b"]}, b'{"b":null}'),
        ({"json": {"a": UNSET, "b": 1}, "nulls": ["a", "b"]}, b'{"b":1}'),
        ({"form": {"a": None, "b": None}, "nulls": ["b"]}, b"b="),
        ({"whole": None, "nulls": ["request"]}, b"null"),
        ({"whole": None}, None),
        ({"whole": UNSET, "nulls": ["request"]}, None),
        ({"whole": 0}, b"0"),
        ({"whole": []}, b"[]"),
    ],
)
def test_nulls(parts: RequestParts, content: bytes | None) -> None:
    settings = Settings(client="C", base_url="https://h")
    body = build_call("POST", "/x", parts, settings, ()).body
    assert (None if body is None else body.chunks()) == content
