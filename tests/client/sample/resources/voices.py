# ruff: noqa: TID252 - generated code is vendored: its imports are relative
"""Voices."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING, Any, ClassVar

from .._core.decoding import As
from .._core.paging import CursorPaging, OffsetPaging, Page, PageNumberPaging, Paging
from .._core.parameters import as_json, joined
from .._core.unset import UNSET, UnsetType, nullable
from ..models import Content, Voice, VoiceList

if TYPE_CHECKING:
    from .._core.binary import BinaryResponse
    from .._core.events import EventStream
    from .._core.files import File
    from .._core.transport import Transport


class VoicesSearchPage(VoiceList, Page[Voice], kw_only=True, dict=True):
    """One page of voices; iterate over it for all that follow, too."""

    paging: ClassVar[Paging] = CursorPaging(
        items=("voices",),
        argument="next_page_token",
        cursor=("next_page_token",),
        has_more=("has_more",),
    )


class VoicesNumberedPage(VoiceList, Page[Voice], kw_only=True, dict=True):
    """One page of voices; iterate over it for all that follow, too."""

    paging: ClassVar[Paging] = PageNumberPaging(
        items=("voices",),
        argument="page",
    )


class VoicesSkippedPage(VoiceList, Page[Voice], kw_only=True, dict=True):
    """One page of voices; iterate over it for all that follow, too."""

    paging: ClassVar[Paging] = OffsetPaging(
        items=("voices",),
        argument="offset",
    )


class Voices:
    """Voices."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, voice_id: str, *, with_settings: bool | None = None) -> Voice:
        """Get a voice."""
        return self._transport.request(
            "GET",
            "/v1/voices/{voice_id}",
            path={"voice_id": voice_id},
            query={"with_settings": with_settings},
            into=Voice,
        )

    def find(
        self, *, ids: list[str] | None = None, where: Any = None, order: Any = None
    ) -> Voice | None:
        """Find a voice."""
        return self._transport.request(
            "GET",
            "/v1/voices/find?version=2",
            query={"ids": joined(ids), "where": where, "order": as_json(order)},
            headers={"x-trace": ids},
            cookies={"session": "a b"},
            into=As[Voice | None],
        )

    def contents(self) -> list[Content]:
        """List contents."""
        return self._transport.request("GET", "/v1/contents", into=list[Content])

    def content(self) -> Content:
        """Get a content."""
        return self._transport.request("GET", "/v1/content", into=As[Content])

    def names(self) -> str:
        """Get a string."""
        return self._transport.request("GET", "/v1/names", into=str)

    def delete(self, voice_id: str) -> None:
        """Delete a voice."""
        return self._transport.request(
            "DELETE", "/v1/voices/{voice_id}", path={"voice_id": voice_id}
        )

    def edit(
        self,
        voice_id: str,
        *,
        name: str | None = None,
        description: str | UnsetType | None = UNSET,
        content: Content | dict[str, Any] | None = None,
    ) -> Voice:
        """Change a voice."""
        return self._transport.request(
            "PATCH",
            "/v1/voices/{voice_id}",
            path={"voice_id": voice_id},
            json={
                "name": name,
                "description": nullable(description),
                "content": content,
            },
            into=Voice,
        )

    def replace(self, *, request: Any) -> None:
        """Replace everything."""
        return self._transport.request("PUT", "/v1/voices", whole=request)

    def add(
        self,
        *,
        name: str,
        files: list[File],
        remove_noise: bool | None = None,
        labels: dict[str, str] | None = None,
        tags: list[str] | None = None,
        cover: File | None = None,
    ) -> Voice:
        """Add a voice."""
        return self._transport.request(
            "POST",
            "/v1/voices/add",
            multipart={
                "name": name,
                "remove_noise": remove_noise,
                "labels": labels,
                "tags": tags,
            },
            files={"files": files, "cover": cover},
            into=Voice,
        )

    def post_form(self, *, name: str, tags: list[str], meta: dict[str, Any]) -> None:
        """Send a form."""
        return self._transport.request(
            "POST", "/v1/form", form={"name": name, "tags": tags, "meta": meta}
        )

    def upload(self, content: bytes | str | IO[bytes] | os.PathLike[str]) -> None:
        """Send bytes."""
        return self._transport.request(
            "PUT", "/v1/raw", content=content, content_type="audio/mpeg"
        )

    def audio(self, voice_id: str) -> BinaryResponse:
        """Get the sound."""
        return self._transport.stream(
            "GET", "/v1/voices/{voice_id}/audio", path={"voice_id": voice_id}
        )

    def transcript(self) -> str:
        """Get text."""
        return self._transport.text("GET", "/v1/transcript")

    def mystery(self) -> Any:
        """Get what nobody documented."""
        return self._transport.decide("POST", "/v1/mystery")

    def watch(self) -> EventStream[Content]:
        """Watch contents arrive."""
        return self._transport.events("POST", "/v1/watch", into=As[Content])

    def search(
        self, *, next_page_token: str | None = None, page_size: int | None = None
    ) -> VoicesSearchPage:
        """Search voices."""
        return self._transport.page(
            "GET",
            "/v2/voices",
            query={"next_page_token": next_page_token, "page_size": page_size},
            into=VoicesSearchPage,
        )

    def numbered(self) -> VoicesNumberedPage:
        """Search voices."""
        return self._transport.page(
            "GET", "/v2/numbered", query={"page": None}, into=VoicesNumberedPage
        )

    def skipped(self) -> VoicesSkippedPage:
        """Search voices."""
        return self._transport.page(
            "POST", "/v2/skipped", json={"offset": 10}, into=VoicesSkippedPage
        )
