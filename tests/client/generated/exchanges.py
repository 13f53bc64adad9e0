"""Calls of every method and what each must send: only what is required, and all there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from server import Part

_MP3 = ("voice.mp3", b"\x00ID3\r\n--\xff", "audio/x-own")


def text_part(name: str, content: str) -> Part:
    """A part as a plain form field is sent."""
    return Part(name=name, filename=None, content_type=None, content=content.encode())


def _mp3_part(name: str) -> Part:
    filename, content, content_type = _MP3
    return Part(
        name=name, filename=filename, content_type=content_type, content=content
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call and the request that it must become."""

    call: str
    """The attributes from the client to the method."""
    positional: tuple[str, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)
    sends: str
    """Method and target, as on the wire."""
    json: object = None
    parts: list[Part] | None = None
    returns: str = ""
    """A class of `models`, or with a module of the colour before it; empty for undocumented answers."""

    @property
    def operation_id(self) -> str:
        """The id that the merged document gives to the operation."""
        return self.call.replace(".", "_")

    def made_with(self, client: Any) -> Any:
        """Make the call."""
        method = reduce(getattr, self.call.split("."), client)
        return method(*self.positional, **self.named)

    def __str__(self) -> str:
        return f"{self.call} {'full' if self.named else 'minimal'}"


EXCHANGES = (
    Exchange(
        call="forced_alignment.create",
        named={"file": _MP3},
        sends="POST /v1/forced-alignment",
        parts=[_mp3_part("file")],
        returns="ForcedAlignmentResponseModel",
    ),
    Exchange(
        call="forced_alignment.create",
        named={"text": "Grüße,\r\nBo", "enabled_spooled_file": False, "file": _MP3},
        sends="POST /v1/forced-alignment",
        parts=[
            text_part("text", "Grüße,\r\nBo"),
            text_part("enabled_spooled_file", "false"),
            _mp3_part("file"),
        ],
        returns="ForcedAlignmentResponseModel",
    ),
    Exchange(
        call="history.list",
        sends="GET /v1/history",
        returns="pages.HistoryListPage",
    ),
    Exchange(
        call="history.list",
        named={
            "page_size": 1000,
            "start_after_history_item_id": "h1",
            "voice_id": "v1",
            "model_id": "m&1",
            "date_before_unix": 1714204800,
            "date_after_unix": 0,
            "sort_direction": "asc",
            "search": "a b",
            "source": "TTS",
        },
        sends="GET /v1/history?page_size=1000&start_after_history_item_id=h1&voice_id=v1"
        "&model_id=m%261&date_before_unix=1714204800&date_after_unix=0"
        "&sort_direction=asc&search=a%20b&source=TTS",
        returns="pages.HistoryListPage",
    ),
    Exchange(
        call="voices.delete",
        positional=("v/1",),
        sends="DELETE /v1/voices/v%2F1",
        returns="DeleteVoiceResponseModel",
    ),
    Exchange(
        call="voices.delete",
        named={"voice_id": "v1"},
        sends="DELETE /v1/voices/v1",
        returns="DeleteVoiceResponseModel",
    ),
    Exchange(
        call="voices.find_similar_voices",
        sends="POST /v1/similar-voices",
        returns="GetLibraryVoicesResponseModel",
    ),
    Exchange(
        call="voices.find_similar_voices",
        named={"similarity_threshold": 0.25, "top_k": 3, "audio_file": _MP3},
        sends="POST /v1/similar-voices",
        parts=[
            text_part("similarity_threshold", "0.25"),
            text_part("top_k", "3"),
            _mp3_part("audio_file"),
        ],
        returns="GetLibraryVoicesResponseModel",
    ),
    Exchange(
        call="voices.get",
        positional=("../v1",),
        sends="GET /v1/voices/..%2Fv1",
        returns="VoiceResponseModel",
    ),
    Exchange(
        call="voices.get",
        named={"voice_id": "v1", "with_settings": True},
        sends="GET /v1/voices/v1?with_settings=true",
        returns="VoiceResponseModel",
    ),
    Exchange(
        call="voices.samples.audio.get",
        positional=("v1", "s 1"),
        sends="GET /v1/voices/v1/samples/s%201/audio",
    ),
    Exchange(
        call="voices.samples.audio.get",
        named={"sample_id": "s1", "voice_id": "v1"},
        sends="GET /v1/voices/v1/samples/s1/audio",
    ),
    Exchange(
        call="voices.search",
        sends="GET /v2/voices",
        returns="pages.VoicesSearchPage",
    ),
    Exchange(
        call="voices.search",
        named={
            "next_page_token": "t=1",
            "page_size": 0,
            "search": "",
            "sort": "name",
            "sort_direction": "desc",
            "voice_type": "non-default",
            "category": "premade",
            "fine_tuning_state": "draft",
            "collection_id": "c",
            "include_total_count": False,
            "voice_ids": ["a,b", "ü"],
        },
        sends="GET /v2/voices?next_page_token=t%3D1&page_size=0&search=&sort=name"
        "&sort_direction=desc&voice_type=non-default&category=premade"
        "&fine_tuning_state=draft&collection_id=c&include_total_count=false"
        "&voice_ids=a%2Cb&voice_ids=%C3%BC",
        returns="pages.VoicesSearchPage",
    ),
    Exchange(
        call="voices.settings.get",
        positional=("v1?",),
        sends="GET /v1/voices/v1%3F/settings",
        returns="VoiceSettingsResponseModel",
    ),
    Exchange(
        call="voices.settings.get",
        named={"voice_id": "v1"},
        sends="GET /v1/voices/v1/settings",
        returns="VoiceSettingsResponseModel",
    ),
    Exchange(
        call="voices.settings.get_default",
        sends="GET /v1/voices/settings/default",
        returns="VoiceSettingsResponseModel",
    ),
    Exchange(
        call="voices.settings.update",
        positional=("v1",),
        sends="POST /v1/voices/v1/settings/edit",
        returns="EditVoiceSettingsResponseModel",
    ),
    Exchange(
        call="voices.settings.update",
        named={
            "voice_id": "v1",
            "stability": 0,
            "use_speaker_boost": False,
            "similarity_boost": 0.5,
            "style": None,
            "speed": 1.25,
        },
        sends="POST /v1/voices/v1/settings/edit",
        json={
            "stability": 0,
            "use_speaker_boost": False,
            "similarity_boost": 0.5,
            "style": None,
            "speed": 1.25,
        },
        returns="EditVoiceSettingsResponseModel",
    ),
    Exchange(
        call="voices.update",
        positional=("v1",),
        sends="POST /v1/voices/v1/edit",
        returns="EditVoiceResponseModel",
    ),
    Exchange(
        call="voices.update",
        named={
            "voice_id": "v1",
            "name": "",
            "remove_background_noise": True,
            "description": "two\nlines",
            "labels": '{"accent": "none"}',
        },
        sends="POST /v1/voices/v1/edit",
        parts=[
            text_part("name", ""),
            text_part("remove_background_noise", "true"),
            text_part("description", "two\nlines"),
            text_part("labels", '{"accent": "none"}'),
        ],
        returns="EditVoiceResponseModel",
    ),
)
