"""A contract leaves nothing out, refers to nothing that is not there, and comes to an end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.contract.keywords import STRUCTURE
from specweld.contract.nodes import Contract, Schema, SchemaId
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject, Pointer
from specweld.source import Source
from specweld.spec.document import Document
from specweld.spec.walk import walk_schemas

NAMES = ("A", "B", "C", "D")

_LEAVES: st.SearchStrategy[JsonObject] = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(
            ["string", "integer", "object", "null", ["string", "null"]]
        ),
        "description": st.sampled_from(["", "words"]),
        "readOnly": st.booleans(),
        "pattern": st.sampled_from(["a", "b"]),
        "minLength": st.integers(0, 3),
        "x-own": st.integers(0, 3),
        "required": st.lists(st.sampled_from(["p", "q"]), max_size=2),
        "enum": st.lists(st.sampled_from(["a", "b", None]), min_size=1, max_size=2),
    },
)


def _with_children(children: st.SearchStrategy[Json]) -> st.SearchStrategy[JsonObject]:
    listed = st.lists(children, min_size=1, max_size=3)
    named = st.dictionaries(st.sampled_from(["p", "q", "a/b"]), children, max_size=2)
    return st.builds(
        lambda leaf, structure: {**leaf, **structure},
        _LEAVES,
        st.fixed_dictionaries(
            {},
            optional={
                "allOf": listed,
                "anyOf": listed,
                "oneOf": listed,
                "prefixItems": listed,
                "properties": named,
                "patternProperties": named,
                "items": children,
                "additionalProperties": children | st.booleans(),
                "$ref": st.sampled_from(NAMES).map("#/components/schemas/{}".format),
            },
        ),
    )


SCHEMAS = st.recursive(_LEAVES, _with_children, max_leaves=6)


def contract_of(schemas: JsonObject) -> Contract:
    data: JsonObject = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    source = Source(path="api.yaml", text="", data=data)
    document = Document(data=data, origins={(): source.place()}, pages={})
    return resolve(document, Problems())


def children_of(schema: Schema) -> Iterator[SchemaId]:
    yield from (each.schema for each in schema.properties.values())
    yield from schema.patterns.values()
    yield from schema.prefix
    yield from schema.bases
    yield from (each.schema for each in schema.alternatives)
    for each in (schema.target, schema.items, schema.additional):
        if isinstance(each, str):
            yield each


@settings(max_examples=60)
@given(schemas=st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)))
def test_every_child_is_there(schemas: JsonObject) -> None:
    contract = contract_of(schemas)
    assert len(contract.schemas) >= len(NAMES)
    for schema in contract.schemas.values():
        assert set(children_of(schema)) - contract.schemas.keys() == set()
        assert len(schema.alternatives) != 1 or "~+" in schema.alternatives[0].schema
    for name in NAMES:
        contract.resolved(SchemaId(f"#/components/schemas/{name}"))


@settings(max_examples=60)
@given(schemas=st.fixed_dictionaries(dict.fromkeys(NAMES, SCHEMAS)))
def test_every_keyword_is_a_fact(schemas: JsonObject) -> None:
    contract = contract_of(schemas)
    said: set[tuple[Pointer, str]] = set()
    for schema in contract.schemas.values():
        keywords = {keyword.partition("~")[0] for keyword in schema.facts}
        said.update(product(schema.parts, keywords))
    joined = {part for part, _ in said}
    assert contract.schemas
    for pointer, node in walk_schemas({"components": {"schemas": schemas}}):
        own = {
            each for each in node if each not in STRUCTURE and node[each] is not False
        }
        if pointer in joined:
            assert {(pointer, each) for each in own} <= said
