"""The Python samples of the pages run as they are against the generated client."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus_clients import SPECWELD, Generated

RUNNER = Path(__file__).resolve().parent.parent / "sample_runner.py"
LEFT_OUT = {"elevenlabs-2025-11-07": 11, "elevenlabs-2026-02-01": 1}
"""Samples that leave out an argument which their own page requires: nearly all of them uploads."""
PLACEHOLDER = re.compile(r"\\\{[^}]*\\\}")
MISSING = re.compile(r"TypeError: .* missing \d+ required [\w-]+ arguments?: (.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One page's Python sample, and what its call must send."""

    name: str
    code: str
    calls: str
    """The dotted path that the sample calls."""
    method: str
    path: str
    base_url: str
    header: str
    required: frozenset[str]
    """Python names of what the page itself requires of the body."""


def samples(client: Generated, folder: Path) -> list[Sample]:
    """Read the samples out of the ingested specs; those that are no Python are no samples."""
    subprocess.run(
        [SPECWELD, "ingest", "-q", client.inputs, "--into", folder], check=True
    )
    found: list[Sample] = []
    for path in sorted(folder.glob("*.yaml")):
        spec = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        facts = spec["x-specweld"]
        ((template, item),) = spec["paths"].items()
        ((method, operation),) = item.items()
        code = facts.get("sample", "")
        called = called_path(code, facts.get("client", {}).get("name", ""))
        if called is None:
            continue
        headers = [
            each["name"] for each in operation["parameters"] if each["in"] == "header"
        ]
        found.append(
            Sample(
                name=path.stem,
                code=code,
                calls=called,
                method=method.upper(),
                path=template,
                base_url=facts["base-url"],
                header=headers[-1],
                required=frozenset(required_names(spec, operation)),
            )
        )
    return found


def required_names(spec: dict[str, Any], operation: dict[str, Any]) -> Iterator[str]:
    """Name what the body must hold, by the page's YAML and by its other samples."""
    for upload in spec["x-specweld"].get("uploads", ()):
        if upload["required"]:
            yield upload["name"]
    for media in operation.get("requestBody", {}).get("content", {}).values():
        schema = media["schema"]
        if "$ref" in schema:
            schema = spec["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        yield from schema.get("required", ())


def called_path(code: str, client: str) -> str | None:
    """Return `voices.get` for a sample that calls `client.voices.get(...)`; None if it calls nothing."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            dotted = ast.unparse(node.func)
            if client and dotted.startswith("client."):
                return dotted.removeprefix("client.")
    return None


def outcomes(client: Generated, found: list[Sample]) -> list[dict[str, Any]]:
    """Run samples in one process and return what became of each."""
    environment = {**os.environ, f"{client.package.upper()}_API_KEY": "test-key"}
    done = subprocess.run(
        [sys.executable, RUNNER, client.folder],
        input=json.dumps([each.code for each in found]),
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    results: list[dict[str, Any]] = json.loads(done.stdout)
    return results


def api_methods(client: Generated) -> set[str]:
    """Read the method paths out of the client's own index."""
    index = (client.folder / client.package / "api.md").read_text(encoding="utf-8")
    return set(re.findall(r"client\.([\w.]+)\(", index))


def test_every_sample_finds_its_method(page_client: Generated, tmp_path: Path) -> None:
    if not page_client.name.startswith("elevenlabs"):
        return  # the other vendors' samples are written by hand against hand-named packages
    methods = api_methods(page_client)
    missing = {
        each.calls for each in samples(page_client, tmp_path / "specs")
    } - methods
    assert missing == set()


def test_samples_run_verbatim(page_client: Generated, tmp_path: Path) -> None:
    if not page_client.name.startswith("elevenlabs"):
        return  # see above
    found = samples(page_client, tmp_path / "specs")
    wrong: dict[str, str] = {}
    left_out = 0
    for sample, outcome in zip(found, outcomes(page_client, found), strict=True):
        if outcome["error"] is not None:
            missing = MISSING.match(outcome["error"])
            names = set(re.findall(r"'(\w+)'", missing[1])) if missing else set()
            if names and names <= sample.required:
                left_out += 1  # what the page itself requires: the error is right
            else:
                wrong[sample.name] = outcome["error"]
            continue
        (request,) = outcome["requests"]
        pattern = PLACEHOLDER.sub("[^/]+", re.escape(sample.base_url + sample.path))
        if request["method"] != sample.method:
            wrong[sample.name] = request["method"]
        elif not re.fullmatch(pattern, request["url"].split("?")[0]):
            wrong[sample.name] = request["url"]
        elif sample.header.lower() not in request["headers"]:
            wrong[sample.name] = f"no {sample.header}"
    assert wrong == {}
    assert left_out == LEFT_OUT.get(page_client.name, 0)
