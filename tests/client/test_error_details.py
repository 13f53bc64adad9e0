"""The bodies of errors, as the docs describe them and otherwise."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from driver import Driver
from sample._core.errors import ApiStatusError, NotFoundError
from sample.models import Faults, Problem

PROBLEM = {"title": "no such door"}
FAULTS = {"faults": ["a", "b"]}


def error_of(driver: Driver, status: int, **answer: Any) -> ApiStatusError:
    """Return the error that a call ends in."""
    driver.server.answer(status=status, **answer)
    with pytest.raises(ApiStatusError) as caught:
        driver.call(lambda c: c.doors.close("front"), max_retries=0)
    return caught.value


@pytest.mark.parametrize(
    ("status", "body", "details"),
    [
        (404, PROBLEM, Problem(title="no such door")),
        (422, PROBLEM, Problem(title="no such door")),
        (422, FAULTS, Faults(faults=["a", "b"])),
        (503, ["x"], ["x"]),
        (418, FAULTS, Faults(faults=["a", "b"])),
    ],
)
def test_details_are_what_the_docs_say_of_the_status(
    driver: Driver, status: int, body: object, details: object
) -> None:
    error = error_of(driver, status, json=body)
    assert error.body == body
    assert error.details == details
    assert type(error.details) is type(details)


def test_details_of_a_class(driver: Driver) -> None:
    error = error_of(driver, 404, json=PROBLEM)
    assert isinstance(error, NotFoundError)
    assert error.details_as(Problem) == Problem(title="no such door")
    assert error.details_as(Faults) is None


@pytest.mark.parametrize(
    ("answer", "details"),
    [
        ({}, None),
        ({"text": "<html>"}, "<html>"),
        ({"json": [1]}, [1]),
        ({"text": "[" * 5000}, "[" * 5000),
    ],
)
def test_other_bodies_are_handed_over_as_they_came(
    driver: Driver, answer: dict[str, Any], details: object
) -> None:
    error = error_of(driver, 404, **answer)
    assert error.details == details == error.body
    assert error.details_as(Problem) is None


def test_a_part_that_is_otherwise_stays_as_it_came(driver: Driver) -> None:
    error = error_of(driver, 418, json={"faults": "all of it", "more": 1})
    details = error.details_as(Faults)
    assert details is not None
    assert details.to_dict() == {"faults": "all of it", "more": 1}


def test_an_undescribed_status_has_the_body_for_details(driver: Driver) -> None:
    driver.server.answer(status=404, json=PROBLEM)
    with pytest.raises(NotFoundError) as caught:
        driver.call(lambda c: c.voices.get("v"))
    assert caught.value.details == PROBLEM


def test_details_survive_pickling(driver: Driver) -> None:
    error = error_of(driver, 404, json=PROBLEM)
    copied = pickle.loads(pickle.dumps(error))
    assert copied.details == Problem(title="no such door") == error.details
    assert copied.status_code == 404
