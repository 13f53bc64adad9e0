"""What is null and what is not there, in models that came and go back."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import pytest
from driver import Driver
from sample.models import Voice

NULLED: dict[str, Any] = {
    "voice_id": "v1",
    "name": None,
    "labels": None,
    "parent": {"voice_id": "v0", "name": "a", "category": None},
}


def received(driver: Driver, answer: Any = NULLED) -> Voice:
    driver.server.answer(json=answer)
    voice: Voice = driver.call(lambda client: client.voices.get("v1"))
    return voice


def test_a_null_that_came_is_told_from_nothing(driver: Driver) -> None:
    voice = received(driver)
    assert voice.labels is None
    assert voice.quality is None
    assert voice.to_dict() == NULLED
    assert repr(voice) == (
        "Voice(voice_id='v1', name=None, labels=None,"
        " parent=Voice(voice_id='v0', name='a', category=None))"
    )


def test_nulls_in_lists_and_beside_unknown_keys(driver: Driver) -> None:
    answer = {"voices": [{**NULLED, "new": None}, {"voice_id": "v2", "name": "b"}]}
    driver.server.answer(json=answer)
    page = driver.call(lambda client: client.voices.search())
    assert page.to_dict() == answer


def test_nulls_beside_drift(driver: Driver) -> None:
    answer = {**NULLED, "created": "soon"}
    assert received(driver, answer).to_dict() == answer


def test_what_came_goes_back_as_it_was(driver: Driver) -> None:
    client = driver.client()
    driver.server.answer(json=NULLED)
    voice = driver.call(lambda client: client.voices.get("v1"), client)
    driver.server.answer(status=204)
    driver.call(lambda client: client.voices.replace(request=voice), client)
    assert driver.server.requests[-1].json == NULLED


def test_the_constructor_takes_none_for_not_set() -> None:
    voice = Voice(voice_id="v1", name=None, labels=None)
    assert voice.to_dict() == {"voice_id": "v1", "name": None}
    labels = inspect.signature(Voice).parameters["labels"]
    assert labels.default is None


def test_a_null_may_be_assigned_and_taken_away() -> None:
    voice = Voice(voice_id="v1", name="a")
    voice.labels = None
    assert voice.to_dict()["labels"] is None
    assert voice.copy_with(quality=None).to_dict()["quality"] is None
    del voice.labels
    assert voice.labels is None
    assert "labels" not in voice.to_dict()


def test_copies_keep_nulls() -> None:
    voice = Voice.from_dict(NULLED)
    pickled = pickle.loads(pickle.dumps(voice))
    for other in (copy.copy(voice), copy.deepcopy(voice), pickled):
        assert other.to_dict() == NULLED


def test_equality_asks_for_values_only() -> None:
    voice = Voice.from_dict(NULLED)
    parent = Voice(voice_id="v0", name="a")
    assert voice == Voice(voice_id="v1", name=None, parent=parent)
    assert (voice != Voice(voice_id="v1", name=None, parent=parent)) is False
    assert voice != parent
    assert voice != NULLED


def test_a_wrong_argument_is_told_with_its_class() -> None:
    make: Any = Voice
    with pytest.raises(TypeError, match=r"^Voice\(\.\.\.\): Missing .* 'name'"):
        make(voice_id="v1")
    with pytest.raises(TypeError, match=r"^Voice\(\.\.\.\): Unexpected .* 'lables'"):
        make(voice_id="v1", name="a", lables={})


def test_a_name_that_would_not_be_sent_is_refused() -> None:
    voice: Any = Voice(voice_id="v1", name="a")
    with pytest.raises(AttributeError, match="`Voice` has no attribute `lables`"):
        voice.lables = {}
    voice.extra["lables"] = {}
    assert voice.to_dict()["lables"] == {}
