"""Every operation of every document is called, read by an independent reading, and answered without drift."""

from __future__ import annotations

from pathlib import Path

import pytest

from called import caller_of, faults
from corpus_clients import DOCUMENTS, OTHERS
from corpus_files import unpack_corpus


@pytest.mark.filterwarnings("ignore:The API advises against:DeprecationWarning")
@pytest.mark.parametrize("name", [*DOCUMENTS, *map(str, OTHERS)])
def test_every_operation(tmp_path: Path, name: str) -> None:
    document = unpack_corpus("documents", tmp_path) / name  # an absolute path stays
    caller = caller_of(document, tmp_path, f"sampled_{document.stem}")
    assert caller.api.operations or caller.api.tree.get("webhooks")
    methods = list(caller.methods())
    assert len(methods) == len(caller.api.operations)
    outcomes = [
        caller.outcome(each, is_full=is_full)
        for each in methods
        for is_full in (False, True)
    ]
    assert faults(outcomes) == []
