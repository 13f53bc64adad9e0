"""Every operation of every document is called, read by an independent reading, and answered without drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from called import caller_of, faults
from corpus_clients import DOCUMENTS
from corpus_files import unpack_corpus


@pytest.mark.filterwarnings("ignore:The API advises against:DeprecationWarning")
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_operation(tmp_path: Path, name: str) -> None:
    document = unpack_corpus("documents", tmp_path) / name
    caller = caller_of(document, tmp_path, f"sampled_{document.stem}")
    methods = list(caller.methods())
    assert len(methods) == len(caller.api.operations) > 0
    outcomes = [
        caller.outcome(each, is_full=is_full)
        for each in methods
        for is_full in (False, True)
    ]
    assert faults(outcomes) == []
