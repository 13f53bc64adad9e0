"""Generate each corpus once a worker."""

from __future__ import annotations

import pytest

from corpus_clients import DOCUMENTS, PAGES, Generated, generate
from corpus_files import unpack_corpus


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(name, marks=pytest.mark.xdist_group(name))
        for name in (*PAGES, *DOCUMENTS)
    ],
)
def client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    """Every corpus, one after another."""
    name: str = request.param
    folder = tmp_path_factory.mktemp("corpus")
    if name in DOCUMENTS:
        return generate(name, unpack_corpus("documents", folder) / name, folder / "out")
    return generate(name, unpack_corpus(name, folder), folder / "out")


@pytest.fixture(
    scope="session",
    params=[pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in PAGES],
)
def page_client(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generated:
    """Every corpus of pages."""
    folder = tmp_path_factory.mktemp("corpus")
    return generate(request.param, unpack_corpus(request.param, folder), folder / "out")
