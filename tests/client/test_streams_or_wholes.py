"""Answers that come as a whole or as a stream, as the call asks for."""

from __future__ import annotations

from typing import Any

import pytest
from driver import Driver, Use
from sample.models import (
    ImageContent,
    TextContent,
    Voice,
    VoicesTellRequestStreamed,
    VoicesTellRequestTold,
)

EVENTS = (
    'data: {"type": "text", "text": "a"}\n\ndata: {"type": "image", "url": "u"}\n\n'
)
LINES = '{"type": "text", "text": "a"}\n{"type": "image", "url": "u"}\n'
CONTENTS = [TextContent(text="a"), ImageContent(url="u")]
VOICE = '{"voice_id": "v", "name": "n"}'


def asked_for(driver: Driver) -> str:
    """Return what the last request accepts."""
    return driver.server.requests[-1].headers["accept"]


@pytest.mark.parametrize("given", [{}, {"stream": None}, {"stream": False}])
def test_a_whole_answer_is_a_model(driver: Driver, given: dict[str, Any]) -> None:
    driver.server.answer(text=VOICE, headers={"content-type": "application/json"})
    voice = driver.call(lambda c: c.voices.speak(text="a", **given))
    assert voice == Voice(voice_id="v", name="n")
    assert driver.server.requests[-1].json == {"text": "a", **given}
    assert asked_for(driver) == "application/json"


def test_a_stream_is_asked_for_by_the_argument(driver: Driver) -> None:
    driver.server.answer(text=EVENTS, headers={"content-type": "text/event-stream"})
    found = driver.items(lambda c: c.voices.speak(text="a", stream=True))
    assert found == CONTENTS
    assert driver.server.requests[-1].json == {"text": "a", "stream": True}
    assert asked_for(driver).startswith("text/event-stream,")


@pytest.mark.parametrize(
    "request_",
    [{"text": "a"}, {"text": "a", "stream": False}, VoicesTellRequestTold(text="a")],
)
def test_a_body_that_asks_for_no_stream(driver: Driver, request_: Any) -> None:
    driver.server.answer(text=VOICE, headers={"content-type": "application/json"})
    voice = driver.call(lambda c: c.voices.tell(request=request_))
    assert voice == Voice(voice_id="v", name="n")
    assert asked_for(driver) == "application/json"


@pytest.mark.parametrize(
    "request_", [{"text": "a", "stream": True}, VoicesTellRequestStreamed(text="a")]
)
def test_a_body_that_asks_for_a_stream_itself(driver: Driver, request_: Any) -> None:
    driver.server.answer(text=EVENTS, headers={"content-type": "text/event-stream"})
    assert driver.items(lambda c: c.voices.tell(request=request_)) == CONTENTS
    assert driver.server.requests[-1].json == {"text": "a", "stream": True}
    assert asked_for(driver).startswith("text/event-stream,")


@pytest.mark.parametrize("given", [{}, {"mode": "stream"}])
def test_the_stream_may_be_the_usual_answer(
    driver: Driver, given: dict[str, Any]
) -> None:
    driver.server.answer(text=LINES)
    assert driver.items(lambda c: c.voices.narrate(**given)) == CONTENTS
    assert driver.server.requests[-1].query == {k: [v] for k, v in given.items()}
    assert asked_for(driver) == "application/x-ndjson, */*;q=0.5"


def test_a_sound_beside_a_stream(driver: Driver) -> None:
    driver.server.answer(text="sound", headers={"content-type": "audio/mpeg"})
    sound = driver.call(lambda c: c.voices.narrate(mode="whole"))
    assert driver.wait(sound.read()) == b"sound"
    assert asked_for(driver) == "audio/mpeg, */*;q=0.5"


@pytest.mark.parametrize(
    ("use", "body", "accepted"),
    [
        (lambda c: c.voices.export(), f"[{VOICE}]", "application/vnd.sample+json"),
        (
            lambda c: c.voices.export(stream=True),
            f"{VOICE}\n",
            "application/jsonl, */*;q=0.5",
        ),
    ],
)
def test_where_only_the_header_decides_the_argument_is_not_sent(
    driver: Driver, use: Use, body: str, accepted: str
) -> None:
    driver.server.answer(text=body, headers={"content-type": accepted.split(",")[0]})
    assert driver.items(use) == [Voice(voice_id="v", name="n")]
    assert driver.server.requests[-1].target == "/v1/export"
    assert asked_for(driver) == accepted
