"""Which use belongs to which change."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from comparisons import VOICES, change_of, side_of, voices_api
from specweld.callers.files import read_files
from specweld.diagnostics import Problems
from specweld.diff.compare import compare
from specweld.diff.uses import find_uses

CODE = """\
from voicelab import VoiceLab
from voicelab.errors import NotFoundError
from voicelab.models import Settings, Voice
client = VoiceLab(api_key="x")
client.voices.search(sort="name")
client.voices.search(cursor="c")
client.voices.search(**options)
client.voices.get("id")
client.voices.get(voice_id="id").settings
Settings(speed=1)
handler = client.voices.get
unknown.voices.search(sort="x")
try:
    pass
except NotFoundError:
    pass
"""


def symbol(old: str, new: str = "", **forms: str) -> dict[str, Any]:
    return {"symbols": [{"old": old, "new": new, **forms}]}


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        pytest.param(symbol("client.voices.get"), "8 9 11", id="method gone"),
        pytest.param(
            symbol("client.voices.search", "client.voices.find"),
            "5 6 7 12?",
            id="method renamed",
        ),
        pytest.param(
            symbol("client.voices.search.sort"), "5 7 12?", id="argument gone"
        ),
        pytest.param(symbol("client.voices.get.voice_id"), "8 9", id="path argument"),
        pytest.param(
            symbol("", "client.voices.search.team", new_form="team: str"),
            "5 6 7 12?",
            id="required argument added",
        ),
        pytest.param(
            symbol(
                "client.voices.search.sort",
                "client.voices.search.sort",
                old_form="sort: str | None = None",
                new_form="sort: str",
            ),
            "6 7",
            id="argument became required",
        ),
        pytest.param(symbol("client.voices"), "5 6 7 8 9 11 12?", id="resource gone"),
        pytest.param(symbol("models.Settings"), "3 10", id="model gone"),
        pytest.param(symbol("models.Voice.settings"), "9", id="field gone"),
        pytest.param(
            symbol("", "models.Settings.volume", new_form="volume: int"),
            "10",
            id="required field added",
        ),
        pytest.param(symbol("errors.NotFoundError"), "2 15", id="error gone"),
        pytest.param(symbol("client.api_key"), "4", id="constructor argument gone"),
        pytest.param(symbol("models.Label"), "", id="not used"),
        pytest.param(
            {
                "python": "none",
                "wire": "unknown",
                "subject": {"kind": "argument", "name": "GET /v1/voices/{voice_id} x"},
                "operations": ["GET /v1/voices/{voice_id}"],
            },
            "8 9 11",
            id="no symbol, one operation",
        ),
        pytest.param(
            symbol("client.voices.get") | {"python": "minor", "wire": "compatible"},
            "",
            id="breaks nothing",
        ),
    ],
)
def test_uses_belong_to_changes(
    tmp_path: Path, facts: dict[str, Any], lines: str
) -> None:
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    change = change_of({"python": "major", "wire": "breaking"} | facts)
    problems = Problems()
    (found,) = find_uses(tmp_path, voices_api(), [change], problems)
    shown = [f"{each.line}{'?' if each.is_guess else ''}" for each in found.uses]
    assert " ".join(shown) == lines
    assert problems.diagnostics == []


def test_a_use_shows_its_line(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(CODE, encoding="utf-8")
    change = change_of({"python": "major"} | symbol("models.Voice.settings"))
    (found,) = find_uses(tmp_path, voices_api(), [change], Problems())
    assert [(each.path, each.code) for each in found.uses] == [
        (f"{tmp_path}/app.py", 'client.voices.get(voice_id="id").settings')
    ]


MOODS = """\
from voicelab import VoiceLab
from voicelab.models import Mood
client = VoiceLab()
client.voices.search(sort="down")
client.voices.search(sort="up")
client.voices.search(sort=chosen)
client.voices.search()
settings = client.voices.get("id").settings
settings.mood == "sad"
settings.mood == "gay"
"sad" != settings.mood
settings.mood in ("gay", "sad")
match settings.mood:
    case "sad":
        pass
    case "gay" | "sad":
        pass
client.voices.create(name="n", mood="sad")
client.voices.create(name="n", mood="gay")
client.voices.create(name="sad")
"""


def test_removed_values_are_found_where_they_are_given_or_compared(
    tmp_path: Path,
) -> None:
    before = (
        VOICES.replace(
            "{name: sort, in: query, schema: {type: string}}",
            "{name: sort, in: query, schema: {type: string, enum: [up, down]}}",
        )
        .replace(
            "speed: {type: number}",
            "speed: {type: number}\n        mood: {$ref: '#/components/schemas/Mood'}",
        )
        .replace(
            "properties: {name: {type: string},",
            "properties: {name: {type: string}, "
            "mood: {$ref: '#/components/schemas/Mood'},",
        )
        + "    Mood: {type: string, enum: [gay, sad]}\n"
    )
    after = before.replace("[up, down]", "[up]").replace("[gay, sad]", "[gay]")
    old, new = side_of(before), side_of(after, "new.yaml")
    (tmp_path / "app.py").write_text(MOODS, encoding="utf-8")
    changes = compare(old, new, complete=True).changes
    found = find_uses(tmp_path, old.api, changes, Problems())
    assert {
        each.subject.name: [use.line for use in each.uses]
        for each in found
        if each.rule.endswith("enum-value-removed")
    } == {"GET /v1/voices query sort": [4, 6], "Mood": [9, 11, 12, 14, 16, 18]}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_among_the_files_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "app.py").write_text("import voicelab\n", encoding="utf-8")
    problems = Problems()
    assert read_files(tmp_path, problems, package="voicelab").files
    assert [each.message for each in problems.diagnostics] == [
        f"`{(tmp_path / 'pipe.py').as_posix()}` was not searched (it is not a regular"
        " file); expected Python that this version parses"
    ]
