"""Methods that the API advises against."""

from __future__ import annotations

import inspect

import pytest
from driver import Driver


def test_a_call_warns_where_it_stands(driver: Driver) -> None:
    driver.server.answer(json="me")
    message = "The API advises against `doors.knock`."
    with pytest.warns(DeprecationWarning, match=message) as caught:
        assert driver.call(lambda c: c.doors.knock("front")) == "me"
    assert caught[0].filename == __file__


def test_a_method_stays_what_it_was(driver: Driver) -> None:
    knock = driver.client().doors.knock
    assert knock.__deprecated__ == "The API advises against `doors.knock`."
    assert list(inspect.signature(knock).parameters) == ["door"]
    assert inspect.iscoroutinefunction(inspect.unwrap(knock)) == driver.is_async


def test_raw_answers_warn_as_well(driver: Driver) -> None:
    driver.server.answer(json="me")
    client = driver.client()
    with pytest.warns(DeprecationWarning):
        raw = driver.call(lambda c: c.with_raw_response(c.doors.knock)("front"), client)
    assert raw.parse() == "me"
