"""The Python samples of the pages run as they are, answered with everything that the docs promise."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import sample_process
from documented_answers import full_answer
from folders import GENERATED
from openapi_document import Document
from server import ScriptedServer

KEY = {"ELEVENLABS_API_KEY": "from the environment"}

LEAVES_OUT_ITS_FILE = "forced_alignment.create"
"""The page's other samples show the upload to be required; its Python sample has none."""

SENDS = {
    "history.list": "GET /v1/history",
    "voices.delete": "DELETE /v1/voices/voice_id",
    "voices.find_similar_voices": "POST /v1/similar-voices",
    "voices.get": "GET /v1/voices/voice_id",
    "voices.samples.audio.get": "GET /v1/voices/voice_id/samples/sample_id/audio",
    "voices.search": "GET /v2/voices",
    "voices.settings.get": "GET /v1/voices/voice_id/settings",
    "voices.settings.get_default": "GET /v1/voices/settings/default",
    "voices.settings.update": "POST /v1/voices/voice_id/settings/edit",
    "voices.update": "POST /v1/voices/voice_id/edit",
}


def run(samples: list[str], server: ScriptedServer) -> tuple[list[str | None], str]:
    """Run samples in one new process; return what ended each, and what was logged."""
    host, port = server.url.removeprefix("http://").split(":")
    done = subprocess.run(
        [sys.executable, sample_process.__file__, GENERATED, host, port],
        input=json.dumps(samples),
        capture_output=True,
        text=True,
        env={**os.environ, **KEY},
    )
    assert done.returncode == 0, done.stderr
    outcomes: list[str | None] = json.loads(done.stdout)
    return outcomes, done.stderr


def test_samples_run_verbatim(
    specs: dict[str, dict[str, Any]], document: Document
) -> None:
    assert sorted([*SENDS, LEAVES_OUT_ITS_FILE]) == sorted(specs)
    samples = [specs[name]["x-specweld"]["sample"] for name in SENDS]
    with ScriptedServer() as server:
        for name in SENDS:
            server.answer(json=full_answer(document, name.replace(".", "_")))
        outcomes, logged = run(samples, server)
    assert outcomes == [None] * len(SENDS)
    assert logged == ""
    sent = [f"{each.method} {each.target}" for each in server.requests]
    assert sent == list(SENDS.values())
    read = [document.read(request).operation_id for request in server.requests]
    assert read == [name.replace(".", "_") for name in SENDS]
    assert {request.headers["xi-api-key"] for request in server.requests} == {
        "from the environment"
    }
    update = server.requests[list(SENDS).index("voices.settings.update")]
    assert update.json == {
        "stability": 1,
        "use_speaker_boost": True,
        "similarity_boost": 1,
        "style": 0,
        "speed": 1,
    }


def test_the_sample_without_its_file_is_told_so(
    specs: dict[str, dict[str, Any]],
) -> None:
    sample = specs[LEAVES_OUT_ITS_FILE]["x-specweld"]["sample"]
    with ScriptedServer() as server:
        outcomes, _ = run([sample], server)
    assert outcomes == [
        "TypeError: ForcedAlignment.create() missing 1 required"
        " keyword-only argument: 'file'"
    ]
    assert server.requests == []


def test_samples_are_those_of_the_page(
    specs: dict[str, dict[str, Any]], root: Path
) -> None:
    page = (root / "tests" / "pages" / "elevenlabs-voices.md").read_text(
        encoding="utf-8"
    )
    assert specs
    for name, spec in specs.items():
        assert f"```python\n{spec['x-specweld']['sample']}\n```" in page, name
