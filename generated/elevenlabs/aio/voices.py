"""`client.voices`"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from .._core.paging import (
    AsyncPage,
    CursorPaging,
    Paging,
)
from .._core.replies import Json, Paged
from ..models import (
    DeleteVoiceResponseModel,
    EditVoiceResponseModel,
    GetLibraryVoicesResponseModel,
    GetVoicesV2ResponseModel,
    VoiceResponseModel,
)

if TYPE_CHECKING:
    from .._core.files import File
    from .._core.transport import AsyncTransport
    from .voices_samples import VoicesSamples
    from .voices_settings import VoicesSettings


class VoicesSearchPage(
    GetVoicesV2ResponseModel,
    AsyncPage[VoiceResponseModel],
    kw_only=True,
    dict=True,
):
    """One page; iterate over it for the items of all."""

    paging: ClassVar[Paging] = CursorPaging(
        items=("voices",),
        argument="next_page_token",
        cursor=("next_page_token",),
        has_more=("has_more",),
    )


class Voices:
    """The methods of `client.voices`."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def samples(self) -> VoicesSamples:
        from .voices_samples import VoicesSamples

        return VoicesSamples(self._transport)

    @cached_property
    def settings(self) -> VoicesSettings:
        from .voices_settings import VoicesSettings

        return VoicesSettings(self._transport)

    async def delete(self, voice_id: str) -> DeleteVoiceResponseModel:
        """Deletes a voice by its ID.

        Args:
            voice_id: ID of the voice to be used. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
        """
        return await self._transport.request(
            "DELETE",
            "/v1/voices/{voice_id}",
            path={"voice_id": voice_id},
            reply=Json(DeleteVoiceResponseModel),
        )

    async def get(
        self,
        voice_id: str,
        *,
        with_settings: bool | None = None,
    ) -> VoiceResponseModel:
        """Returns metadata about a specific voice.

        Args:
            voice_id: ID of the voice to be used. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
            with_settings: This parameter is now deprecated. It is ignored and will be
                removed in a future version.
        """
        return await self._transport.request(
            "GET",
            "/v1/voices/{voice_id}",
            path={"voice_id": voice_id},
            query={"with_settings": with_settings},
            reply=Json(VoiceResponseModel),
        )

    async def find_similar_voices(
        self,
        *,
        similarity_threshold: float | None = None,
        top_k: int | None = None,
        audio_file: File | None = None,
    ) -> GetLibraryVoicesResponseModel:
        """Returns a list of shared voices similar to the provided audio sample. If
        neither similarity_threshold nor top_k is provided, we will apply default
        values.
        """
        return await self._transport.request(
            "POST",
            "/v1/similar-voices",
            multipart={
                "similarity_threshold": similarity_threshold,
                "top_k": top_k,
            },
            files={"audio_file": audio_file},
            reply=Json(GetLibraryVoicesResponseModel),
        )

    async def search(
        self,
        *,
        next_page_token: str | None = None,
        page_size: int | None = None,
        search: str | None = None,
        sort: str | None = None,
        sort_direction: str | None = None,
        voice_type: str | None = None,
        category: str | None = None,
        fine_tuning_state: str | None = None,
        collection_id: str | None = None,
        include_total_count: bool | None = None,
        voice_ids: list[str] | None = None,
    ) -> VoicesSearchPage:
        """Gets a list of all available voices for a user with search, filtering and
        pagination.

        Args:
            next_page_token: The next page token to use for pagination. Returned from
                the previous request.
            page_size: How many voices to return at maximum. Can not exceed 100,
                defaults to 10. Page 0 may include more voices due to default voices
                being included.
            search: Search term to filter voices by. Searches in name, description,
                labels, category.
            sort: Which field to sort by, one of 'created_at_unix' or 'name'.
                'created_at_unix' may not be available for older voices.
            sort_direction: Which direction to sort the voices in. 'asc' or 'desc'.
            voice_type: Type of the voice to filter by. One of 'personal', 'community',
                'default', 'workspace', 'non-default'. 'non-default' is equal to all but
                'default'.
            category: Category of the voice to filter by. One of 'premade', 'cloned',
                'generated', 'professional'
            fine_tuning_state: State of the voice's fine tuning to filter by. Applicable
                only to professional voices clones. One of 'draft', 'not_verified',
                'not_started', 'queued', 'fine_tuning', 'fine_tuned', 'failed',
                'delayed'
            collection_id: Collection ID to filter voices by.
            include_total_count: Whether to include the total count of voices found in
                the response. Incurs a performance cost.
            voice_ids: Voice IDs to lookup by. Maximum 100 voice IDs.

        Returns:
            The first page; iterate with `async for` over it for the items of all.
        """
        return await self._transport.request(
            "GET",
            "/v2/voices",
            query={
                "next_page_token": next_page_token,
                "page_size": page_size,
                "search": search,
                "sort": sort,
                "sort_direction": sort_direction,
                "voice_type": voice_type,
                "category": category,
                "fine_tuning_state": fine_tuning_state,
                "collection_id": collection_id,
                "include_total_count": include_total_count,
                "voice_ids": voice_ids,
            },
            reply=Paged(VoicesSearchPage),
        )

    async def update(
        self,
        voice_id: str,
        *,
        name: str | None = None,
        remove_background_noise: bool | None = None,
        description: str | None = None,
        labels: str | None = None,
    ) -> EditVoiceResponseModel:
        """Edit a voice created by you.

        Args:
            voice_id: ID of the voice to be used. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
        """
        return await self._transport.request(
            "POST",
            "/v1/voices/{voice_id}/edit",
            path={"voice_id": voice_id},
            multipart={
                "name": name,
                "remove_background_noise": remove_background_noise,
                "description": description,
                "labels": labels,
            },
            reply=Json(EditVoiceResponseModel),
        )
