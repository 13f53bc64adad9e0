"""Every operation is called with sampled arguments; what it sends, an independent reading finds again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from called import caller_of, faults
from corpus_files import unpack_corpus

OWN = {"every-place": 19, "told-apart": 6}
"""Our own documents, and how many operations they have."""
SCHEMAS = Path(__file__).with_name("every-schema.yaml")
SMALL = ("museum.yaml", "oai_petstore_expanded.yaml", "train_travel.yaml")
TIMES = 10
"""Samples of each operation of our own documents."""


@pytest.mark.parametrize("name", OWN)
def test_every_place(tmp_path: Path, name: str) -> None:
    document = Path(__file__).with_name(f"{name}.yaml")
    caller = caller_of(document, tmp_path, name.replace("-", "_"))
    methods = list(caller.methods())
    assert len(methods) == len(caller.api.operations) == OWN[name]
    outcomes = [
        caller.outcome(each, is_full=is_full, seed=str(time))
        for each in methods
        for is_full in (False, True)
        for time in range(TIMES)
    ]
    assert faults(outcomes) == []


def test_every_schema(tmp_path: Path) -> None:
    tree = yaml.safe_load(SCHEMAS.read_text(encoding="utf-8"))
    names = list(tree["components"]["schemas"])
    tree["paths"] = {
        f"/{name}": {"post": _echo(name), "put": _echo(name, in_list=True)}
        for name in names
    }
    document = tmp_path / SCHEMAS.name
    document.write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    caller = caller_of(document, tmp_path, "every_schema")
    methods = list(caller.methods())
    assert len(methods) == 2 * len(names) > 100
    outcomes = [
        caller.outcome(each, is_full=is_full)
        for each in methods
        for is_full in (False, True)
    ]
    assert faults(outcomes) == []


def _echo(name: str, *, in_list: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"$ref": f"#/components/schemas/{name}"}
    if in_list:
        schema = {"type": "array", "items": schema}
    content = {"application/json": {"schema": schema}}
    return {
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "The same.", "content": content}},
    }


@pytest.mark.parametrize("name", SMALL)
def test_published_documents(tmp_path: Path, name: str) -> None:
    document = unpack_corpus("documents", tmp_path) / name
    caller = caller_of(document, tmp_path, f"called_{document.stem}")
    methods = list(caller.methods())
    assert len(methods) == len(caller.api.operations) > 0
    outcomes = [
        caller.outcome(each, is_full=is_full)
        for each in methods
        for is_full in (False, True)
    ]
    assert faults(outcomes) == []
