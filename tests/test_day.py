"""A day with Specweld, replayed: set up, two clients, ten edits, reports, and the hooks as a shell runs them."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from case_files import ROOT
from corpus_clients import SPECWELD
from specweld.cli import run

PARTNER = """\
openapi: 3.0.3
info: {title: Partner Offers, version: "1"}
servers: [{url: https://partner.example}]
paths:
  /offers:
    get:
      tags: [offers]
      operationId: list
      responses:
        "204": {description: Nothing}
"""
APP = """\
from train_bookings import TrainBookings


def count(client: TrainBookings) -> int:
    return len(list(client.bookings.list(limit=50)))
"""
OVERLAY = """\
overlay: 1.0.0
info: {title: What the docs forget, version: 1.0.0}
actions:
  - target: $.components.schemas.Booking.properties
    update: {seat: {type: string}}
"""
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{Path(SPECWELD).parent}:{os.environ['PATH']}",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@trains.example",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@trains.example",
}


def shell(command: str, *, code: int = 0, **variables: str) -> str:
    """Type a line into a shell."""
    done = subprocess.run(
        ["sh", "-c", command],
        capture_output=True,
        text=True,
        env={**ENVIRONMENT, **variables},
    )
    assert done.returncode == code, (command, done.stdout, done.stderr)
    return done.stdout


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert text.count(old) >= 1, (path, old)
    Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")


def hook_allows() -> bool:
    """Decide as pre-commit does: the hook runs if a staged file matches, and stops the commit if it fails."""
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = hooks["repos"][0]["hooks"]
    staged = shell("git diff --cached --name-only").splitlines()
    if not any(re.search(hook["files"], each) for each in staged):
        return True
    done = subprocess.run(
        ["sh", "-c", hook["entry"]], env=ENVIRONMENT, capture_output=True
    )
    return done.returncode == 0


def commit(message: str) -> None:
    shell("git add -A")
    assert hook_allows(), message
    shell(f"git commit -qm '{message}'")


def bump(revision: str) -> str:
    """Compare with a revision as the workflow does, and read the verdict about the first client."""
    assert run(["diff", "--since", revision, "-o", "report.json", "-q"]) == 0
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    Path("report.json").unlink()
    first = report["clients"]["train_bookings"] if "clients" in report else report
    found: str = first["bump"]
    return found


@contextlib.contextmanager
def branch(name: str) -> Iterator[None]:
    """Work on a branch, and go back to main with nothing left behind."""
    shell(f"git switch -qc {name}")
    yield
    shell("git add -A && git stash -q || true; git switch -q main")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The morning: two documents, `specweld init`, the clients, the first commit through the hook."""
    folder = tmp_path_factory.mktemp("day")
    with contextlib.chdir(folder):
        shell("git init -qb main")
        Path("api").mkdir()
        shutil.copy(ROOT / "docs/examples/bookings.yaml", "api/bookings.yaml")
        Path("src/acme").mkdir(parents=True)
        Path("src/acme/app.py").write_text(APP, encoding="utf-8")
        assert run(["init", "-q", "--ci", "github"]) == 0
        assert run(["regenerate", "-q"]) == 0
        commit("Vendor the client of the railway")
        yield folder


@pytest.fixture
def here(repository: Path) -> Iterator[Path]:
    with contextlib.chdir(repository):
        yield repository


EDITS = {
    "an argument more": (
        "{name: limit,",
        "{name: size, in: query, schema: {type: integer}}\n        - {name: limit,",
        {"minor"},
    ),
    "an operation less": (
        '    delete:\n      tags: [bookings]\n      operationId: cancel\n      summary: Cancel a booking\n      responses:\n        "204": {description: It is cancelled}\n',
        "",
        {"major"},
    ),
    "another summary": (
        "summary: Book a seat",
        "summary: Book a seat on a train",
        {"patch", "none"},
    ),
    "an argument renamed": ("name: limit,", "name: page_size,", {"major"}),
    "a field more": (
        "        passenger: {type: string}\n        status",
        "        passenger: {type: string}\n        coach: {type: integer}\n        status",
        {"minor"},
    ),
    "a required argument": (
        "required: [train, passenger]\n      properties:",
        "required: [train, passenger, coach]\n      properties:\n        coach: {type: integer}",
        {"major"},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_goes_through_check_hook_and_report(name: str, here: Path) -> None:
    old, new, bumps = EDITS[name]
    with branch(name.replace(" ", "-")):
        edit("api/bookings.yaml", old, new)
        shell("git add -A")
        assert not hook_allows()
        assert run(["regenerate", "-q"]) == 0
        commit(name)
        assert bump("main") in bumps


def test_a_pin_is_an_edit_of_the_config(here: Path) -> None:
    with branch("a-pin"):
        with Path("specweld.toml").open("a", encoding="utf-8") as file:
            file.write(
                '\n[clients.train_bookings.names]\n"GET /bookings" = "bookings.all"\n'
            )
        shell("git add -A")
        assert not hook_allows()
        assert run(["regenerate", "-q"]) == 0
        commit("Call the list by another name")
        assert run(["explain", "client.bookings.all", "-q"]) == 0


def test_an_overlay_is_watched_once_the_config_names_it(here: Path) -> None:
    with branch("an-overlay"):
        edit("specweld.toml", "# overlays", "overlays")
        Path("overlays").mkdir()
        Path("overlays/train_bookings.yaml").write_text(OVERLAY, encoding="utf-8")
        assert run(["regenerate", "-q"]) == 0
        diff = shell("specweld init --update", code=1)
        assert "overlays/train_bookings" in diff
        shell("specweld init --update | git apply")
        assert run(["init", "--update", "-q"]) == 0
        commit("Say what the docs forget")
        edit("overlays/train_bookings.yaml", "seat", "place")
        shell("git add -A")
        assert not hook_allows()


def test_an_edit_by_hand_is_not_lost(here: Path) -> None:
    with branch("by-hand"):
        with Path("generated/train_bookings/errors.py").open("a") as file:
            file.write("# mine\n")
        shell("git add -A")
        assert not hook_allows()
        assert run(["regenerate", "-q"]) == 3
        assert (
            Path("generated/train_bookings/errors.py").read_text().endswith("# mine\n")
        )
        assert run(["regenerate", "-q", "--force"]) == 0
        assert run(["regenerate", "--check", "-q"]) == 0


def test_what_is_not_supported_is_accepted_once(here: Path) -> None:
    with branch("a-finding"):
        edit(
            "api/bookings.yaml", "platform: {type: integer}", "platform: {type: track}"
        )
        assert run(["regenerate", "-q"]) == 5
        assert run(["regenerate", "--check", "-q"]) == 5
        reason = "the railway knows"
        assert run(["regenerate", "-q", "--accept-all", "--reason", reason]) == 0
        assert run(["regenerate", "--check", "-q"]) == 0
        commit("Live with it")


def test_a_second_client_and_what_the_workflow_does(here: Path) -> None:
    with branch("a-partner"):
        Path("api/partner.yaml").write_text(PARTNER, encoding="utf-8")
        shell("specweld init --update | git apply")
        assert run(["regenerate", "-q"]) == 0
        shell("specweld init --update | git apply")
        edit("api/bookings.yaml", "name: limit,", "name: page_size,")
        assert run(["regenerate", "-q"]) == 0
        commit("Add the partner")
        workflow = yaml.safe_load(
            Path(".github/workflows/specweld.yml").read_text(encoding="utf-8")
        )
        steps = [
            each["run"]
            for each in workflow["jobs"]["specweld"]["steps"]
            if "run" in each
        ]
        assert steps[0] == 'pip install "$SPECWELD"'
        shell(steps[1])
        shell(steps[2].partition("# The first line")[0], BASE="main")
        report = Path("report.md").read_text(encoding="utf-8")
        assert report.startswith("<!-- specweld-report:all -->\n")
        assert re.findall("^## (.+)$", report, re.MULTILINE) == [
            "train_bookings",
            "partner_offers",
        ]
        assert "src/acme/app.py:5" in report
        for name in ("report.html", "report.txt"):
            assert run(["diff", "--since", "main", "-q", "-o", name]) == 0
        assert run(["diff", "--since", "main", "-q", "--fail-on", "major"]) == 1


def test_gitlab_does_the_same(here: Path) -> None:
    with branch("gitlab"):
        assert run(["init", "-q", "--ci", "gitlab"]) == 0
        jobs = yaml.safe_load(Path(".gitlab/specweld.yml").read_text(encoding="utf-8"))
        shell("\n".join(jobs["specweld"]["script"]))
        fetch, diff = jobs["specweld-report"]["script"]
        assert fetch.startswith("git fetch origin")
        shell("git update-ref refs/remotes/origin/main main")
        shell(diff, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
        assert Path("report.html").read_text(encoding="utf-8").startswith("<!doctype")
