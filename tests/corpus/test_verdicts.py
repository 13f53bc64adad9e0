"""The fast validator says of whole documents what the slow one says, broken ones included."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_files import unpack_corpus
from specweld import pipeline
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.json_types import JsonObject
from specweld.spec.verdict import judge
from specweld.spec.walk import map_schemas

SETTINGS = ClientConfig(name="any", specs=(), package="any", output=Path())


@pytest.mark.parametrize(
    "name",
    [
        "elevenlabs.json",
        "museum.yaml",
        "oai_petstore_expanded.yaml",
        "train_travel.yaml",
    ],
)
def test_both_say_the_same(name: str, tmp_path: Path) -> None:
    path = unpack_corpus("documents", tmp_path) / name
    sources = pipeline.read_sources([str(path)], Problems())
    document = pipeline.build_document(sources, SETTINGS, Problems())
    assert judge(document.data) == judge(document.data, is_fast=False)
    broken = map_schemas(document.data, broken_schema)
    found = judge(broken)
    assert found != []
    assert found == judge(broken, is_fast=False)


def broken_schema(schema: JsonObject) -> JsonObject:
    return {**schema, "maxLength": "x"} if "format" in schema else schema
