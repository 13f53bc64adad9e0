"""Names are Python's, unique, and stay where they are when something is added."""

from __future__ import annotations

import keyword
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from specweld.api.api import Api
from specweld.api.lower import LowerOptions, lower
from specweld.api.names import public_names
from specweld.api.spelling import class_identifier, identifier
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.json_types import JsonObject
from specweld.source import Source
from specweld.spec.document import Document

ALIKE = st.text("aAbB_-. 12/~", max_size=5)
"""Words that often fall together once they are spelled as Python does."""

NAMES = (
    ALIKE | st.text(max_size=8) | st.sampled_from(["class", "Model", "to_dict", "id"])
)


def is_name(name: str) -> bool:
    return name.isidentifier() and not keyword.iskeyword(name)


@given(st.text())
def test_any_text_becomes_a_name(text: str) -> None:
    assert is_name(identifier(text, fallback="field"))
    assert is_name(class_identifier(text, fallback="Schema"))


@given(st.text())
def test_spelling_twice_changes_nothing(text: str) -> None:
    name = identifier(text, fallback="field")
    assert identifier(name, fallback="field") == name


def api_of(
    schemas: Mapping[str, list[str]],
    operations: Mapping[str, list[str]],
    previous: Mapping[str, str],
) -> Api:
    data: JsonObject = {
        "openapi": "3.1.0",
        "components": {
            "schemas": {
                name: {
                    "type": "object",
                    "properties": {each: {"type": "string"} for each in fields},
                }
                for name, fields in schemas.items()
            }
        },
        "paths": {
            f"/{name}": {
                "get": {
                    "operationId": name,
                    "parameters": [
                        {"name": each, "in": "query", "schema": {"type": "string"}}
                        for each in arguments
                    ],
                }
            }
            for name, arguments in operations.items()
        },
    }
    source = Source(path="api.yaml", text="", data=data)
    document = Document(data=data, origins={(): source.place()}, pages={})
    options = LowerOptions(package="acme", previous=previous)
    problems = Problems()
    return lower(resolve(document, problems), options, problems)


THINGS = st.dictionaries(NAMES, st.lists(NAMES, max_size=3, unique=True), max_size=4)


@given(THINGS, THINGS)
def test_all_names_are_names_and_unique(
    schemas: dict[str, list[str]], operations: dict[str, list[str]]
) -> None:
    api = api_of(schemas, operations, {})
    folded = [each.name.lower() for each in api.models.values()]
    assert len(set(folded)) == len(folded)
    groups = [
        [each.name for each in api.models.values()],
        [each.qualified_name for each in api.operations],
        *(
            [each.name for each in getattr(m, "fields", ())]
            for m in api.models.values()
        ),
        *([each.name for each in op.arguments] for op in api.operations),
    ]
    for names in groups:
        assert len(set(names)) == len(names)
        assert all(is_name(part) for name in names for part in name.split("."))


@given(THINGS, THINGS, THINGS, THINGS)
def test_adding_things_renames_nothing(
    schemas: dict[str, list[str]],
    operations: dict[str, list[str]],
    more_schemas: dict[str, list[str]],
    more_operations: dict[str, list[str]],
) -> None:
    before = public_names(api_of(schemas, operations, {}))
    after = public_names(
        api_of({**more_schemas, **schemas}, {**more_operations, **operations}, before)
    )
    assert {key: after.get(key) for key in before} == before


@given(THINGS, THINGS)
def test_the_same_names_come_out_again(
    schemas: dict[str, list[str]], operations: dict[str, list[str]]
) -> None:
    before = public_names(api_of(schemas, operations, {}))
    assert public_names(api_of(schemas, operations, before)) == before
