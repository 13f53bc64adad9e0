"""What comes back over the wire."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import pytest
from driver import Driver
from sample._core.drift import SchemaDrift
from sample._core.errors import ApiStatusError, DecodeError, SchemaDriftError
from sample.models import Box, Circle, ImageContent, TextContent, Voice
from server import ScriptedServer

VOICE = {"voice_id": "v1", "name": "Rachel"}


def drifts_in(driver: Driver, answer: Any, use: Any = None) -> tuple[Any, list[str]]:
    """Return what a call returns, and the drifts."""
    seen: list[str] = []
    driver.server.answer(json=answer)
    result = driver.call(
        use or (lambda client: client.voices.get("v1")),
        on_drift=lambda drift: seen.append(
            f"{drift.path}: {drift.got} for {drift.expected}"
        ),
    )
    return result, seen


def test_a_matching_answer(driver: Driver) -> None:
    answer = {
        **VOICE,
        "category": "cloned",
        "quality": 2,
        "created": "2024-02-29T12:00:00Z",
        "content": {"type": "image", "url": "u"},
        "shapes": [
            {"radius": 1},
            {"width": 1, "height": 2, "parts": ["x"]},
            "s",
            1,
            1.5,
        ],
        "parent": {"voice_id": "v0", "name": None},
        "api-key": "k",
        "undocumented": [1],
        "anything": {"a": 1},
    }
    voice, drifts = drifts_in(driver, answer)
    assert drifts == []
    assert voice == Voice(
        voice_id="v1",
        name="Rachel",
        category="cloned",
        quality=2,
        created=datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC),
        content=ImageContent(url="u"),
        shapes=[Circle(radius=1.0), Box(width=1, height=2, parts=["x"]), "s", 1, 1.5],
        parent=Voice(voice_id="v0", name=None),
        api_key="k",
        anything={"a": 1},
    )
    assert [type(shape) for shape in voice.shapes] == [Circle, Box, str, int, float]


@pytest.mark.parametrize(
    ("changes", "attribute", "value", "drifts"),
    [
        (
            {"category": "brand_new"},
            "category",
            "brand_new",
            ["$.category: 'brand_new' for one of 'generated', 'cloned'"],
        ),
        ({"quality": 9}, "quality", 9, ["$.quality: 9 for one of 1, 2"]),
        ({"voice_id": None}, "voice_id", None, ["$.voice_id: null for `str`"]),
        ({"voice_id": 7}, "voice_id", 7, ["$.voice_id: an integer for `str`"]),
        (
            {"labels": {"a": "x", "b": 1}},
            "labels",
            {"a": "x", "b": 1},
            ["$.labels['b']: an integer for `str`"],
        ),
        (
            {"created": "yesterday"},
            "created",
            "yesterday",
            ["$.created: 'yesterday' for `datetime`"],
        ),
        (
            {"parent": {"voice_id": "v0"}},
            "parent",
            Voice(voice_id="v0", name=None),
            ["$.parent.name: missing for `str` or null"],
        ),
        (
            {"parent": [1]},
            "parent",
            [1],
            ["$.parent: a list for `Voice`"],
        ),
        (
            {"content": {"type": "video", "src": "s"}},
            "content",
            {"type": "video", "src": "s"},
            ["$.content.type: 'video' for one of 'text', 'image'"],
        ),
        (
            {"content": {"type": "image", "url": 1}},
            "content",
            ImageContent(url=1),  # type: ignore[arg-type]  # what drift makes of it
            ["$.content.url: an integer for `str`"],
        ),
        (
            {"content": {"type": ["list"]}},
            "content",
            {"type": ["list"]},
            ["$.content.type: a list for one of 'text', 'image'"],
        ),
        (
            {"shapes": [{"radius": "big"}, {"nothing": 1}, None, {"radius": 2}]},
            "shapes",
            [Circle(radius="big"), {"nothing": 1}, None, Circle(radius=2.0)],  # type: ignore[arg-type]  # what drift makes of it
            [
                "$.shapes[0].radius: a string for `float`",
                "$.shapes[1]: an object for `Shape`",
                "$.shapes[2]: null for `Shape`",
            ],
        ),
    ],
)
def test_an_answer_that_drifts(
    driver: Driver,
    changes: dict[str, Any],
    attribute: str,
    value: object,
    drifts: list[str],
) -> None:
    voice, seen = drifts_in(driver, {**VOICE, **changes})
    assert getattr(voice, attribute) == value
    assert seen == drifts


@pytest.mark.parametrize(
    ("answer", "drifts"),
    [
        (VOICE, []),
        (None, []),
        ([], ["$: a list for `Voice`"]),
    ],
)
def test_an_optional_answer(driver: Driver, answer: Any, drifts: list[str]) -> None:
    result, seen = drifts_in(driver, answer, lambda client: client.voices.find())
    assert result == (Voice(voice_id="v1", name="Rachel") if answer else answer)
    assert seen == drifts


def test_unions_as_answers(driver: Driver) -> None:
    text = {"type": "text", "text": "t"}
    assert drifts_in(driver, text, lambda client: client.voices.content()) == (
        TextContent(text="t"),
        [],
    )
    assert drifts_in(driver, [text, 5], lambda client: client.voices.contents()) == (
        [TextContent(text="t"), 5],
        ["$[1]: an integer for `Content`"],
    )


def test_drift_is_logged_once_a_place(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    client = driver.client()
    for _ in range(2):
        driver.server.answer(
            json={"voices": [{"voice_id": 1}, {"voice_id": 2, "name": ""}]}
        )
        driver.call(lambda c: c.with_options(timeout=9).voices.search(), client)
    assert caplog.record_tuples == [
        (
            "sample",
            logging.WARNING,
            "GET /v2/voices: `$.voices[0].voice_id` should be `str`, but is an integer",
        ),
        (
            "sample",
            logging.WARNING,
            "GET /v2/voices: `$.voices[0].name` should be `str` or null, but is missing",
        ),
    ]


def test_drift_may_be_ignored_or_raised(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    driver.server.answer(json={"name": 1})
    voice = driver.call(lambda client: client.voices.get("v1"), on_drift="ignore")
    assert (voice.voice_id, voice.name, caplog.records) == (None, 1, [])
    driver.server.answer(json={"name": 1})
    with pytest.raises(SchemaDriftError) as caught:
        driver.call(lambda client: client.voices.get("v1"), on_drift="raise")
    assert [drift.path for drift in caught.value.drifts] == ["$.voice_id", "$.name"]
    assert caught.value.drifts[0] == SchemaDrift(
        path="$.voice_id",
        place="$.voice_id",
        expected="`str`",
        got="missing",
        method="GET",
        template="/v1/voices/{voice_id}",
    )


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            {"text": "<html>", "headers": {"content-type": "text/html"}},
            r"^GET /v1/voices/{voice_id} answered 200 with a body that is not valid JSON"
            r" \(.*\); text/html, 6 bytes: b'<html>'$",
        ),
        ({"content": b'{"voice_id": "v1"'}, "octet-stream, 17 bytes: "),
        ({"content": b"\xff\xfe\xfa"}, "is not valid JSON"),
        ({"content": b"[" * 100_000}, "is not valid JSON"),
    ],
)
def test_an_answer_that_is_no_json(driver: Driver, answer: Any, message: str) -> None:
    driver.server.answer(**answer)
    with pytest.raises(DecodeError, match=message):
        driver.call(lambda client: client.voices.get("v1"))


@pytest.mark.parametrize(
    "content",
    [
        b'{"voice_id": "v1", "name": null}',
        b'\xef\xbb\xbf{"voice_id": "v1", "name": null}',
        '{"voice_id": "v1", "name": null}'.encode("utf-16"),
        b'{"voice_id": "v1", "name": null, "more": NaN}',
    ],
)
def test_json_under_another_name_or_encoding(driver: Driver, content: bytes) -> None:
    driver.server.answer(content=content)
    voice = driver.call(lambda client: client.voices.get("v1"), on_drift="raise")
    assert voice == Voice(voice_id="v1", name=None)


def test_nothing_where_something_is_documented(driver: Driver) -> None:
    driver.server.answer(status=204)
    with pytest.raises(SchemaDriftError, match="`\\$` should be `Voice`, but is null"):
        driver.call(lambda client: client.voices.get("v1"), on_drift="raise")
    driver.server.answer(status=200)
    assert driver.call(lambda c: c.voices.get("v1"), on_drift="ignore") is None


def test_strings_with_and_without_quotes(driver: Driver) -> None:
    driver.server.answer(json="quoted")
    assert driver.call(lambda client: client.voices.names()) == "quoted"
    driver.server.answer(text="plain")
    assert driver.call(lambda client: client.voices.names()) == "plain"


def test_text(driver: Driver) -> None:
    driver.server.answer(
        content=b"\xfc", headers={"content-type": "text/plain; charset=latin-1"}
    )
    assert driver.call(lambda client: client.voices.transcript()) == "ü"


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({"status": 204}, None),
        ({"status": 200}, None),
        ({"json": {"a": [1]}}, {"a": [1]}),
        ({"text": "ok"}, "ok"),
        ({"text": "[1]"}, [1]),
    ],
)
def test_an_answer_that_nobody_documented(
    driver: Driver, answer: Any, result: object
) -> None:
    driver.server.answer(**answer)
    assert driver.call(lambda client: client.voices.mystery()) == result


def test_undocumented_bytes(driver: Driver) -> None:
    driver.server.answer(content=b"\x00\x01", headers={"content-type": "audio/mpeg"})
    client = driver.client()
    audio = driver.call(lambda client: client.voices.mystery(), client)
    assert driver.wait(audio.read()) == b"\x00\x01"


def test_redirects_of_get_are_followed_without_credentials(
    driver: Driver,
) -> None:
    with ScriptedServer() as other:
        driver.server.answer(status=302, headers={"location": "/v2/here"})
        driver.server.answer(status=307, headers={"location": f"{other.url}/there"})
        other.answer(json=VOICE)
        driver.call(
            lambda client: client.voices.get("v1"),
            headers={"Authorization": "Bearer t"},
        )
        assert driver.server.requests[1].path == "/v2/here"
        assert driver.server.requests[1].headers["xi-api-key"] == "key"
        assert sorted(other.requests[0].headers) == [
            "accept",
            "accept-encoding",
            "connection",
            "host",
            "user-agent",
        ]


def test_other_redirects_are_errors(driver: Driver) -> None:
    driver.server.answer(status=307, headers={"location": "/elsewhere"})
    with pytest.raises(ApiStatusError, match=r"redirected to /elsewhere$"):
        driver.call(lambda client: client.voices.edit("v1"))


def test_redirects_end(driver: Driver) -> None:
    for _ in range(11):
        driver.server.answer(status=302, headers={"location": "/again"})
    with pytest.raises(ApiStatusError, match=r"redirected to /again$"):
        driver.call(lambda client: client.voices.get("v1"))
    assert len(driver.server.requests) == 11
