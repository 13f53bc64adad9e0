"""Clients of documents, ready to have every operation called."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import yaml

from reading.calls import Caller, Outcome


def caller_of(document: Path, folder: Path, package: str) -> Caller:
    command = [sys.executable, "-m", "specweld", "generate", "-q", document]
    subprocess.run([*command, "-p", package, "-o", folder / package], check=True)
    return Caller(tree_of(document), folder, package)


class Yaml12(yaml.CSafeLoader):
    """Reads YAML as OpenAPI asks for: `1e+09` is a number, `2024-01-01` and `no` are texts."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
        list("-+.0123456789"),
    ),
):
    Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first
    )


def tree_of(document: Path) -> Any:
    text = document.read_text(encoding="utf-8")
    if document.suffix == ".json":
        return json.loads(text)
    tree = yaml.load(text, Yaml12)
    return json.loads(json.dumps(tree))  # `200:` is a text, too


def faults(outcomes: Sequence[Outcome]) -> list[str]:
    return [str(each) for each in outcomes if each.step]
