"""Clients of documents, ready to have every operation called."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import yaml

from reading.calls import Caller, Outcome


def caller_of(document: Path, folder: Path, package: str) -> Caller:
    command = [sys.executable, "-m", "specweld", "generate", "-q", document]
    subprocess.run([*command, "-p", package, "-o", folder / package], check=True)
    tree = yaml.load(document.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Caller(tree, folder, package)


def faults(outcomes: Sequence[Outcome]) -> list[str]:
    return [str(each) for each in outcomes if each.step]
