"""Whatever a document holds, lowering reports and goes on: it never raises."""

from __future__ import annotations

import copy
import keyword
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api_dump import dump_api
from specweld.api.api import Api
from specweld.api.graph import parts, references
from specweld.api.lower import LowerOptions, lower
from specweld.api.names import public_names
from specweld.api.types import ModelId
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject, Pointer, resolve_pointer
from specweld.source import Source
from specweld.spec.document import Document

CASES = Path(__file__).parent.parent / "cases" / "api"
NAMES = sorted(path.stem for path in CASES.glob("*.yaml"))

REFERENCES = st.sampled_from(
    ["#", "#/paths", "#/components/schemas/Voice", "#/no", "other.yaml", "#/%zz", "#x"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["object", "array", "string", "null", "query", "../x", '"""'])
)
KEYS = st.sampled_from(
    ["$ref", "allOf", "anyOf", "enum", "items", "properties", "type", "x-specweld"]
)
JSON: st.SearchStrategy[Json] = st.recursive(
    SCALARS | REFERENCES.map(lambda reference: {"$ref": reference}),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def pointers(value: Json, pointer: Pointer = ()) -> Iterator[Pointer]:
    children: list[tuple[str, Json]] = []
    if isinstance(value, dict):
        children = list(value.items())
    elif isinstance(value, list):
        children = [(str(index), each) for index, each in enumerate(value)]
    for key, child in children:
        yield (*pointer, key)
        yield from pointers(child, (*pointer, key))


def replace_at(data: JsonObject, pointer: Pointer, value: Json) -> None:
    holder = resolve_pointer(data, pointer[:-1])
    if isinstance(holder, list):
        holder[int(pointer[-1])] = value
    elif isinstance(holder, dict):
        holder[pointer[-1]] = value


def named_models(api: Api) -> Iterator[ModelId]:
    types = [part for model in api.models.values() for part in parts(model)]
    for operation in api.operations:
        types += [each.type for each in operation.inputs]
        types += operation.outputs
    for each in types:
        yield from references(each)


def lower_and_check(data: JsonObject) -> None:
    source = Source(path="api.yaml", text="", data=data)
    document = Document(data=data, origins={(): source.place()}, pages={})
    problems = Problems()
    contract = resolve(document, problems)
    api = lower(contract, LowerOptions(package="acme"), problems)
    dump_api(api)
    public_names(api)
    assert set(named_models(api)) - api.models.keys() == set()
    names = [each.name for each in api.models.values()]
    names += [each.qualified_name for each in api.operations]
    for operation in api.operations:
        arguments = [each.name for each in operation.inputs]
        assert len(set(arguments)) == len(arguments)
        names += arguments
    parts = [part for name in names for part in name.split(".")]
    assert [x for x in parts if not x.isidentifier() or keyword.iskeyword(x)] == []


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(choices=st.data())
def test_no_mutation_makes_lowering_raise(name: str, choices: st.DataObject) -> None:
    text = (CASES / f"{name}.yaml").read_text(encoding="utf-8")
    data: JsonObject = copy.deepcopy(yaml.load(text, yaml.CSafeLoader))
    for _ in range(choices.draw(st.integers(1, 3))):
        pointer = choices.draw(st.sampled_from(list(pointers(data))))
        replace_at(data, pointer, choices.draw(JSON))
    lower_and_check(data)
