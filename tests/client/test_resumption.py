"""Streams that go on after they broke off."""

from __future__ import annotations

import time
from typing import Any

import pytest
from driver import Driver
from sample._core.errors import ApiConnectionError, NotFoundError

HEADERS = {"content-type": "text/event-stream"}


def event(number: int, *, is_named: bool = True) -> bytes:
    name = f"id: {number}\n" if is_named else ""
    return f'{name}data: {{"type": "text", "text": "{number}"}}\n\n'.encode()


def answer(
    driver: Driver, *chunks: bytes, breaks_off: bool = False, pause: float = 0.0
) -> None:
    """Script a stream; one that breaks off does so after all but the last chunk."""
    cut_at = len(chunks) - 1 if breaks_off else None
    driver.server.answer(chunks=chunks, cut_at=cut_at, headers=HEADERS, pause=pause)


def texts(driver: Driver, **options: Any) -> list[str]:
    watched = driver.items(lambda client: client.voices.watch(), **options)
    return [each.text for each in watched]


def asked(driver: Driver) -> list[str | None]:
    return [each.headers.get("last-event-id") for each in driver.server.requests]


def test_a_stream_goes_on_after_the_last_whole_event(driver: Driver) -> None:
    answer(driver, event(1), event(2), b'id: 3\ndata: {"ty', b"", breaks_off=True)
    answer(driver, event(3), b"", breaks_off=True)
    answer(driver, event(4), b"data: [DONE]\n\n")
    assert texts(driver, resume_streams=2) == ["1", "2", "3", "4"]
    assert asked(driver) == [None, "2", "3"]
    assert all("xi-api-key" in each.headers for each in driver.server.requests)


def test_an_id_is_kept_where_the_next_answer_breaks_at_once(driver: Driver) -> None:
    answer(driver, event(7), b"", breaks_off=True)
    answer(driver, b": hello\n\n", b"", breaks_off=True)
    answer(driver, event(8))
    assert texts(driver, resume_streams=2) == ["7", "8"]
    assert asked(driver) == [None, "7", "7"]


def test_no_stream_goes_on_unless_that_is_asked_for(driver: Driver) -> None:
    answer(driver, event(1), b"", breaks_off=True)
    with pytest.raises(ApiConnectionError, match="broke off"):
        texts(driver)
    assert len(driver.server.requests) == 1


def test_no_stream_goes_on_more_often_than_that(driver: Driver) -> None:
    for number in range(3):
        answer(driver, event(number), b"", breaks_off=True)
    with pytest.raises(ApiConnectionError, match="broke off"):
        texts(driver, resume_streams=2)
    assert asked(driver) == [None, "0", "1"]


def test_no_stream_without_ids_goes_on(driver: Driver) -> None:
    answer(driver, event(1, is_named=False), b"", breaks_off=True)
    with pytest.raises(ApiConnectionError, match="broke off"):
        texts(driver, resume_streams=2)
    assert len(driver.server.requests) == 1


def test_a_server_that_no_longer_knows_the_stream(driver: Driver) -> None:
    answer(driver, event(1), b"", breaks_off=True)
    driver.server.answer(status=404, json={"detail": "gone"})
    with pytest.raises(NotFoundError, match="gone"):
        texts(driver, resume_streams=1)


def test_the_pause_that_the_server_asks_for(driver: Driver) -> None:
    answer(driver, b"retry: 300\n", event(1), b"", breaks_off=True)
    answer(driver, event(2))
    begun = time.monotonic()
    assert texts(driver, resume_streams=1) == ["1", "2"]
    assert time.monotonic() - begun >= 0.3


def test_a_stream_that_went_on_can_be_left(driver: Driver) -> None:
    client = driver.client(resume_streams=1)
    answer(driver, event(1), b"", breaks_off=True)
    answer(driver, event(2), event(3), pause=0.05)
    stream = driver.call(lambda client: client.voices.watch(), client)
    step = type(stream).__anext__ if driver.is_async else type(stream).__next__
    assert [driver.wait(step(stream)).text for _ in range(2)] == ["1", "2"]
    assert (stream.last_event_id, stream.is_closed) == ("2", False)
    driver.wait(stream.close())
    assert stream.is_closed


@pytest.mark.parametrize("wrong", [-1, None, True, 1.5])
def test_a_wrong_number_is_refused(driver: Driver, wrong: Any) -> None:
    with pytest.raises(ValueError, match="resume_streams"):
        driver.client(resume_streams=wrong)
