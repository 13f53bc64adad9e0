"""Events: their names, errors, pings, envelopes; and the time that they take."""

from __future__ import annotations

import json
import time
from typing import Any, Literal

import pytest
from driver import Driver
from sample._core.errors import StreamError
from sample._core.event_reader import EventReader, LineSplitter, RawEvent
from sample._core.model import Model
from sample._core.replies import Events
from sample._core.values import As
from sample.models import (
    HappeningVoiceBorn,
    HappeningVoiceRenamed,
    ImageContent,
    TextContent,
    Voice,
)

TEXT = '{"type": "text", "text": "a"}'
IMAGE = '{"type": "image", "url": "u"}'


def stream(driver: Driver, body: str, into: Any, **options: Any) -> list[Any]:
    """Gather what a stream of some type yields."""
    driver.server.answer(text=body, headers={"content-type": "text/event-stream"})
    client = driver.client(**options)
    call = client._transport.request("POST", "/v1/any", reply=Events(into))
    return driver.gather(driver.wait(call))


def test_names_and_ids_can_be_read(driver: Driver) -> None:
    driver.server.answer(
        text=f"event: first\nid: 1\ndata: {TEXT}\n\ndata: {IMAGE}\n\nid: 3\n\n"
    )
    client = driver.client()
    events = driver.call(lambda c: c.voices.watch(), client)
    assert (events.event_name, events.last_event_id) == ("", "")
    step = (lambda: events.__anext__()) if driver.is_async else (lambda: next(events))
    assert driver.wait(step()) == TextContent(text="a")
    assert (events.event_name, events.last_event_id) == ("first", "1")
    assert driver.wait(step()) == ImageContent(url="u")
    assert (events.event_name, events.last_event_id) == ("", "1")
    assert driver.gather(events) == []


@pytest.mark.parametrize(
    ("body", "message", "found"),
    [
        (
            'event: error\ndata: {"message": "overloaded"}\n\n',
            ": overloaded",
            {"message": "overloaded"},
        ),
        ("event: error\ndata: gone\x1b\n\n", r": gone\x1b", "gone\x1b"),
        (
            'data: {"error": {"message": "quota"}}\n\n',
            ": quota",
            {"error": {"message": "quota"}},
        ),
        ('{"error": "boom"}\n', ": boom", {"error": "boom"}),
    ],
)
def test_an_error_in_a_stream_is_raised(
    driver: Driver, body: str, message: str, found: object
) -> None:
    first = f"{TEXT}\n" if body.startswith("{") else f"data: {TEXT}\n\n"
    driver.server.answer(text=first + body, headers={"request-id": "r"})
    client = driver.client()
    events = driver.call(lambda c: c.voices.watch(), client)
    with pytest.raises(StreamError) as caught:
        driver.gather(events)
    place = "POST /v1/watch reported an error in its stream"
    assert str(caught.value) == place + message
    assert (caught.value.body, caught.value.request_id) == (found, "r")
    assert events.is_closed


class Report(Model, kw_only=True):
    """A value that has such a property itself."""

    error: str | None = None


def test_a_documented_property_is_not_an_error(driver: Driver) -> None:
    assert stream(driver, 'data: {"error": "e"}\n\n', Report) == [Report(error="e")]


def test_a_ping_is_no_value(driver: Driver) -> None:
    body = f"event: ping\ndata: {{}}\n\nevent: heartbeat\ndata: x\n\ndata: {TEXT}\n\n"
    found = stream(driver, body, As[TextContent | None], on_drift="raise")
    assert found == [TextContent(text="a")]


class Envelope(Model, kw_only=True):
    """An event as some documents describe it: the whole of it."""

    event: Literal["a", "b"]
    id: str | None = None
    data: TextContent


class Words(Model, kw_only=True):
    """One whose data is text."""

    event: str
    data: str


def test_documented_envelopes(driver: Driver) -> None:
    body = f"event: a\nid: 7\ndata: {TEXT}\n\n"
    assert stream(driver, body, Envelope, on_drift="raise") == [
        Envelope(event="a", id="7", data=TextContent(text="a"))
    ]
    body = "event: word\ndata: 12\n\nevent: word\ndata: plain\n\n"
    assert stream(driver, body, Words, on_drift="raise") == [
        Words(event="word", data="12"),
        Words(event="word", data="plain"),
    ]


def test_unknown_events_are_drift_and_the_stream_goes_on(driver: Driver) -> None:
    drifts: list[Any] = []
    body = f'data: {{"type": "new"}}\n\ndata: {TEXT}\n\n'
    driver.server.answer(text=body)
    found = driver.items(lambda c: c.voices.watch(), on_drift=drifts.append)
    assert found == [{"type": "new"}, TextContent(text="a")]
    assert [drift.path for drift in drifts] == ["$.type"]


@pytest.mark.parametrize(
    "body",
    [
        "\x1e[1]\n\x1e[2]\n",
        "[1]\r\n[2]",
        "[1]\r[2]\r",
        "[\n1\n]\n[\n2\n]\n",
        "\n[1]\n\n\n[2]\n[DONE]\n[3]\n",
    ],
)
def test_json_lines(body: str) -> None:
    reader = EventReader()
    found = [*reader.feed(body.encode()), *reader.finish()]
    assert [json.loads(event.data) for event in found] == [[1], [2]]


def test_brackets_inside_of_texts_do_not_count() -> None:
    reader = EventReader()
    body = b'{\n"a": "}\\"{[",\n"b": "\\\\"\n}\n'
    (event,) = reader.feed(body)
    assert json.loads(event.data) == {"a": '}"{[', "b": "\\"}


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_events_are_handed_over_when_they_are_complete(end: str) -> None:
    reader = EventReader()
    assert [*reader.feed(f"data: 1{end}".encode())] == []
    assert [*reader.feed(end.encode())] == [RawEvent("1")]
    assert [*reader.feed(f"data: 2{end}{end}".encode())] == [RawEvent("2")]
    assert [*reader.finish()] == []


def test_a_line_end_may_be_torn_apart() -> None:
    splitter = LineSplitter()
    found = [
        line
        for piece in (b"a\r", b"\nb\r", b"\r\n", b"c")
        for line in splitter.feed(piece)
    ]
    assert [*found, *splitter.finish()] == ["a", "b", "", "c"]


def seconds(body: bytes, size: int) -> float:
    """Measure how long it takes to read a body in pieces."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    best = 10.0
    for _ in range(3):
        reader = EventReader()
        begun = time.process_time()
        for piece in pieces:
            for _event in reader.feed(piece):
                pass
        best = min(best, time.process_time() - begun)
    return best


@pytest.mark.parametrize(
    "body",
    [
        lambda n: b"data: " + b"x" * (n * 100) + b"\n\n",
        lambda n: b"data: " + b"\ndata: ".join([b"x" * 90] * n) + b"\n\n",
        lambda n: b"[\n" + b",\n".join([b'"' + b"x" * 90 + b'"'] * n) + b"\n]\n",
        lambda n: b'{"a": "' + b"x" * (n * 100) + b'"}\n',
    ],
    ids=["one long line", "many lines", "one value over many lines", "one long value"],
)
def test_reading_takes_time_in_proportion(body: Any) -> None:
    small, large = seconds(body(2_000), 1_000), seconds(body(16_000), 1_000)
    assert (
        large < small * 24
    )  # eight times the bytes; sixty-four times if it were square


def test_the_name_of_an_event_decides_what_it_is(driver: Driver) -> None:
    driver.server.answer(
        text='event: voice.born\ndata: {"voice_id": "v", "name": "n"}\n\n'
        'event: voice.renamed\ndata: "m"\n\n'
        "event: voice.renamed\ndata: m\n\n"
        "event: gone\ndata: [DONE]\n\n"
    )
    found = driver.items(lambda c: c.voices.follow(), on_drift="raise")
    assert found == [
        HappeningVoiceBorn(data=Voice(voice_id="v", name="n")),
        HappeningVoiceRenamed(data="m"),
        HappeningVoiceRenamed(data="m"),
    ]


def test_an_event_of_an_unknown_name_is_handed_over_as_it_is(driver: Driver) -> None:
    driver.server.answer(text='event: voice.sold\ndata: {"price": 1}\n\n')
    drifts: list[Any] = []
    found = driver.items(lambda c: c.voices.follow(), on_drift=drifts.append)
    assert found == [{"event": "voice.sold", "data": {"price": 1}}]
    assert len(drifts) == 1


def test_the_name_is_the_tag_where_the_data_has_none(driver: Driver) -> None:
    driver.server.answer(
        text='event: image\ndata: {"url": "u"}\n\n'
        'event: text\ndata: {"type": "image", "url": "v"}\n\n'
        'event: note\ndata: {"type": "text", "text": "a"}\n\n'
    )
    found = driver.items(lambda c: c.voices.watch(), on_drift="raise")
    assert found == [
        ImageContent(url="u"),
        ImageContent(url="v"),
        TextContent(text="a"),
    ]
