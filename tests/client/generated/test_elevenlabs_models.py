"""Every fact that the document states about an answer is watched by the models, at every depth."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from documented_answers import full_answer
from exchanges import EXCHANGES
from openapi_document import Document

from elevenlabs import SchemaDriftError, models

RETURNS = {
    exchange.operation_id: exchange.returns
    for exchange in EXCHANGES
    if exchange.returns
}
PAGE_MODELS = {
    "pages.HistoryListPage": "GetSpeechHistoryResponseModel",
    "pages.VoicesSearchPage": "GetVoicesV2ResponseModel",
}
"""What the pages are made of."""

Place = tuple[str | int, ...]


def places(
    document: Document, schema: dict[str, Any], value: Any, place: Place = ()
) -> Iterator[tuple[Place, dict[str, Any], bool]]:
    """Yield every place of an answer below the top, its schema, and whether it must be there."""
    resolved = document.resolved(schema)
    if isinstance(value, list):
        for index, item in enumerate(value):
            here = (*place, index)
            yield here, resolved["items"], True
            yield from places(document, resolved["items"], item, here)
    elif isinstance(value, dict):
        properties = resolved.get("properties", {})
        for name, item in value.items():
            inner = properties.get(name, resolved.get("additionalProperties"))
            if inner is None:
                continue  # inside of a value of any type
            here = (*place, name)
            yield here, inner, name in resolved.get("required", ())
            yield from places(document, inner, item, here)


def is_nullable(document: Document, schema: dict[str, Any]) -> bool:
    return document.errors(None, schema) == []


def path_of(document: Document, top: dict[str, Any], place: Place) -> str:
    """Spell a place as drifts do: `$.a[0].b`, the key of a map in quotes."""
    text, schema = "$", document.resolved(top)
    for step in place:
        if "properties" in schema and isinstance(step, str):
            text += f".{step}"
            schema = document.resolved(schema["properties"][step])
        else:
            text += f"[{step!r}]"
            inner = schema["items" if isinstance(step, int) else "additionalProperties"]
            schema = document.resolved(inner)
    return text


def changed(answer: Any, place: Place, *values: object) -> Any:
    """Copy an answer with another value at a place, or with none."""
    answer = copy.deepcopy(answer)
    *above, last = place
    target = answer
    for step in above:
        target = target[step]
    if values:
        target[last] = values[0]
    else:
        del target[last]
    return answer


def drifts(model: Any, answer: Any) -> list[str]:
    try:
        model.from_dict(answer)
    except SchemaDriftError as error:
        return [drift.path for drift in error.drifts]
    return []


class Watched:
    """One answer, its schema and its model."""

    def __init__(self, document: Document, operation_id: str) -> None:
        returns = RETURNS[operation_id]
        self.document = document
        self.schema = document.answer_schema(operation_id)
        self.answer = full_answer(document, operation_id)
        self.model = getattr(models, PAGE_MODELS.get(returns, returns))
        self.places = list(places(document, self.schema, self.answer))

    def drifts(self, place: Place, *values: object) -> list[str]:
        return drifts(self.model, changed(self.answer, place, *values))

    def path(self, place: Place) -> str:
        return path_of(self.document, self.schema, place)


@pytest.fixture(params=sorted(RETURNS))
def watched(document: Document, request: pytest.FixtureRequest) -> Watched:
    return Watched(document, request.param)


def test_what_is_required_is_missed(watched: Watched) -> None:
    assert watched.places
    for place, _, is_required in watched.places:
        if isinstance(place[-1], str):
            expected = [watched.path(place)] if is_required else []
            assert watched.drifts(place) == expected, place


def test_null_is_noticed_where_it_must_not_be(watched: Watched) -> None:
    """A property that may be left out may be null as well: both are None in Python."""
    assert watched.places
    for place, schema, is_required in watched.places:
        is_in_map = watched.path(place).endswith("']")
        may_be_null = is_nullable(watched.document, schema) or (
            not is_required and not is_in_map
        )
        expected = [] if may_be_null else [watched.path(place)]
        assert watched.drifts(place, None) == expected, place


def test_values_of_another_type_are_noticed(watched: Watched) -> None:
    assert watched.places
    for place, schema, _ in watched.places:
        resolved = watched.document.resolved(schema)
        if "type" not in resolved:
            continue
        for value in ("brand_new", 0.25, True, ["list"], {"an": "object"}):
            if watched.document.errors(value, schema) == []:
                continue
            found = watched.drifts(place, value)
            below = watched.path(place)
            assert found, (place, value)
            assert all(path.startswith(below) for path in found), (place, value)
