"""What a run remembers stays out of version control, however the run ended."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from specweld.config import ClientConfig
from specweld.diagnostics import Problems, Severity
from specweld.generation import RunOptions, regenerate

OPERATION = {"responses": {"200": {"description": "OK"}}}


@pytest.mark.parametrize("method", ["get", "query"])
def test_the_cache_is_hidden_from_git(tmp_path: Path, method: str) -> None:
    source = tmp_path / "acme.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {"/pets": {"post": OPERATION, method: OPERATION}},
    }
    source.write_text(json.dumps(document), encoding="utf-8")
    client = ClientConfig(
        name="acme", specs=(source,), package="acme", output=tmp_path / "acme"
    )
    problems = Problems()
    options = RunOptions(today=date(2026, 1, 1))
    regenerate(client, problems, options, config=tmp_path / "specweld.toml")
    assert problems.has(Severity.UNSUPPORTED) == (method == "query")
    cache = tmp_path / ".specweld-cache"
    assert (cache / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert (cache / "acme.views").is_file()
