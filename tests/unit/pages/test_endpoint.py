from __future__ import annotations

import copy
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject
from specweld.pages.endpoint import endpoint_spec
from specweld.pages.page import Page, Sample
from specweld.pages.platform import Platform
from specweld.source import Source

DOCUMENT: JsonObject = {
    "openapi": "3.1.1",
    "info": {"title": "Cats", "version": "endpoint_cats.create"},
    "paths": {
        "/cats": {
            "post": {
                "operationId": "create",
                "tags": [["subpackage_cats"]],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"$ref": "#/components/schemas/Cat"}
                        }
                    }
                },
                "responses": {},
            }
        }
    },
    "components": {
        "schemas": {"Cat": {"properties": {"photo": {"items": {"format": "binary"}}}}}
    },
}

PAGE = Page(
    platform=Platform.FERN,
    api="",
    path="docs/cats.md",
    name="cats.md",
    text="",
    line=1,
    title="Create",
    method="POST",
    url="https://example.com/cats",
    content_type="multipart/form-data",
    description="",
    reference="",
    spec_text="openapi: 3.1.1\n",
    spec_line=8,
    samples=(
        Sample(language="go", name="", code='name=\\"photo\\"; filename=\\"string\\"'),
        Sample(language="python", name="", code="c = Cats()\nc.cats.create()\n"),
    ),
)


def nodes(value: Json, *above: str | int) -> Iterator[tuple[str | int, ...]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from nodes(inner, *above, key)
        case list():
            for index, inner in enumerate(value):
                yield from nodes(inner, *above, index)
        case _:
            pass
    if above:
        yield above


def replaced(path: tuple[str | int, ...], new: Json) -> JsonObject:
    document = copy.deepcopy(DOCUMENT)
    parent: Json = document
    for key in path[:-1]:
        parent = parent[key]  # type: ignore[index]  # the path leads to it
    parent[path[-1]] = new  # type: ignore[index]  # as above
    return document


def run(document: JsonObject) -> tuple[str | None, list[str]]:
    def load(
        path: str, text: str, problems: Problems, *, first_line: int = 1
    ) -> Source | None:
        return Source(path=path, text=text, data=document, first_line=first_line)

    problems = Problems()
    spec = endpoint_spec(PAGE, load, problems)
    if spec is not None:
        spec.text()
    return spec.name if spec else None, [each.rule for each in problems.diagnostics]


def test_the_document_as_it_is() -> None:
    assert run(DOCUMENT) == ("cats.create", [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(list(nodes(DOCUMENT))), JSON)
def test_no_shape_is_trusted(path: tuple[str | int, ...], new: Json) -> None:
    name, rules = run(replaced(path, new))
    assert (name is None) is (rules == ["page-without-operation"])
    assert set(rules) <= {
        "content-type-mismatch",
        "page-without-operation",
        "upload-without-file",
    }


def test_a_reference_to_itself_ends() -> None:
    cat = ("components", "schemas", "Cat")
    document = replaced(cat, {"$ref": "#/components/schemas/Cat"})
    assert run(document) == ("cats.create", [])
    photo = (*cat, "properties", "photo")
    document = replaced(photo, {"items": {"$ref": "#/" + "/".join(photo)}})
    assert run(document) == ("cats.create", ["upload-without-file"])
