"""The fast validator says of whole documents what the slow one says, broken ones included."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_files import unpack_corpus
from specweld import pipeline
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.grammar import Kind
from specweld.json_types import JsonObject, Pointer
from specweld.spec.verdict import judge
from specweld.spec.walk import rewrite

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
    broken = rewrite(document.data, broken_schema)
    found = judge(broken)
    assert found != []
    assert found == judge(broken, is_fast=False)


def broken_schema(kind: Kind, _: Pointer, node: JsonObject) -> JsonObject:
    is_broken = kind is Kind.SCHEMA and "format" in node
    return {**node, "maxLength": "x"} if is_broken else node
