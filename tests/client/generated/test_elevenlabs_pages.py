"""Lists of the generated client that come in pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from documented_answers import minimal_answer
from elevenlabs_driver import ElevenLabsDriver
from openapi_document import Document

from elevenlabs import PagingError
from elevenlabs.models import SpeechHistoryItemResponseModel, VoiceResponseModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A method that returns pages, in the words of its API."""

    operation_id: str
    fetch: Callable[[Any], Any]
    target: str
    argument: str
    items: str
    item_id: str
    cursor: str
    item_type: type
    rest: Mapping[str, object]
    """What a page must have besides."""


LISTINGS = (
    Listing(
        operation_id="voices_search",
        fetch=lambda client: client.voices.search(page_size=2, voice_ids=["a", "b"]),
        target="/v2/voices?page_size=2&voice_ids=a&voice_ids=b",
        argument="next_page_token",
        items="voices",
        item_id="voice_id",
        cursor="next_page_token",
        item_type=VoiceResponseModel,
        rest={"total_count": 3},
    ),
    Listing(
        operation_id="history_list",
        fetch=lambda client: client.history.list(page_size=2, source="TTS"),
        target="/v1/history?page_size=2&source=TTS",
        argument="start_after_history_item_id",
        items="history",
        item_id="history_item_id",
        cursor="last_history_item_id",
        item_type=SpeechHistoryItemResponseModel,
        rest={},
    ),
)


@pytest.fixture(params=LISTINGS, ids=lambda listing: listing.operation_id)
def listing(request: pytest.FixtureRequest) -> Listing:
    found: Listing = request.param
    return found


class Pages:
    """Scripts pages of a listing."""

    def __init__(
        self, driver: ElevenLabsDriver, document: Document, listing: Listing
    ) -> None:
        self.driver = driver
        self.listing = listing
        (self._item,) = minimal_answer(document, listing.operation_id)[listing.items]

    def answer(self, ids: str, *, cursor: str | None, has_more: bool) -> None:
        self.driver.server.answer(
            json={
                self.listing.items: [
                    {**self._item, self.listing.item_id: each} for each in ids
                ],
                self.listing.cursor: cursor,
                "has_more": has_more,
                **self.listing.rest,
            }
        )

    def ids(self, items: list[Any]) -> str:
        assert {type(item) for item in items} <= {self.listing.item_type}
        return "".join(getattr(item, self.listing.item_id) for item in items)

    def ids_of_page(self, page: Any) -> str:
        return self.ids(getattr(page, self.listing.items))

    def targets(self) -> list[str]:
        return [request.target for request in self.driver.server.requests]


@pytest.fixture
def pages(driver: ElevenLabsDriver, document: Document, listing: Listing) -> Pages:
    return Pages(driver, document, listing)


def test_all_items_of_all_pages(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    pages.answer("ab", cursor="t/1", has_more=True)
    pages.answer("", cursor="t2", has_more=True)
    pages.answer("c", cursor="t3", has_more=False)
    assert pages.ids(driver.items(listing.fetch)) == "abc"
    assert pages.targets() == [
        listing.target,
        *with_cursors(listing, "t%2F1", "t2"),
    ]


def with_cursors(listing: Listing, *cursors: str) -> list[str]:
    """Spell the targets of the following pages; the argument stands where the method's own order has it."""
    path, _, query = listing.target.partition("?")
    if listing.argument == "next_page_token":  # the first argument of its method
        return [f"{path}?{listing.argument}={each}&{query}" for each in cursors]
    first, _, others = query.partition("&")
    return [f"{path}?{first}&{listing.argument}={each}&{others}" for each in cursors]


def test_page_by_page(driver: ElevenLabsDriver, listing: Listing, pages: Pages) -> None:
    pages.answer("a", cursor="t1", has_more=True)
    pages.answer("b", cursor=None, has_more=False)
    first = driver.call(listing.fetch)
    assert (pages.ids_of_page(first), first.has_next_page) == ("a", True)
    second = driver.wait(first.next_page())
    assert type(second) is type(first)
    assert (pages.ids_of_page(second), second.has_next_page) == ("b", False)
    with pytest.raises(PagingError, match=r"^there is no next page$"):
        driver.wait(second.next_page())


def test_pages_of_pages(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    pages.answer("a", cursor="t1", has_more=True)
    pages.answer("bc", cursor="t2", has_more=False)
    found = driver.gather(driver.call(listing.fetch).pages())
    assert [pages.ids_of_page(each) for each in found] == ["a", "bc"]


def test_a_repeated_cursor_ends_the_walk(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    for cursor in ("t1", "t2", "t1"):
        pages.answer("a", cursor=cursor, has_more=True)
    with pytest.raises(PagingError, match=r"repeats a position$"):
        driver.items(listing.fetch)


def test_a_callers_own_position_counts_as_visited(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    method = listing.operation_id.replace("_", ".").split(".")
    pages.answer("a", cursor="mine", has_more=True)

    def fetch(client: Any) -> Any:
        resource = getattr(client, method[0])
        return getattr(resource, method[1])(**{listing.argument: "mine"})

    with pytest.raises(PagingError, match=r"repeats a position$"):
        driver.items(fetch)
    assert len(driver.server.requests) == 1


def test_a_page_that_fails_is_tried_again(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    pages.answer("a", cursor="t1", has_more=True)
    driver.server.answer(status=503, headers={"retry-after-ms": "1"})
    pages.answer("b", cursor=None, has_more=False)
    assert pages.ids(driver.items(listing.fetch)) == "ab"


def test_raw_pages_go_on_as_plain_ones(
    driver: ElevenLabsDriver, listing: Listing, pages: Pages
) -> None:
    pages.answer("a", cursor="t1", has_more=True)
    pages.answer("b", cursor=None, has_more=False)
    raw = driver.call(lambda client: listing.fetch(client.with_raw_response))
    assert raw.status_code == 200
    assert pages.ids(driver.gather(raw.parse())) == "ab"
