"""The law of pages: cut into pages, a document gives the client that it gives as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus_files import unpack_corpus
from page_cutter import PLATFORMS, cut, shown
from page_law import differences
from specweld.diagnostics import Problems
from specweld.spec.load import load_file

SMALL = ("museum.yaml", "oai_petstore_expanded.yaml", "train_travel.yaml")


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@pytest.mark.parametrize("name", SMALL)
def test_pages_give_the_client_of_the_document(
    tmp_path: Path, name: str, platform: str
) -> None:
    path = unpack_corpus("documents", tmp_path) / name
    assert differences(path, platform, tmp_path) == []


def test_the_law_sees_what_a_page_lost(tmp_path: Path) -> None:
    source = load_file(unpack_corpus("documents", tmp_path) / "museum.yaml", Problems())
    assert source is not None
    pieces = list(cut(source.data))
    assert len(pieces) == 8
    assert "webhooks" in source.data
    assert "webhooks" not in shown(source.data)
    texts = PLATFORMS["readme"](pieces)
    assert len(texts) == 8
    assert json.loads(json.dumps(pieces[0].document)) == pieces[0].document
    whole = tmp_path / "whole"
    path = unpack_corpus("documents", tmp_path) / "museum.yaml"
    lost = differences(path, "readme", whole, leave_out=1)
    assert [each for each in lost if each.startswith("operation-removed")] != []


DOCUMENT_WITH_ONE_NAME_FOR_TWO = """
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers: [{url: https://api.acme.example}]
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    put: {tags: [Things], operationId: updateThing, responses: {"204": {description: Done}}}
    patch: {tags: [Things], operationId: update-thing, responses: {"204": {description: Done}}}
  /things/{id}/parts/list:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {tags: [Things], operationId: thing-list, responses: {"204": {description: Done}}}
  /things:
    get: {tags: [Things], operationId: list-things, responses: {"204": {description: Done}}}
  /z:
    delete:
      summary: Remove the first zed
      responses: {"204": {description: Done}}
      x-codeSamples:
        - lang: python
          source: |
            from acme import Acme
            client = Acme()
            first = client.zeds.list()[0]
            client.zeds.remove(first)
  /y:
    get:
      summary: List all zeds
      responses: {"204": {description: Done}}
      x-codeSamples:
        - {lang: python, source: "from acme import Acme\\nclient = Acme()\\nclient.zeds.list()"}
"""


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
def test_names_are_those_of_the_document_whatever_the_order(
    tmp_path: Path, platform: str
) -> None:
    path = tmp_path / "one-name-for-two.yaml"
    path.write_text(DOCUMENT_WITH_ONE_NAME_FOR_TWO, encoding="utf-8")
    assert differences(path, platform, tmp_path / platform) == []
