"""`client.voices.samples.audio`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.replies import Undocumented

if TYPE_CHECKING:
    from typing import Any

    from .._core.transport import AsyncTransport


class VoicesSamplesAudio:
    """The methods of `client.voices.samples.audio`."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    async def get(self, voice_id: str, sample_id: str) -> Any:
        """Returns the audio corresponding to a sample attached to a voice.

        Args:
            voice_id: ID of the voice to be used. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
            sample_id: ID of the sample to be used. You can use the [Get
                voices](/docs/api-reference/voices/get) endpoint list all the available
                samples for a voice.

        Returns:
            None if the answer is empty, decoded JSON, text, or a `AsyncBinaryResponse`:
            the docs do not say which.
        """
        return await self._transport.request(
            "GET",
            "/v1/voices/{voice_id}/samples/{sample_id}/audio",
            path={
                "voice_id": voice_id,
                "sample_id": sample_id,
            },
            reply=Undocumented(),
        )
