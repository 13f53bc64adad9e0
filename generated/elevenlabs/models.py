"""The models of the API."""

from __future__ import annotations

from typing import (
    Any,
    Literal,
    TypeAlias,
)

from ._core.model import Model
from ._core.open import Open

V1HistoryGetParametersSortDirectionSchema: TypeAlias = Literal[
    "asc",
    "desc",
]

V1HistoryGetParametersSourceSchema: TypeAlias = Literal[
    "TTS",
    "STS",
]

SpeechHistoryItemResponseModelVoiceCategory: TypeAlias = Literal[
    "premade",
    "cloned",
    "generated",
    "professional",
]

SpeechHistoryItemResponseModelSource: TypeAlias = Literal[
    "TTS",
    "STS",
    "Projects",
    "PD",
    "AN",
    "Dubbing",
    "PlayAPI",
    "ConvAI",
    "VoiceGeneration",
]

LibraryVoiceResponseModelCategory: TypeAlias = Literal[
    "generated",
    "cloned",
    "premade",
    "professional",
    "famous",
    "high_quality",
]

SpeakerSeparationResponseModelStatus: TypeAlias = Literal[
    "not_started",
    "pending",
    "completed",
    "failed",
]

FineTuningResponseModelState: TypeAlias = Literal[
    "not_started",
    "queued",
    "fine_tuning",
    "fine_tuned",
    "failed",
    "delayed",
]

VoiceSharingState: TypeAlias = Literal[
    "enabled",
    "disabled",
    "copied",
    "copied_disabled",
]

ReviewStatus: TypeAlias = Literal[
    "not_requested",
    "pending",
    "declined",
    "allowed",
    "allowed_with_changes",
]

ReaderResourceResponseModelResourceType: TypeAlias = Literal[
    "read",
    "collection",
]

VoiceResponseModelSafetyControl: TypeAlias = Literal[
    "NONE",
    "BAN",
    "CAPTCHA",
    "ENTERPRISE_BAN",
    "ENTERPRISE_CAPTCHA",
]


class ForcedAlignmentCharacterResponseModel(Model, kw_only=True):
    text: str
    start: float
    end: float


class ForcedAlignmentWordResponseModel(Model, kw_only=True):
    text: str
    start: float
    end: float
    loss: float


class ForcedAlignmentResponseModel(Model, kw_only=True):
    characters: list[ForcedAlignmentCharacterResponseModel]
    words: list[ForcedAlignmentWordResponseModel]
    loss: float


class FeedbackResponseModel(Model, kw_only=True):
    thumbs_up: bool
    feedback: str
    emotions: bool
    inaccurate_clone: bool
    glitches: bool
    audio_quality: bool
    other: bool
    review_status: str | None = None


class HistoryAlignmentResponseModel(Model, kw_only=True):
    characters: list[str]
    character_start_times_seconds: list[float]
    character_end_times_seconds: list[float]


class HistoryAlignmentsResponseModel(Model, kw_only=True):
    alignment: HistoryAlignmentResponseModel
    normalized_alignment: HistoryAlignmentResponseModel


class DialogueInputResponseModel(Model, kw_only=True):
    text: str
    voice_id: str
    voice_name: str


class SpeechHistoryItemResponseModel(Model, kw_only=True):
    history_item_id: str
    request_id: str | None = None
    voice_id: str | None = None
    model_id: str | None = None
    voice_name: str | None = None
    voice_category: Open[SpeechHistoryItemResponseModelVoiceCategory] | None = None
    text: str | None = None
    date_unix: int
    character_count_change_from: int
    character_count_change_to: int
    content_type: str
    state: Any
    settings: SpeechHistoryItemResponseModelSettings | None = None
    feedback: FeedbackResponseModel | None = None
    share_link_id: str | None = None
    source: Open[SpeechHistoryItemResponseModelSource] | None = None
    alignments: HistoryAlignmentsResponseModel | None = None
    dialogue: list[DialogueInputResponseModel] | None = None


class GetSpeechHistoryResponseModel(Model, kw_only=True):
    history: list[SpeechHistoryItemResponseModel]
    last_history_item_id: str | None = None
    has_more: bool
    scanned_until: int | None = None


class DeleteVoiceResponseModel(Model, kw_only=True):
    status: str


class VerifiedVoiceLanguageResponseModel(Model, kw_only=True):
    language: str
    model_id: str
    accent: str | None = None
    locale: str | None = None
    preview_url: str | None = None


class LibraryVoiceResponseModel(Model, kw_only=True):
    public_owner_id: str
    voice_id: str
    date_unix: int
    name: str
    accent: str
    gender: str
    age: str
    descriptive: str
    use_case: str
    category: Open[LibraryVoiceResponseModelCategory]
    language: str | None = None
    locale: str | None = None
    description: str | None = None
    preview_url: str | None = None
    usage_character_count_1y: int
    usage_character_count_7d: int
    play_api_usage_character_count_1y: int
    cloned_by_count: int
    rate: float | None = None
    fiat_rate: float | None = None
    free_users_allowed: bool
    live_moderation_enabled: bool
    featured: bool
    verified_languages: list[VerifiedVoiceLanguageResponseModel] | None = None
    notice_period: int | None = None
    instagram_username: str | None = None
    twitter_username: str | None = None
    youtube_username: str | None = None
    tiktok_username: str | None = None
    image_url: str | None = None
    is_added_by_user: bool | None = None


class GetLibraryVoicesResponseModel(Model, kw_only=True):
    voices: list[LibraryVoiceResponseModel]
    has_more: bool
    last_sort_id: str | None = None


class UtteranceResponseModel(Model, kw_only=True):
    start: float
    end: float


class SpeakerResponseModel(Model, kw_only=True):
    speaker_id: str
    duration_secs: float
    utterances: list[UtteranceResponseModel] | None = None


class SpeakerSeparationResponseModel(Model, kw_only=True):
    voice_id: str
    sample_id: str
    status: Open[SpeakerSeparationResponseModelStatus]
    speakers: dict[str, SpeakerResponseModel] | None = None
    selected_speaker_ids: list[str] | None = None


class SampleResponseModel(Model, kw_only=True):
    sample_id: str | None = None
    file_name: str | None = None
    mime_type: str | None = None
    size_bytes: int | None = None
    hash: str | None = None
    duration_secs: float | None = None
    remove_background_noise: bool | None = None
    has_isolated_audio: bool | None = None
    has_isolated_audio_preview: bool | None = None
    speaker_separation: SpeakerSeparationResponseModel | None = None
    trim_start: int | None = None
    trim_end: int | None = None


class RecordingResponseModel(Model, kw_only=True):
    recording_id: str
    mime_type: str
    size_bytes: int
    upload_date_unix: int
    transcription: str


class VerificationAttemptResponseModel(Model, kw_only=True):
    text: str
    date_unix: int
    accepted: bool
    similarity: float
    levenshtein_distance: float
    recording: RecordingResponseModel | None = None


class ManualVerificationFileResponseModel(Model, kw_only=True):
    file_id: str
    file_name: str
    mime_type: str
    size_bytes: int
    upload_date_unix: int


class ManualVerificationResponseModel(Model, kw_only=True):
    extra_text: str
    request_time_unix: int
    files: list[ManualVerificationFileResponseModel]


class FineTuningResponseModel(Model, kw_only=True):
    is_allowed_to_fine_tune: bool | None = None
    state: dict[str, Open[FineTuningResponseModelState]] | None = None
    verification_failures: list[str] | None = None
    verification_attempts_count: int | None = None
    manual_verification_requested: bool | None = None
    language: str | None = None
    progress: dict[str, float] | None = None
    message: dict[str, str] | None = None
    dataset_duration_seconds: float | None = None
    verification_attempts: list[VerificationAttemptResponseModel] | None = None
    slice_ids: list[str] | None = None
    manual_verification: ManualVerificationResponseModel | None = None
    max_verification_attempts: int | None = None
    next_max_verification_attempts_reset_unix_ms: int | None = None
    finetuning_state: Any = None


class VoiceSettingsResponseModel(Model, kw_only=True):
    stability: float | None = None
    use_speaker_boost: bool | None = None
    similarity_boost: float | None = None
    style: float | None = None
    speed: float | None = None


class VoiceSharingModerationCheckResponseModel(Model, kw_only=True):
    date_checked_unix: int | None = None
    name_value: str | None = None
    name_check: bool | None = None
    description_value: str | None = None
    description_check: bool | None = None
    sample_ids: list[str] | None = None
    sample_checks: list[float] | None = None
    captcha_ids: list[str] | None = None
    captcha_checks: list[float] | None = None


class ReaderResourceResponseModel(Model, kw_only=True):
    resource_type: Open[ReaderResourceResponseModelResourceType]
    resource_id: str


class VoiceSharingResponseModel(Model, kw_only=True):
    status: Open[VoiceSharingState] | None = None
    history_item_sample_id: str | None = None
    date_unix: int | None = None
    whitelisted_emails: list[str] | None = None
    public_owner_id: str | None = None
    original_voice_id: str | None = None
    financial_rewards_enabled: bool | None = None
    free_users_allowed: bool | None = None
    live_moderation_enabled: bool | None = None
    rate: float | None = None
    fiat_rate: float | None = None
    notice_period: int | None = None
    disable_at_unix: int | None = None
    voice_mixing_allowed: bool | None = None
    featured: bool | None = None
    category: Open[VoiceSharingResponseModelCategory] | None = None
    reader_app_enabled: bool | None = None
    image_url: str | None = None
    ban_reason: str | None = None
    liked_by_count: int | None = None
    cloned_by_count: int | None = None
    name: str | None = None
    description: str | None = None
    labels: dict[str, str] | None = None
    review_status: Open[ReviewStatus] | None = None
    review_message: str | None = None
    enabled_in_library: bool | None = None
    instagram_username: str | None = None
    twitter_username: str | None = None
    youtube_username: str | None = None
    tiktok_username: str | None = None
    moderation_check: VoiceSharingModerationCheckResponseModel | None = None
    reader_restricted_on: list[ReaderResourceResponseModel] | None = None


class VoiceVerificationResponseModel(Model, kw_only=True):
    requires_verification: bool
    is_verified: bool
    verification_failures: list[str]
    verification_attempts_count: int
    language: str | None = None
    verification_attempts: list[VerificationAttemptResponseModel] | None = None


class VoiceResponseModel(Model, kw_only=True):
    voice_id: str
    name: str | None = None
    samples: list[SampleResponseModel] | None = None
    category: Open[VoiceResponseModelCategory] | None = None
    fine_tuning: FineTuningResponseModel | None = None
    labels: dict[str, str] | None = None
    description: str | None = None
    preview_url: str | None = None
    available_for_tiers: list[str] | None = None
    settings: VoiceSettingsResponseModel | None = None
    sharing: VoiceSharingResponseModel | None = None
    high_quality_base_model_ids: list[str] | None = None
    verified_languages: list[VerifiedVoiceLanguageResponseModel] | None = None
    safety_control: Open[VoiceResponseModelSafetyControl] | None = None
    voice_verification: VoiceVerificationResponseModel | None = None
    permission_on_resource: str | None = None
    is_owner: bool | None = None
    is_legacy: bool | None = None
    is_mixed: bool | None = None
    favorited_at_unix: int | None = None
    created_at_unix: int | None = None


class GetVoicesV2ResponseModel(Model, kw_only=True):
    voices: list[VoiceResponseModel]
    has_more: bool
    total_count: int
    next_page_token: str | None = None


class EditVoiceSettingsResponseModel(Model, kw_only=True):
    status: str


class EditVoiceResponseModel(Model, kw_only=True):
    status: str


SpeechHistoryItemResponseModelSettings: TypeAlias = dict[str, Any]


VoiceResponseModelCategory: TypeAlias = LibraryVoiceResponseModelCategory


VoiceSharingResponseModelCategory: TypeAlias = LibraryVoiceResponseModelCategory


VoicesSamplesAudioGetResponse200: TypeAlias = dict[str, Any]
