"""Lists in pages."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from driver import Driver
from sample._core.errors import PagingError
from sample._core.paging import AsyncPage, OffsetPaging, Page, Paging
from sample._core.replies import Paged
from sample.models import Voice, VoiceList


def page(*names: str, **more: Any) -> dict[str, Any]:
    return {"voices": [{"voice_id": name, "name": None} for name in names], **more}


def names(voices: list[Voice]) -> str:
    return "".join(voice.voice_id for voice in voices)


def test_all_pages_by_cursor(driver: Driver) -> None:
    driver.server.answer(json=page("a", "b", has_more=True, next_page_token="t1"))
    driver.server.answer(json=page(has_more=True, next_page_token="t2"))
    driver.server.answer(json=page("c", has_more=False, next_page_token="t3"))
    client = driver.client()
    voices = driver.items(lambda client: client.voices.search(page_size=2), client)
    assert names(voices) == "abc"
    assert [request.query for request in driver.server.requests] == [
        {"page_size": ["2"]},
        {"page_size": ["2"], "next_page_token": ["t1"]},
        {"page_size": ["2"], "next_page_token": ["t2"]},
    ]


def test_one_page(driver: Driver) -> None:
    driver.server.answer(json=page("a", next_page_token="t"))
    driver.server.answer(json=page("b"))
    client = driver.client()
    first = driver.call(lambda client: client.voices.search(), client)
    assert names(first.voices) == "a"
    assert first.has_next_page
    assert "next_page_token='t'" in repr(first)
    assert first.to_dict() == page("a", next_page_token="t")
    second = driver.wait(first.next_page())
    assert type(second) is type(first)
    assert names(second.voices) == "b"
    assert not second.has_next_page
    with pytest.raises(PagingError, match=r"^there is no next page$"):
        driver.wait(second.next_page())


def test_pages_of_pages(driver: Driver) -> None:
    driver.server.answer(json=page("a", next_page_token="t"))
    driver.server.answer(json=page("b", next_page_token=""))
    client = driver.client()
    first = driver.call(lambda client: client.voices.search(), client)
    assert [names(each.voices) for each in driver.gather(first.pages())] == ["a", "b"]


def test_a_circle_ends(driver: Driver) -> None:
    for token in ("t1", "t2", "t1"):
        driver.server.answer(json=page("a", next_page_token=token))
    with pytest.raises(PagingError, match=r"repeats a position$"):
        driver.items(lambda client: client.voices.search())
    assert len(driver.server.requests) == 3


def test_empty_pages_end(driver: Driver) -> None:
    for number in range(30):
        driver.server.answer(json=page(has_more=True, next_page_token=str(number)))
    with pytest.raises(PagingError, match=r"21 empty pages$"):
        driver.items(lambda client: client.voices.search())


def test_pages_by_number(driver: Driver) -> None:
    for names_of_page in ("ab", "c", ""):
        driver.server.answer(json=page(*names_of_page))
    assert names(driver.items(lambda client: client.voices.numbered())) == "abc"
    assert [r.query for r in driver.server.requests] == [
        {},
        {"page": ["2"]},
        {"page": ["3"]},
    ]


def test_pages_by_offset(driver: Driver) -> None:
    for names_of_page in ("ab", "c", ""):
        driver.server.answer(json=page(*names_of_page))
    voices = driver.items(lambda client: client.voices.skipped(offset=10))
    assert names(voices) == "abc"
    assert [r.query for r in driver.server.requests] == [
        {"offset": ["10"]},
        {"offset": ["12"]},
        {"offset": ["13"]},
    ]


class _Paged:
    paging: ClassVar[Paging] = OffsetPaging(items=("voices",), argument="offset")


class Skipped(VoiceList, _Paged, Page[Voice], kw_only=True, dict=True):
    """A page of the sync client."""


class AsyncSkipped(VoiceList, _Paged, AsyncPage[Voice], kw_only=True, dict=True):
    """A page of the async client."""


def test_pages_by_offset_in_the_body(driver: Driver) -> None:
    for names_of_page in ("ab", "c", ""):
        driver.server.answer(json=page(*names_of_page))
    transport = driver.client()._transport
    kind = AsyncSkipped if driver.is_async else Skipped
    found = transport.request(
        "POST", "/v2/skipped", json={"offset": 10}, reply=Paged(kind)
    )
    assert names(driver.gather(driver.wait(found))) == "abc"
    assert [r.json for r in driver.server.requests] == [
        {"offset": 10},
        {"offset": 12},
        {"offset": 13},
    ]


def test_a_page_that_drifts(driver: Driver) -> None:
    driver.server.answer(json={"voices": None, "next_page_token": {"a": 1}})
    assert driver.items(lambda c: c.voices.search(), on_drift="ignore") == []
    driver.server.answer(json=[1])
    assert driver.call(lambda c: c.voices.search(), on_drift="ignore") == [1]
