"""Lists in pages."""

from __future__ import annotations

import copy
import pickle
from typing import Any, ClassVar

import pytest
from driver import Driver
from sample._core.errors import PagingError
from sample._core.paging import (
    AsyncPage,
    LinkPaging,
    OffsetPaging,
    Page,
    PageNumberPaging,
    Paging,
)
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


def paged(driver: Driver, paging: Paging, **parts: Any) -> Any:
    """Fetch the first page of a list that is paged in some way."""
    bases = (VoiceList, AsyncPage if driver.is_async else Page)
    kind: Any = type(
        "Paged", bases, {"paging": paging, "__module__": __name__}, dict=True
    )
    transport = driver.client()._transport
    return driver.wait(transport.request("GET", "/x", reply=Paged(kind), **parts))


@pytest.mark.parametrize(
    "link",
    [
        "/x?cursor=a%2Fb&limit=2",
        "http://internal.invalid:81/x?cursor=a%2Fb&limit=2",
        "?cursor=a%2Fb&limit=2",
    ],
)
def test_pages_by_link_in_the_body(driver: Driver, link: str) -> None:
    driver.server.answer(json=page("a", next_page_token=link))
    driver.server.answer(json=page("b"))
    paging = LinkPaging(items=("voices",), link=("next_page_token",))
    first = paged(driver, paging, query={"limit": 2, "order": "up"})
    assert first.next_arguments == {"cursor": "a/b", "limit": "2"}
    assert names(driver.gather(first)) == "ab"
    assert driver.server.requests[1].query == {
        "limit": ["2"],
        "order": ["up"],
        "cursor": ["a/b"],
    }


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<https://h/x?page=1>; rel="prev", </x?page=3>; rel="next"', {"page": "3"}),
        ("</x?page=3>; rel=next; title=x", {"page": "3"}),
        ('</x?page=3>; title="a, b; c"; rel="last next"', {"page": "3"}),
        ('</x?page=3>; rel="last"', None),
        ("", None),
    ],
)
def test_pages_by_link_header(
    driver: Driver, header: str, found: dict[str, str] | None
) -> None:
    driver.server.answer(json=page("a"), headers={"Link": header} if header else {})
    first = paged(driver, LinkPaging(items=("voices",)))
    assert first.next_arguments == found
    assert first.has_next_page == (found is not None)


def test_totals_end_a_list(driver: Driver) -> None:
    offset = OffsetPaging(items=("voices",), argument="offset", total=("has_more",))
    driver.server.answer(json=page("a", "b", has_more=3))
    driver.server.answer(json=page("c", has_more=3))
    client = driver.client(on_drift="ignore")
    bases = (VoiceList, AsyncPage if driver.is_async else Page)
    kind: Any = type("Kind", bases, {"paging": offset}, dict=True)
    first = driver.wait(client._transport.request("GET", "/x", reply=Paged(kind)))
    assert names(driver.gather(first)) == "abc"
    numbered = PageNumberPaging(
        items=("voices",), argument="page", total_pages=("has_more",)
    )
    kind = type("Kind", bases, {"paging": numbered}, dict=True)
    driver.server.answer(json=page("a", has_more=2))
    driver.server.answer(json=page("b", has_more=2))
    first = driver.wait(client._transport.request("GET", "/x", reply=Paged(kind)))
    assert names(driver.gather(first)) == "ab"
    assert len(driver.server.requests) == 4


def test_resuming(driver: Driver) -> None:
    driver.server.answer(json=page("a", next_page_token="t"))
    client = driver.client()
    first = driver.call(lambda c: c.voices.search(page_size=2), client)
    state = first.next_arguments
    assert state == {"next_page_token": "t"}
    driver.server.answer(json=page("b"))
    rest = driver.items(lambda c: c.voices.search(page_size=2, **state), client)
    assert names(rest) == "b"
    assert driver.server.requests[1].query == {
        "page_size": ["2"],
        "next_page_token": ["t"],
    }


@pytest.mark.parametrize("copied", [copy.copy, lambda p: pickle.loads(pickle.dumps(p))])
def test_pages_that_forgot_their_request_say_so(driver: Driver, copied: Any) -> None:
    driver.server.answer(json=page("a", next_page_token="t"))
    client = driver.client()
    again = copied(driver.call(lambda c: c.voices.search(), client))
    assert names(again.voices) == "a"
    for use in (
        driver.gather,
        lambda p: p.has_next_page,
        lambda p: driver.wait(p.next_page()),
    ):
        with pytest.raises(PagingError, match="does not remember its request"):
            use(again)


def test_more_without_a_cursor_says_so(driver: Driver) -> None:
    driver.server.answer(json=page("a", has_more=True))
    with pytest.raises(PagingError, match=r"promises more, but does not say where$"):
        driver.items(lambda client: client.voices.search())


def test_an_empty_page_that_points_at_itself_is_the_end(driver: Driver) -> None:
    driver.server.answer(json=page("a", has_more=True, next_page_token="t"))
    driver.server.answer(json=page(has_more=True, next_page_token="t"))
    assert names(driver.items(lambda client: client.voices.search())) == "a"
