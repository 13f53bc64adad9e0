"""Every document of the corpus, cut into the pages of every platform."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus_clients import DOCUMENTS
from corpus_files import unpack_corpus
from page_cutter import PLATFORMS
from page_law import differences


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@pytest.mark.parametrize("name", DOCUMENTS)
def test_pages_give_the_client_of_the_document(
    tmp_path: Path, name: str, platform: str
) -> None:
    path = unpack_corpus("documents", tmp_path) / name
    assert differences(path, platform, tmp_path) == []
