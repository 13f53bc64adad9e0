from __future__ import annotations

import pytest

from specweld.pages.naming import (
    EndpointName,
    NameOrigin,
    file_stem,
    operation_stem,
)
from specweld.pages.operation import PageOperation

OPERATION = PageOperation(
    method="GET",
    path="/v1/cats/{cat_id}",
    pointer=("paths", "/v1/cats/{cat_id}", "get"),
    fields={},
)


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (("voices", "samples", "audio", "get"), "voices.samples.audio.get"),
        (("forcedAlignment", "create"), "forced_alignment.create"),
        (("saveAVoicePreview",), "save_a_voice_preview"),
        (("..", "..", "etc", "passwd"), "etc.passwd"),
        (("a/b", "c\\d", "e\0f"), "a_b.c_d.e_f"),
        (("..", "*"), "get.v1.cats.cat_id"),
        ((), "get.v1.cats.cat_id"),
    ],
)
def test_file_stem(segments: tuple[str, ...], expected: str) -> None:
    name = EndpointName(segments=segments, origin=NameOrigin.VERSION)
    assert file_stem(name, OPERATION) == expected


def test_long_stems_are_cut_and_stay_apart() -> None:
    stems = {
        file_stem(
            EndpointName(segments=("a" * 300 + end,), origin=NameOrigin.TAGS), OPERATION
        )
        for end in ("x", "y")
    }
    assert {len(stem) for stem in stems} == {129}
    assert len(stems) == 2


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", "/v1/cats/{cat_id}/feed", "post.v1.cats.cat_id.feed"),
        ("GET", "/", "get"),
    ],
)
def test_operation_stem(method: str, path: str, expected: str) -> None:
    assert operation_stem(method, path) == expected
