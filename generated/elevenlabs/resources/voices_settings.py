"""`client.voices.settings`"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._core.replies import Json
from .._core.unset import UNSET
from ..models import EditVoiceSettingsResponseModel, VoiceSettingsResponseModel

if TYPE_CHECKING:
    from .._core.transport import Transport
    from .._core.unset import UnsetType


class VoicesSettings:
    """The methods of `client.voices.settings`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self, voice_id: str) -> VoiceSettingsResponseModel:
        """Returns the settings for a specific voice. "similarity_boost" corresponds
        to"Clarity + Similarity Enhancement" in the web app and "stability" corresponds
        to "Stability" slider in the web app.

        Args:
            voice_id: Voice ID to be used, you can use
                https://api.elevenlabs.io/v1/voices to list all the available voices.
        """
        return self._transport.request(
            "GET",
            "/v1/voices/{voice_id}/settings",
            path={"voice_id": voice_id},
            reply=Json(VoiceSettingsResponseModel),
        )

    def get_default(self) -> VoiceSettingsResponseModel:
        """Gets the default settings for voices. "similarity_boost" corresponds
        to"Clarity + Similarity Enhancement" in the web app and "stability" corresponds
        to "Stability" slider in the web app.
        """
        return self._transport.request(
            "GET",
            "/v1/voices/settings/default",
            reply=Json(VoiceSettingsResponseModel),
        )

    def update(
        self,
        voice_id: str,
        *,
        stability: float | UnsetType | None = UNSET,
        use_speaker_boost: bool | UnsetType | None = UNSET,
        similarity_boost: float | UnsetType | None = UNSET,
        style: float | UnsetType | None = UNSET,
        speed: float | UnsetType | None = UNSET,
    ) -> EditVoiceSettingsResponseModel:
        """Edit your settings for a specific voice. "similarity_boost" corresponds to
        "Clarity + Similarity Enhancement" in the web app and "stability" corresponds to
        "Stability" slider in the web app.

        Args:
            voice_id: ID of the voice to be used. You can use the [Get
                voices](/docs/api-reference/voices/search) endpoint list all the
                available voices.
        """
        return self._transport.request(
            "POST",
            "/v1/voices/{voice_id}/settings/edit",
            path={"voice_id": voice_id},
            json={
                "stability": stability,
                "use_speaker_boost": use_speaker_boost,
                "similarity_boost": similarity_boost,
                "style": style,
                "speed": speed,
            },
            nulls=[
                "stability",
                "use_speaker_boost",
                "similarity_boost",
                "style",
                "speed",
            ],
            reply=Json(EditVoiceSettingsResponseModel),
        )
