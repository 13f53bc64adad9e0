"""Successes of several statuses, each read as what the docs say of it."""

from __future__ import annotations

import pytest
from driver import Driver
from sample.models import Problem, Voice


@pytest.mark.parametrize(
    ("status", "body", "value"),
    [
        (200, {"voice_id": "v", "name": "n"}, Voice(voice_id="v", name="n")),
        (202, {"title": "wait"}, Problem(title="wait")),
        # Both classes would take it: the status decides, not likeness.
        (
            200,
            {"voice_id": "v", "name": "n", "title": "t"},
            Voice(voice_id="v", name="n"),
        ),
        (202, {"voice_id": "v", "name": "n", "title": "t"}, Problem(title="t")),
    ],
)
def test_the_status_decides_on_the_class(
    driver: Driver, status: int, body: object, value: object
) -> None:
    driver.server.answer(status=status, json=body)
    found = driver.call(lambda c: c.doors.open("front"))
    assert type(found) is type(value)
    assert {**value.to_dict(), **found.extra} == body == found.to_dict()


def test_bytes_are_a_stream(driver: Driver) -> None:
    driver.server.answer(
        status=203, text="creak", headers={"content-type": "audio/mpeg"}
    )
    sound = driver.call(lambda c: c.doors.open("front"))
    assert driver.wait(sound.read()) == b"creak"


def test_nothing_is_none(driver: Driver) -> None:
    driver.server.answer(status=204)
    assert driver.call(lambda c: c.doors.open("front")) is None


def test_all_of_them_are_asked_for(driver: Driver) -> None:
    driver.server.answer(status=204)
    driver.call(lambda c: c.doors.open("front"))
    accepted = driver.server.requests[-1].headers["accept"]
    assert accepted == "application/json, */*"


def test_a_status_that_nobody_documented_is_the_usual_answer(driver: Driver) -> None:
    driver.server.answer(status=201, json={"voice_id": "v", "name": "n"})
    found = driver.call(lambda c: c.doors.open("front"))
    assert found == Voice(voice_id="v", name="n")
