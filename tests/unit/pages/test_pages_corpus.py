"""The numbers that real pages are known to give."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from corpus_files import unpack_corpus
from specweld.diagnostics import Problems
from specweld.json_types import Json
from specweld.pages.endpoint import EndpointSpec
from specweld.pages.endpoints import endpoint_specs
from specweld.pages.fences import scan_fences
from specweld.pages.inputs import read_inputs
from specweld.pages.sdk_call import read_python_call
from specweld.pages.words import snake_case
from specweld.source import EXTENSION
from specweld.spec.load import load_source

ELEVENLABS = "elevenlabs-2025-11-07"


def facts(spec: EndpointSpec) -> dict[str, Json]:
    extension = spec.source.data[EXTENSION]
    assert isinstance(extension, dict)
    return extension


def read(name: str, into: Path) -> tuple[int, tuple[EndpointSpec, ...], dict[str, int]]:
    problems = Problems()
    pages = read_inputs([str(unpack_corpus(name, into))], problems).pages
    specs = endpoint_specs(pages, load_source, problems)
    return len(pages), specs, Counter(each.rule for each in problems.diagnostics)


@pytest.mark.parametrize(
    ("name", "pages", "specs", "rules", "origins"),
    [
        (
            ELEVENLABS,
            297,
            215,
            {"asyncapi-page": 3, "upload-without-file": 1},
            {"version": 215},
        ),
        ("elevenlabs-2025-11-12", 4, 4, {}, {"version": 4}),
        ("elevenlabs-2026-01-02", 1, 1, {"asyncapi-page": 1}, {"version": 1}),
        ("elevenlabs-2026-02-01", 2, 2, {}, {"python-sample": 2}),
        ("elevenlabs-2026-07-25", 5, 5, {}, {"python-sample": 5}),
        ("cohere-2025-11-07", 31, 31, {}, {"version": 31}),
        ("deepgram-2025-12-18", 14, 14, {"asyncapi-page": 4}, {"version": 14}),
        ("openrouter-2025-11-07", 24, 24, {}, {"version": 24}),
        ("openrouter-2025-11-28", 24, 24, {}, {"version": 24}),
        ("webflow-2025-12-04", 18, 18, {}, {"version": 18}),
        ("webflow-2026-01-04", 20, 20, {}, {"version": 20}),
    ],
)
def test_every_http_page_becomes_a_spec(
    tmp_path: Path,
    name: str,
    pages: int,
    specs: int,
    rules: dict[str, int],
    origins: dict[str, int],
) -> None:
    page_count, found, reported = read(name, tmp_path)
    assert (page_count, len(found), reported) == (pages, specs, rules)
    assert Counter(facts(each)["endpoint-from"] for each in found) == origins
    assert len({each.name for each in found}) == specs
    assert [each.name for each in found if not facts(each).get("base-url")] == []
    for each in found:
        reloaded = load_source("x.yaml", each.text(), Problems())
        assert reloaded is not None
        assert reloaded.data == each.source.data


def test_the_whole_elevenlabs_api(tmp_path: Path) -> None:
    _, specs, _ = read(ELEVENLABS, tmp_path)
    paths: list[bool] = []
    for each in specs:
        call = read_python_call(str(facts(each)["sample"]))
        assert call is not None
        paths.append(".".join(map(snake_case, call.segments)) == each.name)
        assert facts(each)["client"] == {"name": "ElevenLabs", "module": "elevenlabs"}
    assert paths == [True] * 215
    uploads = [facts(each)["uploads"] for each in specs if "uploads" in facts(each)]
    assert len(uploads) == 21


@pytest.mark.parametrize("name", ["cohere-2025-11-07", "webflow-2025-12-04"])
def test_fences_are_those_of_commonmark(tmp_path: Path, name: str) -> None:
    parser = MarkdownIt("commonmark")
    pages = sorted(unpack_corpus(name, tmp_path).glob("*.md"))
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        fences, _ = scan_fences(text)
        tokens = [each for each in parser.parse(text) if each.type == "fence"]
        assert [
            (text[each.body_start : each.body_end], each.language) for each in fences
        ] == [(each.content, each.info.partition(" ")[0]) for each in tokens]
