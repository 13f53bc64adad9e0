"""Pages of one API that disagree, and APIs of one site."""

from __future__ import annotations

import pytest

from specweld.config import MergePolicy
from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject
from specweld.pages.platform import Platform
from specweld.source import EXTENSION, Source
from specweld.spec.document import Document
from specweld.spec.merge import merge
from specweld.spec.merge_apis import api_words, select_api


def page(number: int, code: str, platform: Platform, api: str = "") -> Source:
    """Make a page that says what type the code of an answer has."""
    answer: JsonObject = {"type": "object", "properties": {"code": {"type": code}}}
    facts: JsonObject = {"platform": platform.value, "api": api}
    data: JsonObject = {
        "openapi": "3.1.0",
        "info": {"title": api, "version": "1.0.0"},
        "paths": {f"/p{number}": {"get": {"responses": {}}}},
        "components": {"schemas": {"Answer": answer}},
        EXTENSION: facts,
    }
    return Source(path=f"{number:02}.md", text="", data=data)


def merged(sources: list[Source], policy: MergePolicy) -> tuple[Document, list[str]]:
    problems = Problems()
    document = merge(sources, problems, policy=policy)
    return document, [
        f"{each.severity.name} {each.rule}" for each in problems.diagnostics
    ]


def code_type(document: Document) -> Json:
    found: Json = document.data
    for key in ("components", "schemas", "Answer", "properties", "code", "type"):
        assert isinstance(found, dict)
        found = found[key]
    return found


@pytest.mark.parametrize(
    ("agreeing", "platform", "rules", "type"),
    [
        (10, Platform.APIDOG, ["WARNING stale-page"], "integer"),
        (9, Platform.APIDOG, ["ERROR merge-conflict"], "string"),
        # The layout of Fern's pages changes: there the few are the newer ones.
        (10, Platform.FERN, ["ERROR merge-conflict"], "string"),
    ],
)
def test_one_page_against_nearly_all_is_outvoted(
    agreeing: int, platform: Platform, rules: list[str], type: str
) -> None:
    pages = [page(0, "string", platform)]
    pages += [page(number + 1, "integer", platform) for number in range(agreeing)]
    document, reported = merged(pages, MergePolicy.ERROR)
    assert (code_type(document), reported) == (type, rules)


def test_both_contents_can_be_kept() -> None:
    pages = [page(0, "string", Platform.APIDOG)]
    pages += [page(number, "integer", Platform.APIDOG) for number in range(1, 12)]
    document, reported = merged(pages, MergePolicy.RENAME)
    assert set(reported) == {"NOTICE merge-renamed"}
    components = document.data["components"]
    assert isinstance(components, dict)
    assert isinstance(components["schemas"], dict)
    assert sorted(components["schemas"]) == ["Answer", "Answer2"]


@pytest.mark.parametrize(
    ("api", "words"),
    [
        ("openapi.yaml", ()),
        ("perps_openapi.yaml", ("perps",)),
        ("api-spec/clob-openapi.yaml", ("clob",)),
        ("https://docs.example.com/api/gamma.json", ("gamma",)),
        ("Akeyless API", ("akeyless",)),
        ("v2", ()),
        ("", ()),
    ],
)
def test_what_tells_an_api_from_its_neighbours(
    api: str, words: tuple[str, ...]
) -> None:
    assert api_words(api) == words


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("perps_openapi.yaml", ["01.md"]),
        ("/perps_openapi.yaml", ["01.md"]),
        ("perps", ["01.md"]),
        ("openapi", ["00.md"]),
        ("OpenAPI.yaml", ["00.md"]),
    ],
)
def test_an_api_is_selected_by_its_name(name: str, paths: list[str]) -> None:
    pages = [
        page(0, "string", Platform.MINTLIFY, "openapi.yaml"),
        page(1, "string", Platform.MINTLIFY, "perps_openapi.yaml"),
    ]
    problems = Problems()
    assert [each.path for each in select_api(pages, name, problems)] == paths
    assert problems.diagnostics == []


def test_an_api_that_is_not_there_is_an_error() -> None:
    problems = Problems()
    pages = [page(0, "string", Platform.MINTLIFY, "openapi.yaml")]
    assert select_api(pages, "perps", problems) == ()
    assert [(each.rule, each.message) for each in problems.diagnostics] == [
        (
            "api-not-found",
            "no page belongs to the API `perps`; expected `openapi.yaml`",
        )
    ]
