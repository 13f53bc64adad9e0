"""Every operation is called with sampled arguments; what it sends, an independent reading finds again."""

from __future__ import annotations

from pathlib import Path

import pytest

from called import caller_of, faults
from corpus_files import unpack_corpus

OWN = Path(__file__).with_name("every-place.yaml")
SMALL = ("museum.yaml", "oai_petstore_expanded.yaml", "train_travel.yaml")
TIMES = 10
"""Samples of each operation of our own document."""


def test_every_place(tmp_path: Path) -> None:
    caller = caller_of(OWN, tmp_path, "every_place")
    methods = list(caller.methods())
    assert len(methods) == len(caller.api.operations) == 19
    outcomes = [
        caller.outcome(each, is_full=is_full, seed=str(time))
        for each in methods
        for is_full in (False, True)
        for time in range(TIMES)
    ]
    assert faults(outcomes) == []


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
