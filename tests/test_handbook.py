"""The handbook is true: its commands print what it shows, its Python runs, its links lead somewhere.

A page is a script. A block with a title is a file that is written, a `console` block is typed, a `python`
block runs with only the network replaced. Where nothing is shown below a command, only its exit code counts.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from case_files import ROOT, TESTS
from specweld.cli import run

DOCS = ROOT / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.M | re.S)
ELSEWHERE = {"cp", "head", "sed"}
"""Commands of the system that pages use."""


@dataclass(frozen=True, kw_only=True)
class Block:
    language: str
    title: str
    text: str


def blocks(page: Path) -> list[Block]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [Block(language=x, title=y, text=z) for x, y, z in found]


def typed(command: str) -> str:
    """Run a command; return what it printed and, if it is not 0, its exit code."""
    words = shlex.split(command)
    if words[0] == "specweld":
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            code = run(words[1:])
        printed = output.getvalue()
        assert code != 4, printed
    else:
        assert words[0] in ELSEWHERE, command
        done = subprocess.run(words, capture_output=True, text=True)
        code, printed = done.returncode, done.stdout + done.stderr
    return printed + (f"[exit {int(code)}]\n" if code else "")


def settled(text: str) -> str:
    """Blot out what a change of the runtime changes: how many files there are."""
    return re.sub(r"\b\d\d+ files", "all files", text)


def check_console(block: Block, page: Path, *, update_cases: bool) -> None:
    parts = re.split(r"^\$ (.+)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", block.text
    text = ""
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        printed = typed(command)
        if not re.sub(r"^\[exit \d+\]\n", "", shown):
            tail = re.search(r"\[exit \d+\]\n\Z", printed)
            printed = tail.group() if tail else ""
        text += f"$ {command}\n{printed}"
    if update_cases and settled(text) != settled(block.text):
        whole = page.read_text(encoding="utf-8")
        page.write_text(whole.replace(block.text, text, 1), encoding="utf-8")
        return
    assert settled(text) == settled(block.text), page.name


def check_python(block: Block, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, TESTS / "sample_runner.py", folder / "generated"],
        input=json.dumps([block.text]),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )
    (outcome,) = json.loads(done.stdout.splitlines()[-1])
    assert outcome["error"] is None, block.text


@pytest.fixture(scope="module")
def railway(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is set up, with its client generated: where the tutorial ends."""
    folder = tmp_path_factory.mktemp("railway")
    shutil.copy(DOCS / "examples" / "bookings.yaml", folder)
    with contextlib.chdir(folder):
        assert run(["init", "-q"]) == 0
        assert run(["regenerate", "-q"]) == 0
    return folder


@pytest.fixture
def folder(
    request: pytest.FixtureRequest, railway: Path, tmp_path: Path
) -> Iterator[Path]:
    folder = tmp_path / "work"
    if request.node.callspec.params["page"].stem == "tutorial":
        folder.mkdir()
        shutil.copy(DOCS / "examples" / "bookings.yaml", folder)
    else:
        shutil.copytree(railway, folder)
    with contextlib.chdir(folder):
        yield folder


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_is_true(page: Path, folder: Path, *, update_cases: bool) -> None:
    found = blocks(page)
    assert found != []
    for block in found:
        if block.title:
            path = folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            check_console(block, page, update_cases=update_cases)
        else:
            assert block.language == "python", block.text
            check_python(block, folder)


def test_the_site_builds_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    pages = {each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*.html")}
    assert {"index.html", "reference/commands.html", "decisions/index.html"} <= pages
    commands = (tmp_path / "reference/commands.html").read_text(encoding="utf-8")
    assert "specweld regenerate" in commands
    remote = re.findall(r'(?:src|href)="(https?://[^"]+\.(?:js|css|woff2?))"', commands)
    assert remote == []
