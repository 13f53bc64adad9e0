"""Fakes of clients: what they answer by themselves, what they are told to, what they record."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sample
from sample import errors
from sample._core.fakes import FakeError
from sample._core.fitting import annotations_of
from sample._core.received import ReceivedFile
from sample.testing import AsyncFakeSample, FakeSample

OPERATIONS: dict[str, Any] = json.loads(
    Path(sample.__path__[0], "testing.json").read_text(encoding="utf-8")
)
NEEDED: dict[str, Any] = {"name": "Ada", "file": b"sound", "files": [b"sound"]}
"""What arguments are that may not be just any text."""


class FakeDriver:
    """Does the same with a fake of either colour."""

    def __init__(self, *, is_async: bool) -> None:
        self._runner = asyncio.Runner()
        self.make: Callable[..., Any] = AsyncFakeSample if is_async else FakeSample
        self.fake = self.make()

    def wait(self, value: Any) -> Any:
        return self._runner.run(_finished(value))

    def listed(self, value: Any) -> list[Any]:
        return self._runner.run(_listed(value))

    def leave(self, fake: Any) -> None:
        """Do what the end of a `with` block does."""
        self.wait(
            fake.__aexit__(None, None, None)
            if hasattr(fake, "__aexit__")
            else fake.__exit__(None, None, None)
        )

    def close(self) -> None:
        self._runner.close()


async def _finished(value: Any) -> Any:
    return await value if hasattr(value, "__await__") else value


async def _listed(value: Any) -> list[Any]:
    found = await _finished(value)
    if hasattr(found, "__aiter__"):
        return [each async for each in found]
    return list(found)


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> Iterator[FakeDriver]:
    driver = FakeDriver(is_async=request.param == "async")
    yield driver
    driver.close()


def arguments(name: str, method: Callable[..., Any]) -> dict[str, Any]:
    """Make up what a method demands."""
    known = {
        **NEEDED,
        "tags": ["calm"],
        "meta": {"key": "value"},
        "request": b"x" if name == "voices.upload" else {"text": "thing"},
    }
    return {
        each.name: known.get(each.name, "text")
        for each in inspect.signature(method).parameters.values()
        if each.default is inspect.Parameter.empty
    }


def method_of(fake: Any, name: str) -> Any:
    found = fake
    for part in name.split("."):
        found = getattr(found, part)
    return found


def test_the_operations_are_all_there() -> None:
    assert len(OPERATIONS) == 26


@pytest.mark.filterwarnings("ignore:The API advises against:DeprecationWarning")
@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_answers_without_drift(driver: FakeDriver, name: str) -> None:
    method = method_of(driver.fake, name)
    result = driver.wait(method(**arguments(name, method)))
    again = driver.wait(method(**arguments(name, method)))
    if OPERATIONS[name].get("status") == 204:
        assert result is None
    elif type(result).__name__.endswith("EventStream"):
        assert driver.listed(result) == driver.listed(again) != []
    elif OPERATIONS[name].get("type") == "audio/mpeg":
        assert driver.wait(result.read()) == driver.wait(again.read()) != b""
        assert result.content_type == "audio/mpeg"
    else:
        assert result == again
        assert result is not None
    assert [each.name for each in driver.fake.recorded] == [name, name]


def test_strings_are_named_after_their_properties(driver: FakeDriver) -> None:
    voice = driver.wait(driver.fake.voices.get("v1"))
    assert voice.voice_id == "voice_id"
    assert voice.category == "generated"
    assert voice.content.text == "text"


@pytest.mark.parametrize("name", ["search", "numbered", "skipped"])
def test_lists_that_nobody_set_end(driver: FakeDriver, name: str) -> None:
    found = driver.listed(getattr(driver.fake.voices, name)())
    assert [each.voice_id for each in found] == ["voice_id"]


def test_an_answer_may_be_a_model_json_or_bytes(driver: FakeDriver) -> None:
    voices = driver.fake.voices
    voice = driver.wait(voices.get("v1")).copy_with(name="Ada")
    driver.fake.on(voices.get).answer(voice)
    driver.fake.on(voices.get).answer({"voice_id": "b", "name": None}, times=2)
    driver.fake.on(voices.audio).answer(b"sound")
    driver.fake.on(voices.transcript).answer("words")
    driver.fake.on(voices.names).answer("Ada")
    assert driver.wait(voices.get("v1")) == voice
    assert driver.wait(voices.get("v1")).voice_id == "b"
    assert driver.wait(voices.get("v1")).voice_id == "b"
    assert driver.wait(voices.get("v1")).voice_id == "voice_id"
    assert driver.wait(driver.wait(voices.audio("v1")).read()) == b"sound"
    assert driver.wait(voices.transcript()) == "words"
    assert driver.wait(voices.names()) == "Ada"
    driver.leave(driver.fake)


def test_an_answer_that_does_not_match_is_an_error(driver: FakeDriver) -> None:
    driver.fake.on("voices.get").answer({"voice_id": 7, "name": "Ada"})
    with pytest.raises(errors.SchemaDriftError, match="voice_id"):
        driver.wait(driver.fake.voices.get("v1"))


def test_failures(driver: FakeDriver) -> None:
    voices, operation = driver.fake.voices, driver.fake.on("voices.get")
    operation.fail(404, {"detail": "no such voice"})
    operation.fail(429, headers={"retry-after": "3"})
    operation.disconnect()
    operation.time_out(times=None)
    with pytest.raises(errors.NotFoundError, match="no such voice") as caught:
        driver.wait(voices.get("v1"))
    assert caught.value.body == {"detail": "no such voice"}
    with pytest.raises(errors.RateLimitError) as limited:
        driver.wait(voices.get("v1"))
    assert limited.value.retry_after == 3
    with pytest.raises(errors.ApiConnectionError):
        driver.wait(voices.get("v1"))
    for _ in range(2):
        with pytest.raises(errors.ApiTimeoutError):
            driver.wait(voices.get("v1"))


def test_retries_are_real_where_they_are_asked_for(driver: FakeDriver) -> None:
    fake = driver.make(max_retries=1)
    fake.on("voices.get").fail(503)
    assert driver.wait(fake.voices.get("v1")).voice_id == "voice_id"
    assert len(fake.on("voices.get").calls) == 2


def test_streams(driver: FakeDriver) -> None:
    watch = driver.fake.voices.watch
    items = [{"type": "text", "text": "a"}, {"type": "image", "url": "b"}]
    driver.fake.on(watch).stream(items)
    found = driver.listed(watch())
    assert [each.to_dict() for each in found] == items
    driver.fake.on(watch).stream(found[:1], breaks_off=True)
    with pytest.raises(errors.ApiConnectionError, match="broke off"):
        driver.listed(watch())


def test_calls_are_recorded_as_sent(driver: FakeDriver) -> None:
    fake = driver.make(api_key="own", headers={"x-team": "a"})
    driver.wait(fake.voices.edit("a/b", name="Ada", description=None))
    driver.wait(fake.voices.find(ids=["1", "2"], where={"a": 1}, x_trace=["t"]))
    driver.wait(fake.voices.post_form(name="Ada", tags=["a", "b"], meta={"k": "v"}))
    driver.wait(fake.voices.add(name="Ada", files=[("a.txt", b"sound")]))
    edit, find, form, add = fake.recorded
    assert repr(edit) == "<ReceivedCall voices.edit: PATCH /v1/voices/a%2Fb>"
    assert edit.path_values == {"voice_id": "a/b"}
    assert edit.body == {"name": "Ada", "description": None}
    assert (edit.headers["xi-api-key"], edit.headers["x-team"]) == ("own", "a")
    assert find.query == {"version": "2", "ids": "1,2", "where[a]": "1"}
    assert find.headers["x-trace"] == "t"
    assert form.body == {"name": "Ada", "tags": ["a", "b"], "meta[k]": "v"}
    sound = ReceivedFile(name="a.txt", content=b"sound", content_type="text/plain")
    assert add.body == {"name": "Ada", "files": sound}
    assert fake.on("voices.edit").calls == (edit,)


def test_derived_clients_share_the_server(driver: FakeDriver) -> None:
    derived = driver.fake.with_options(headers={"x-team": "a"})
    derived.on(derived.voices.get).answer({"voice_id": "a", "name": None})
    raw = driver.wait(driver.fake.with_raw_response.voices.get("v1"))
    assert raw.parse().voice_id == "a"
    assert len(derived.recorded) == 1


def test_what_nobody_documented_is_an_error(driver: FakeDriver) -> None:
    fake = driver.fake
    with pytest.raises(FakeError, match="GET /v1/new is not an operation"):
        driver.wait(fake.request("GET", "/v1/new"))
    fake.on("GET /v1/new").answer({"is": "new"})
    assert driver.wait(fake.request("GET", "/v1/new")) == {"is": "new"}
    known = driver.wait(fake.request("GET", "/v1/voices/v1"))
    assert known["voice_id"] == "voice_id"
    assert fake.recorded[-1].name == "voices.get"
    tolerant = driver.make(strict=False)
    assert driver.wait(tolerant.request("GET", "/v1/new")) == {}


def test_an_unknown_name_is_an_error_with_the_nearest_ones(driver: FakeDriver) -> None:
    with pytest.raises(
        FakeError, match=r"no method `voices\.gets`; did you mean `voices\.get`"
    ):
        driver.fake.on("voices.gets")
    for wrong in (len, driver.fake.close):
        with pytest.raises(TypeError):
            driver.fake.on(wrong)
    with pytest.raises(ValueError, match="times"):
        driver.fake.on("voices.get").answer({}, times=0)


def test_an_answer_that_nobody_asked_for_is_an_error(driver: FakeDriver) -> None:
    driver.fake.on("voices.get").answer({"voice_id": "a", "name": None}, times=2)
    driver.wait(driver.fake.voices.get("v1"))
    with pytest.raises(FakeError, match=r"`voices\.get` \(1 of 2 calls\)"):
        driver.fake.check_answers_used()
    with pytest.raises(FakeError):
        driver.leave(driver.fake)
    tolerant = driver.make(strict=False)
    tolerant.on("voices.get").answer({})
    driver.leave(tolerant)


def test_no_key_is_taken_from_the_environment(
    driver: FakeDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMPLE_API_KEY", "secret")
    driver.wait(driver.fake.voices.get("v1"))
    assert driver.fake.recorded[0].headers["xi-api-key"] == "fake"


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_annotations_of_every_method_are_known(
    driver: FakeDriver, name: str
) -> None:
    method = method_of(driver.fake, name)
    found = annotations_of(method)
    assert found.keys() == {"return", *inspect.signature(method).parameters}


MISFITS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "text for a flag": (
        lambda voices: voices.get("v1", with_settings="maybe"),
        "query `with_settings` should be `bool`, but is 'maybe'",
    ),
    "text for a number": (
        lambda voices: voices.search(page_size="ten"),
        "query `page_size` should be `int`, but is 'ten'",
    ),
    "a number for text": (
        lambda voices: voices.edit("v1", name=7),
        "`name` should be `str`, but is 7",
    ),
    "an unknown member of a union": (
        lambda voices: voices.edit("v1", content={"type": "sound", "text": "x"}),
        "`content`.`type` should be one of 'text', but is 'sound'",
    ),
    "a missing property": (
        lambda voices: voices.edit("v1", content={"type": "text"}),
        "`content` lacks `text`",
    ),
    "an unknown property": (
        lambda voices: voices.edit(
            "v1", content={"type": "text", "text": "", "size": 1}
        ),
        "`content` has `size`, which is not documented",
    ),
    "a list for an object": (
        lambda voices: voices.edit("v1", content=[]),
        "`content` should be",
    ),
}


@pytest.mark.parametrize("case", MISFITS)
def test_a_call_that_is_not_as_documented_is_an_error(
    driver: FakeDriver, case: str
) -> None:
    call, message = MISFITS[case]
    with pytest.raises(FakeError, match=re.escape(message)):
        driver.wait(call(driver.fake.voices))
    driver.wait(call(driver.make(strict=False).voices))


def test_what_is_documented_passes(driver: FakeDriver) -> None:
    voices = driver.fake.voices
    content = driver.wait(voices.content())
    for right in (content, {"type": "image", "url": "u", "width": 3}, None):
        driver.wait(voices.edit("v1", name=None, description=None, content=right))
    driver.wait(voices.search(page_size=3, next_page_token="7"))
    driver.wait(voices.replace(request={"any": ["thing"]}))
    more = driver.fake.with_options(extra_body={"new": 1}, extra_query={"new": 1})
    driver.wait(more.voices.edit("v1", name="Ada"))
