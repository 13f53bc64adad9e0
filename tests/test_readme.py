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
SCREENS = 110
"""Lines: about two screens."""


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, str]]:
    """Pair each command that the README shows with what it shows below it."""
    parts = re.split(r"^\$ (.+)\n", "".join(blocks("console")), flags=re.MULTILINE)
    assert parts[0] == ""
    return list(zip(parts[1::2], parts[2::2], strict=True))


def settled(session: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Blot out what a change of the runtime changes: how many files there are."""
    return [(x, re.sub(r"\b\d\d+ files", "all files", y)) for x, y in session]


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
    assert settled(printed) == settled(
        shown
    ), "if it should, run `make update-cases` and read the diff"


def test_the_code(folder: Path) -> None:
    (folder / "speech.mp3").write_bytes(b"speech")
    codes = blocks("python")
    done = subprocess.run(
        [sys.executable, TESTS / "sample_runner.py", folder / "generated", AUDIO],
        input=json.dumps(codes),
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "ELEVENLABS_API_KEY": "key"},
    )
    outcomes = json.loads(done.stdout.splitlines()[-1])
    assert [each["error"] for each in outcomes] == [None]
    called = [f"{each['method']} {each['url']}" for each in outcomes[0]["requests"]]
    assert called == [
        "GET https://api.elevenlabs.io/v2/voices?search=calm",
        "POST https://api.elevenlabs.io/v1/forced-alignment",
        f"GET https://api.elevenlabs.io{AUDIO}",
    ]
    assert (folder / "sample.mp3").read_bytes() == b"sound"


def test_what_is_typed_in_a_checkout() -> None:
    typed = [
        line.partition("#")[0].split() for line in "".join(blocks("sh")).splitlines()
    ]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [words[1] for words in typed if words[0] == "make"]
    assert targets == ["regenerate", "test"]
    assert [each for each in targets if f"\n{each}:" not in makefile] == []
    # The others: what installs is `test_the_wheel_has_all_that_is_copied`, the rest is shown below.
    others = [" ".join(words) for words in typed if words[0] != "make"]
    assert others == ["pipx install .", "specweld init", "specweld regenerate"]
    assert {"specweld init", "specweld regenerate"} <= {each for each, _ in sessions()}


def test_every_figure_is_measured(*, update_cases: bool) -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from excerpt import excerpt, replaced

    table = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    wanted = replaced(README, excerpt(table))
    if update_cases:
        (ROOT / "README.md").write_text(wanted, encoding="utf-8")
    assert excerpt(table).count("\n") >= 6
    assert wanted == README, "run `make update-cases`"


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= SCREENS


def test_links_lead_somewhere() -> None:
    targets = [
        target
        for name in ("README.md", "CONTRIBUTING.md", "CHANGES.md")
        for target in re.findall(
            r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text(encoding="utf-8")
        )
    ]
    assert targets
    assert [each for each in targets if not (ROOT / each).exists()] == []
