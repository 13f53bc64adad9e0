"""Answers of the generated client that do not match the docs, and those that nobody documented."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pydantic
import pytest
from documented_answers import full_answer
from elevenlabs_driver import ElevenLabsDriver
from openapi_document import Document

from elevenlabs import (
    ApiConnectionError,
    DecodeError,
    MissingCredentialsError,
    SchemaDriftError,
)
from elevenlabs.models import (
    FineTuningResponseModel,
    VoiceResponseModel,
    VoiceSettingsResponseModel,
)

CATEGORIES = (
    "one of 'generated', 'cloned', 'premade', 'professional', 'famous', 'high_quality'"
)


def get_voice(client: Any) -> Any:
    return client.voices.get("v1")


@pytest.mark.parametrize(
    ("answer", "result", "drifts"),
    [
        (
            {"voice_id": "v1", "category": "brand_new"},
            VoiceResponseModel(voice_id="v1", category="brand_new"),
            [f"$.category: 'brand_new' for {CATEGORIES}"],
        ),
        (
            {"voice_id": "v1", "fine_tuning": {"state": {"m1": "odd", "m2": "queued"}}},
            VoiceResponseModel(
                voice_id="v1",
                fine_tuning=FineTuningResponseModel(
                    state={"m1": "odd", "m2": "queued"}
                ),
            ),
            [
                "$.fine_tuning.state['m1']: 'odd' for one of 'not_started', 'queued',"
                " 'fine_tuning', 'fine_tuned', 'failed', 'delayed'"
            ],
        ),
        (
            {"name": "Bo"},
            VoiceResponseModel(voice_id=None, name="Bo"),  # type: ignore[arg-type]  # what drift makes of it
            ["$.voice_id: missing for `str`"],
        ),
        (
            {"voice_id": None},
            VoiceResponseModel(voice_id=None),  # type: ignore[arg-type]  # what drift makes of it
            ["$.voice_id: null for `str`"],
        ),
        (
            {"voice_id": "v1", "settings": {"speed": "fast", "style": 0.5}},
            VoiceResponseModel(
                voice_id="v1",
                settings=VoiceSettingsResponseModel(speed="fast", style=0.5),  # type: ignore[arg-type]  # what drift makes of it
            ),
            ["$.settings.speed: a string for `float`"],
        ),
        (
            {"voice_id": "v1", "created_at_unix": 1714204800.0},
            VoiceResponseModel(voice_id="v1", created_at_unix=1714204800),
            [],
        ),
        (
            {"voice_id": "v1", "created_at_unix": 0.5},
            VoiceResponseModel(voice_id="v1", created_at_unix=0.5),  # type: ignore[arg-type]  # what drift makes of it
            ["$.created_at_unix: a number for `int`"],
        ),
        (
            {"voice_id": "v1", "brand_new": {"a": [1]}, "settings": {"more": 1}},
            VoiceResponseModel.from_dict(
                {"voice_id": "v1", "brand_new": {"a": [1]}, "settings": {"more": 1}}
            ),
            [],
        ),
        (
            {"voice_id": "v1", "name": None, "samples": None, "labels": {}},
            VoiceResponseModel.from_dict(
                {"voice_id": "v1", "name": None, "samples": None, "labels": {}}
            ),
            [],
        ),
    ],
)
def test_drift_keeps_the_raw_value_and_is_told(
    driver: ElevenLabsDriver, answer: Any, result: object, drifts: list[str]
) -> None:
    seen: list[str] = []
    driver.server.answer(json=answer)
    voice = driver.call(
        get_voice,
        on_drift=lambda drift: seen.append(
            f"{drift.path}: {drift.got} for {drift.expected}"
        ),
    )
    assert type(voice) is VoiceResponseModel
    assert repr(voice) == repr(result)  # tells 7.0 from 7
    assert seen == drifts


def test_drift_in_every_page_is_logged_once(
    driver: ElevenLabsDriver, caplog: pytest.LogCaptureFixture
) -> None:
    client = driver.new_client("key")
    for token in ("t", None):
        driver.server.answer(
            json={
                "voices": [{"voice_id": "a", "category": "odd"}] * 2,
                "has_more": token is not None,
                "total_count": 4,
                "next_page_token": token,
            }
        )
    voices = driver.items(lambda client: client.voices.search(), client)
    assert [voice.category for voice in voices] == ["odd"] * 4
    assert caplog.record_tuples == [
        (
            "elevenlabs",
            logging.WARNING,
            f"GET /v2/voices: `$.voices[0].category` should be {CATEGORIES},"
            " but is 'odd'",
        )
    ]


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ({"status": 204}, None),
        ({"status": 200}, None),
        ({"json": {"audio": ["b64"]}}, {"audio": ["b64"]}),
        ({"json": [1, None]}, [1, None]),
        ({"text": "later"}, "later"),
    ],
)
def test_undocumented_answers(
    driver: ElevenLabsDriver, answer: Any, result: object
) -> None:
    driver.server.answer(**answer)
    assert (
        driver.call(lambda client: client.voices.samples.audio.get("v1", "s1"))
        == result
    )


def test_undocumented_answers_that_lie(driver: ElevenLabsDriver) -> None:
    driver.server.answer(text="{oops", headers={"content-type": "application/json"})
    with pytest.raises(DecodeError, match=r"; application/json, 5 bytes: b'{oops'$"):
        driver.call(lambda client: client.voices.samples.audio.get("v1", "s1"))


def sample_audio(driver: ElevenLabsDriver, **answer: Any) -> Any:
    driver.server.answer(headers={"content-type": "audio/mpeg"}, **answer)
    return driver.call(lambda client: client.voices.samples.audio.get("v1", "s1"))


def test_audio_streams(driver: ElevenLabsDriver) -> None:
    audio = sample_audio(driver, chunks=[b"\xffone", b"two"], pause=0.05)
    kind = "AsyncBinaryResponse" if driver.is_async else "BinaryResponse"
    assert repr(audio) == f"<{kind} 200 audio/mpeg>"
    assert not audio.is_closed
    assert driver.gather(audio) == [b"\xffone", b"two"]
    assert audio.is_closed


def test_audio_is_read_and_saved(driver: ElevenLabsDriver, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1000
    audio = sample_audio(driver, content=content)
    assert driver.wait(audio.read()) == content
    assert audio.is_closed
    driver.wait(sample_audio(driver, content=content).save(tmp_path / "a.mp3"))
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [
        ("a.mp3", content)
    ]


def test_audio_that_breaks_leaves_no_file(
    driver: ElevenLabsDriver, tmp_path: Path
) -> None:
    audio = sample_audio(driver, content=b"sound", cut_at=2)
    with pytest.raises(ApiConnectionError, match=r"/audio broke off: "):
        driver.wait(audio.save(tmp_path / "a.mp3"))
    assert list(tmp_path.iterdir()) == []


def test_audio_may_be_left(driver: ElevenLabsDriver) -> None:
    audio = sample_audio(driver, chunks=[b"one", b"two"])
    driver.wait(audio.close())
    assert audio.is_closed


def test_audio_in_a_with_block(driver: ElevenLabsDriver) -> None:
    audio = sample_audio(driver, chunks=[b"one", b"two"])

    async def use() -> None:
        async with audio:
            assert [chunk async for chunk in audio] == [b"one", b"two"]

    if driver.is_async:
        driver.wait(use())
    else:
        with audio:
            assert list(audio) == [b"one", b"two"]
    assert audio.is_closed


def test_raw_answers(driver: ElevenLabsDriver, document: Document) -> None:
    answer = full_answer(document, "voices_get")
    driver.server.answer(json=answer, headers={"request-id": "r"})
    raw = driver.call(lambda client: client.with_raw_response.voices.get("v1"))
    assert (raw.status_code, raw.request_id) == (200, "r")
    assert raw.headers["Content-Type"] == "application/json"
    assert raw.parse() == VoiceResponseModel.from_dict(answer)
    driver.server.answer(json=answer)
    assert VoiceResponseModel.from_json(raw.content) == driver.call(get_voice)


def test_raw_answers_of_deep_resources(driver: ElevenLabsDriver) -> None:
    driver.server.answer(content=b"sound", headers={"content-type": "audio/mpeg"})
    raw = driver.call(
        lambda client: client.with_raw_response.voices.samples.audio.get("v1", "s1")
    )
    assert driver.wait(raw.parse().read()) == b"sound"
    driver.server.answer(json={"stability": None})
    raw = driver.call(lambda c: c.with_raw_response.voices.settings.get_default())
    assert raw.parse() == VoiceSettingsResponseModel()


def test_options_are_of_the_copy_only(driver: ElevenLabsDriver) -> None:
    client = driver.client()
    copied = client.with_options(headers={"x-more": "1"}, on_drift="ignore")
    assert type(copied) is type(client)
    assert copied.voices is not client.voices
    driver.server.answer(json={})
    driver.call(get_voice, copied)
    driver.server.answer(json={})
    with pytest.raises(SchemaDriftError):
        driver.call(get_voice, client)
    assert ["x-more" in request.headers for request in driver.server.requests] == [
        True,
        False,
    ]


def test_keys(driver: ElevenLabsDriver, monkeypatch: pytest.MonkeyPatch) -> None:
    client = driver.new_client()
    with pytest.raises(MissingCredentialsError) as caught:
        driver.call(get_voice, client)
    assert str(caught.value) == (
        f"no credential: pass `api_key` to `{type(client).__name__}(...)`,"
        " or set the environment variable `ELEVENLABS_API_KEY`"
    )
    assert driver.server.requests == []
    monkeypatch.setenv("ELEVENLABS_API_KEY", "environment")
    given = driver.new_client("argument")
    own = client.with_options(headers={"XI-API-KEY": "own"})
    for each in (client, given, own):
        driver.server.answer(json={"voice_id": "v1"})
        driver.call(get_voice, each)
    assert [request.headers["xi-api-key"] for request in driver.server.requests] == [
        "environment",
        "argument",
        "own",
    ]


class Cast(pydantic.BaseModel):
    """A caller's own model around ours."""

    voice: VoiceResponseModel
    settings: VoiceSettingsResponseModel | None = None


def test_models_are_pydantic_fields(
    driver: ElevenLabsDriver, document: Document
) -> None:
    answer = full_answer(document, "voices_get")
    driver.server.answer(json=answer)
    voice = driver.call(get_voice)
    cast = Cast(voice=voice)
    assert cast.voice is voice
    assert cast.model_dump(mode="json") == {"voice": answer, "settings": None}
    assert Cast.model_validate({"voice": answer}) == cast
    assert Cast.model_validate_json(cast.model_dump_json()) == cast
    schema = Cast.model_json_schema()["properties"]["voice"]
    assert schema["title"] == "VoiceResponseModel"
    with pytest.raises(pydantic.ValidationError, match=r"`\$.voice_id` should be"):
        Cast.model_validate({"voice": {"name": "Bo"}})
