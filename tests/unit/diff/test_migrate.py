"""What callers write instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from comparisons import VOICES, api_of, change_of, comparison_of, side_of, voices_api
from specweld.diff.compare import compare
from specweld.diff.migrate import with_migrations

SORT = "{name: sort, in: query, schema: {type: string}}"


def migration(facts: dict[str, Any], new: str = VOICES) -> tuple[str, str] | None:
    change = change_of({"python": "major"} | facts)
    (found,) = with_migrations(
        replace(comparison_of({}), changes=(change,)),
        voices_api(),
        api_of(new),
    ).changes
    return found.migration and (found.migration.before, found.migration.after)


@pytest.mark.parametrize(
    ("symbol", "before", "after"),
    [
        ({"old": "models.Voice", "new": "models.Sound"}, "from voicelab.models import Voice", "from voicelab.models import Sound"),
        ({"old": "models.Voice", "new": ""}, "from voicelab.models import Voice", ""),
        ({"old": "models.VoiceList.has_more", "new": "models.VoiceList.more"}, "voice_list.has_more", "voice_list.more"),
        ({"old": "errors.NotFoundError", "new": ""}, "except NotFoundError:", ""),
        ({"old": "environment.EU", "new": "environment.EUROPE"}, "VoiceLab(environment=VoiceLabEnvironment.EU)", "VoiceLab(environment=VoiceLabEnvironment.EUROPE)"),
        ({"old": "environment.EU", "new": ""}, "VoiceLab(environment=VoiceLabEnvironment.EU)", "VoiceLab()"),
        ({"old": "VoiceLab", "new": "Voices"}, "from voicelab import VoiceLab", "from voicelab import Voices"),
    ],
)  # fmt: skip
def test_names(symbol: dict[str, str], before: str, after: str) -> None:
    assert migration({"symbols": [symbol]}) == (before, after)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        pytest.param(
            "operationId: voices_get",
            "operationId: voices_fetch",
            "client.voices.get(voice_id)",
            "client.voices.fetch(voice_id)",
            id="renamed",
        ),
        pytest.param(
            f"        - {SORT}\n",
            "",
            "client.voices.search(sort=sort)",
            "client.voices.search()",
            id="argument-gone",
        ),
        pytest.param(
            SORT,
            "{name: sort, in: query, required: true, schema: {type: string}}",
            "client.voices.search()",
            "client.voices.search(sort=sort)",
            id="argument-required",
        ),
        pytest.param(
            SORT,
            "{name: sort, in: query, schema: {type: integer}}",
            'client.voices.search(sort="...")',
            "client.voices.search(sort=1)",
            id="argument-retyped",
        ),
        pytest.param(
            SORT,
            "{name: sort, in: query, schema: {type: string, enum: [up, down]}}",
            'client.voices.search(sort="...")',
            'client.voices.search(sort="up")',
            id="argument-restricted",
        ),
        pytest.param(
            SORT,
            f"{SORT}\n        - {{name: team, in: query, required: true, schema: {{type: string}}}}",
            "client.voices.search()",
            "client.voices.search(team=team)",
            id="argument-added",
        ),
        pytest.param(
            "required: [name], properties: {",
            "required: [name, kind], properties: {kind: {type: integer}, ",
            "client.voices.create(name=name)",
            "client.voices.create(kind=kind, name=name)",
            id="body-property-added",
        ),
        pytest.param(
            "/v1/voices/{voice_id}:\n    get:\n      operationId: voices_get\n      tags: [voices]\n      parameters:\n        - {name: voice_id,",
            "/v1/voices/{id}:\n    get:\n      operationId: voices_get\n      tags: [voices]\n      parameters:\n        - {name: id,",
            "client.voices.get(voice_id=voice_id)",
            "client.voices.get(id=id)",
            id="path-argument-renamed",
        ),
    ],
)
def test_calls_of_real_changes(old: str, new: str, before: str, after: str) -> None:
    edited = VOICES.replace(old, new)
    assert edited != VOICES
    sides = side_of(VOICES), side_of(edited, "new.yaml")
    comparison = compare(*sides, complete=True)
    result = with_migrations(comparison, sides[0].api, sides[1].api)
    found = [
        (each.migration.before, each.migration.after)
        for each in result.changes
        if each.migration is not None
    ]
    assert found == [(before, after)]


def test_a_removed_operation_has_no_successor() -> None:
    start = VOICES.index("  /v1/voices/{voice_id}:")
    edited = VOICES[:start] + VOICES[VOICES.index("components:") :]
    sides = side_of(VOICES), side_of(edited, "new.yaml")
    comparison = compare(*sides, complete=True)
    result = with_migrations(comparison, sides[0].api, sides[1].api)
    found = [each.migration for each in result.changes if each.migration is not None]
    assert [(each.before, each.after) for each in found] == [
        ("client.voices.get(voice_id)", "")
    ]


def test_minor_changes_need_none() -> None:
    symbol = {"old": "models.Voice", "new": "models.Sound"}
    assert migration({"python": "minor", "symbols": [symbol]}) is None
