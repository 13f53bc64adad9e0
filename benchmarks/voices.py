"""A response of `GET /v2/voices` of about 600 kB, made up after the documented schema."""

from __future__ import annotations

import json
from typing import Any


def voice(number: int) -> dict[str, Any]:
    """Make one voice with every nested part filled in, as the live API answers."""
    return {
        "voice_id": f"voice{number:016d}",
        "name": f"Voice number {number}",
        "samples": [
            {
                "sample_id": f"sample{number}-{index}",
                "file_name": f"recording {index}.mp3",
                "mime_type": "audio/mpeg",
                "size_bytes": 1_048_576 + index,
                "hash": "0123456789abcdef" * 2,
                "duration_secs": 12.75,
                "trim_start": None,
                "trim_end": None,
            }
            for index in range(4)
        ],
        "category": "professional",
        "fine_tuning": {
            "is_allowed_to_fine_tune": True,
            "state": {
                "eleven_multilingual_v2": "fine_tuned",
                "eleven_turbo_v2_5": "queued",
            },
            "verification_failures": [],
            "verification_attempts_count": 2,
            "manual_verification_requested": False,
            "language": "en",
            "progress": {"eleven_multilingual_v2": 1.0},
            "message": {"eleven_multilingual_v2": "Done!"},
            "dataset_duration_seconds": 1843.5,
            "verification_attempts": [
                {
                    "text": "The quick brown fox jumps over the lazy dog.",
                    "date_unix": 1_714_204_800,
                    "accepted": True,
                    "similarity": 0.97,
                    "levenshtein_distance": 1.0,
                    "recording": None,
                }
            ],
        },
        "labels": {"accent": "american", "age": "young", "use_case": "narration"},
        "description": "A calm voice for long texts, and for short ones, too.",
        "preview_url": f"https://storage.example/voices/{number}/preview.mp3",
        "available_for_tiers": ["creator", "pro"],
        "settings": {
            "stability": 0.5,
            "similarity_boost": 0.75,
            "style": 0.0,
            "use_speaker_boost": True,
            "speed": 1.0,
        },
        "high_quality_base_model_ids": ["eleven_multilingual_v2", "eleven_turbo_v2_5"],
        "verified_languages": [
            {
                "language": language,
                "model_id": "eleven_multilingual_v2",
                "accent": "standard",
                "locale": f"{language}-XX",
                "preview_url": f"https://storage.example/voices/{number}/{language}.mp3",
            }
            for language in ("en", "de", "fr", "es")
        ],
        "is_owner": False,
        "is_legacy": False,
        "is_mixed": False,
        "created_at_unix": 1_714_204_800 + number,
    }


def voices_page(target_bytes: int = 600_000) -> bytes:
    """Make a page of voices that is at least as large as asked for."""
    size = len(json.dumps(voice(0)))
    voices = [voice(number) for number in range(target_bytes // size + 1)]
    page = {
        "voices": voices,
        "has_more": True,
        "total_count": 5_000,
        "next_page_token": "token",
    }
    return json.dumps(page, ensure_ascii=False).encode()
