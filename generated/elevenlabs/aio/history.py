"""`client.history`"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .._core.paging import (
    AsyncPage,
    CursorPaging,
    Paging,
)
from .._core.replies import Paged
from ..models import GetSpeechHistoryResponseModel, SpeechHistoryItemResponseModel

if TYPE_CHECKING:
    from .._core.transport import AsyncTransport
    from ..models import (
        V1HistoryGetParametersSortDirectionSchema,
        V1HistoryGetParametersSourceSchema,
    )


class HistoryListPage(
    GetSpeechHistoryResponseModel,
    AsyncPage[SpeechHistoryItemResponseModel],
    kw_only=True,
    dict=True,
):
    """One page; iterate over it for the items of all."""

    paging: ClassVar[Paging] = CursorPaging(
        items=("history",),
        argument="start_after_history_item_id",
        cursor=("last_history_item_id",),
        has_more=("has_more",),
    )


class History:
    """The methods of `client.history`."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def list(
        self,
        *,
        page_size: int | None = None,
        start_after_history_item_id: str | None = None,
        voice_id: str | None = None,
        model_id: str | None = None,
        date_before_unix: int | None = None,
        date_after_unix: int | None = None,
        sort_direction: V1HistoryGetParametersSortDirectionSchema | None = None,
        search: str | None = None,
        source: V1HistoryGetParametersSourceSchema | None = None,
    ) -> HistoryListPage:
        """Returns a list of your generated audio.

        Args:
            page_size: How many history items to return at maximum. Can not exceed 1000,
                defaults to 100.
            start_after_history_item_id: After which ID to start fetching, use this
                parameter to paginate across a large collection of history items. In
                case this parameter is not provided history items will be fetched
                starting from the most recently created one ordered descending by their
                creation date.
            voice_id: ID of the voice to be filtered for. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
            model_id: Search term used for filtering history items. If provided, source
                becomes required.
            date_before_unix: Unix timestamp to filter history items before this date
                (exclusive).
            date_after_unix: Unix timestamp to filter history items after this date
                (inclusive).
            sort_direction: Sort direction for the results.
            search: search term used for filtering
            source: Source of the generated history item

        Returns:
            The first page; iterate with `async for` over it for the items of all.
        """
        return await self._transport.request(
            "GET",
            "/v1/history",
            query={
                "page_size": page_size,
                "start_after_history_item_id": start_after_history_item_id,
                "voice_id": voice_id,
                "model_id": model_id,
                "date_before_unix": date_before_unix,
                "date_after_unix": date_after_unix,
                "sort_direction": sort_direction,
                "search": search,
                "source": source,
            },
            reply=Paged(HistoryListPage),
        )
