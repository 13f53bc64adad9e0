"""The README is true: its commands print what it shows, and its Python runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from case_files import ROOT, TESTS
from corpus_clients import SPECWELD

README = (ROOT / "README.md").read_text(encoding="utf-8")
AUDIO = "/v1/voices/voice/samples/sample/audio"
TABLE_CODE = re.compile(r"^\|[^|]+\| `(client\.[^`]+)` \|$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """Pair each command that the README shows with what it shows below it."""
    parts = re.split(r"^\$ (.+)\n", "".join(blocks("console")), flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def run(command: str, folder: Path) -> str:
    """Run a command as typed; its output is results, then findings."""
    words = shlex.split(command)
    assert words[0] == "specweld"
    done = subprocess.run(
        [SPECWELD, *words[1:]], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Someone's repository, with pages of the docs in it."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "docs").mkdir()
    shutil.copy(TESTS / "pages" / "elevenlabs-voices.md", folder / "docs")
    return folder


def test_commands_print_what_is_shown(folder: Path, *, update_cases: bool) -> None:
    shown = sessions()
    printed = [(command, run(command, folder)) for command, _ in shown]
    if update_cases:
        text = README
        for (command, old), (_, new) in zip(shown, printed, strict=True):
            text = text.replace(f"$ {command}\n{old}", f"$ {command}\n{new}", 1)
        (ROOT / "README.md").write_text(text, encoding="utf-8")
        return
    assert printed == shown, "if it should, run `make update-cases` and read the diff"


def test_the_two_commands_and_the_code(folder: Path) -> None:
    _install, generate = blocks("")[0].splitlines()
    assert run(generate, folder).startswith("elevenlabs: 11 of 11 operations")
    (folder / "speech.mp3").write_bytes(b"speech")
    lines = [
        f"import elevenlabs\nclient = elevenlabs.ElevenLabs()\n{each}"
        for each in TABLE_CODE.findall(README)
    ]
    codes = [*blocks("python"), *lines]
    done = subprocess.run(
        [sys.executable, TESTS / "sample_runner.py", folder, AUDIO],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "ELEVENLABS_API_KEY": "key"},
    )
    outcomes = json.loads(done.stdout.splitlines()[-1])
    assert [each["error"] for each in outcomes] == [None] * len(codes)
    called = [
        [f"{each['method']} {each['url']}" for each in outcome["requests"]]
        for outcome in outcomes
    ]
    api = "https://api.elevenlabs.io/v1"
    assert called == [
        [f"GET {api}/voices/21m00Tcm4TlvDq8ikWAM"],
        [
            "GET https://api.elevenlabs.io/v2/voices?search=calm",
            f"POST {api}/forced-alignment",
            f"GET https://api.elevenlabs.io{AUDIO}",
        ],
        ["GET https://api.elevenlabs.io/v2/voices"],
        [f"GET {api}/voices/id"],
        [f"GET {api}/voices/id"],
    ]
    assert (folder / "sample.mp3").read_bytes() == b"sound"


def test_the_config_is_read(tmp_path: Path) -> None:
    from specweld.diagnostics import Problems
    from specweld.settings.file import read_config

    (text,) = blocks("toml")
    (tmp_path / "specweld.toml").write_text(text, encoding="utf-8")
    problems = Problems()
    config = read_config(tmp_path / "specweld.toml", problems)
    assert problems.diagnostics == []
    assert config is not None
    assert [each.name for each in config.clients] == ["elevenlabs"]


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGES.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / target).exists(), f"{name}: {target}"
