"""`client.forced_alignment`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.replies import Json
from ..models import ForcedAlignmentResponseModel

if TYPE_CHECKING:
    from .._core.files import File
    from .._core.transport import AsyncTransport


class ForcedAlignment:
    """The methods of `client.forced_alignment`."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def create(
        self,
        *,
        text: str | None = None,
        enabled_spooled_file: bool | None = None,
        file: File,
    ) -> ForcedAlignmentResponseModel:
        """Force align an audio file to text. Use this endpoint to get the timing
        information for each character and word in an audio file based on a provided
        text transcript.
        """
        return await self._transport.request(
            "POST",
            "/v1/forced-alignment",
            multipart={
                "text": text,
                "enabled_spooled_file": enabled_spooled_file,
            },
            files={"file": file},
            reply=Json(ForcedAlignmentResponseModel),
        )
