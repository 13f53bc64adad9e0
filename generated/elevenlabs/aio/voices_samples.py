"""`client.voices.samples`"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .._core.transport import AsyncTransport
    from .voices_samples_audio import VoicesSamplesAudio


class VoicesSamples:
    """The methods of `client.voices.samples`."""

    def __init__(self, transport: AsyncTransport) -> None:
        self._transport = transport

    @cached_property
    def audio(self) -> VoicesSamplesAudio:
        from .voices_samples_audio import VoicesSamplesAudio

        return VoicesSamplesAudio(self._transport)
