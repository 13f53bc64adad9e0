"""Laws that the spec stage keeps for every document."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.config import DedupeMode, MergePolicy
from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject
from specweld.source import Source
from specweld.spec.dedupe import dedupe
from specweld.spec.difference import first_difference, is_same
from specweld.spec.load import load_source
from specweld.spec.merge import merge
from specweld.spec.normalise import normalise
from specweld.spec.write import dump_yaml
from specweld.spec.yaml12 import parse_yaml

NAMES = ("Voice", "Item", "Kind", "type_:Tag", "a b")

texts = st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
) | st.sampled_from(
    # What readers of one YAML version or the other take for something else.
    [
        "no",
        "y",
        "on",
        "0o17",
        "0x1F",
        "1e3",
        "010",
        "1_000",
        "12:30",
        "2020-01-01",
        "~",
        "=",
        ".5",
        "5.",
        "+.inf",
        ".nan",
        "---",
        "...",
        "",
        "a\n b\n",
        "\n",
        "x\n\n",
        " x\ny",
        "- a\n- b",
        "#",
        "a: b",
        "x\ty\nz\t",
    ]
)
# `<<` as a key merges, in quotes, too: no document holds it.
keys = texts.filter(lambda key: key != "<<")
values: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda children: st.lists(children, max_size=3)
    | st.dictionaries(keys, children, max_size=3),
    max_leaves=10,
)
refs: st.SearchStrategy[Json] = st.sampled_from(
    [{"$ref": f"#/components/schemas/{name}"} for name in NAMES]
)
leaves: st.SearchStrategy[Json] = refs | st.sampled_from(
    [
        {"type": "string"},
        {"type": "null"},
        {"type": ["integer", "null"], "default": 3},
        {"type": "string", "enum": [{"value": "a"}, {"value": "b"}]},
        {"type": "string", "enum": [{"type": "booleanLiteral", "value": True}]},
        {"description": "Any type"},
        {"title": "Voice", "type": "object", "properties": {}},
    ]
)
schemas: st.SearchStrategy[Json] = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda members: {"oneOf": members}, st.lists(inner, max_size=3)
    )
    | st.builds(lambda items: {"type": "array", "items": items}, inner)
    | st.builds(
        lambda members: {"type": "object", "properties": members},
        st.dictionaries(st.sampled_from(["type", "enum", "items", "a"]), inner),
    ),
    max_leaves=6,
)


@st.composite
def sources(draw: st.DrawFn, name: str = "one.yaml") -> Source:
    """Draw a page's document, or an ordinary one."""
    path = draw(st.sampled_from(["/a", "/b/{id}"]))
    method = draw(st.sampled_from(["get", "post"]))
    document: JsonObject = {
        "openapi": draw(st.sampled_from(["3.0.3", "3.1.0"])),
        "info": {"title": draw(st.sampled_from(["A", "B"])), "version": "1"},
        "paths": {
            path: {
                method: {
                    "operationId": "read",
                    "tags": [["subpackage_a"]],
                    "parameters": [{"name": "X-Api-Key", "in": "header"}],
                    "requestBody": {
                        "content": {"application/json": {"schema": draw(schemas)}}
                    },
                    "responses": {"200": {"description": "OK"}},
                }
            }
        },
        "components": {
            "schemas": draw(st.dictionaries(st.sampled_from(NAMES), schemas))
        },
    }
    if draw(st.booleans()):
        endpoint = draw(st.sampled_from(["read", "write"]))
        document["x-specweld"] = {"endpoint": ["a", endpoint], "page": name}
        document["info"] = {"title": "A", "version": f"endpoint_a.{endpoint}"}
    source = load_source(name, dump_yaml(document), Problems())
    assert source is not None
    return source


def read(*found: Source) -> list[Source]:
    return [normalise(source, Problems()) for source in found]


@settings(deadline=None)
@given(values)
def test_what_is_written_reads_back(value: Json) -> None:
    read_back, faults = parse_yaml(dump_yaml(value))
    assert faults == ()
    assert is_same(read_back, value)


@settings(deadline=None)
@given(sources())
def test_normalise_is_idempotent(source: Source) -> None:
    (once,) = read(source)
    problems = Problems()
    twice = normalise(once, problems)
    assert is_same(twice.data, once.data)
    assert problems.firings == []


@settings(deadline=None)
@given(sources("one.yaml"), sources("two.yaml"), sources("three.yaml"))
def test_merge_does_not_depend_on_the_order_of_sources(
    one: Source, two: Source, three: Source
) -> None:
    given_order = read(one, two, three)
    other_order = [given_order[2], given_order[0], given_order[1]]
    for policy in (MergePolicy.ERROR, MergePolicy.RENAME):
        merged = merge(given_order, Problems(), policy=policy)
        again = merge(other_order, Problems(), policy=policy)
        assert dump_yaml(merged.data["components"]) == dump_yaml(
            again.data["components"]
        )
        if policy is MergePolicy.ERROR:  # of two operations `rename` takes the newest
            assert dump_yaml(merged.data) == dump_yaml(again.data)


@settings(deadline=None)
@given(sources())
def test_merging_a_source_with_itself_changes_nothing(source: Source) -> None:
    (once,) = read(source)
    problems = Problems()
    merged = merge([once, once], problems)
    alone = merge([once], Problems())
    assert first_difference(merged.data, alone.data) is None
    assert [each.rule for each in problems.diagnostics] == []


@settings(deadline=None)
@given(sources("one.yaml"), sources("two.yaml"), st.sampled_from(list(DedupeMode)))
def test_dedupe_is_idempotent(one: Source, two: Source, mode: DedupeMode) -> None:
    document = merge(read(one, two), Problems())
    once, twins = dedupe(document, mode=mode)
    twice, _ = dedupe(once, mode=mode)
    assert is_same(once.data, twice.data)
    names = [name for twin in twins for name in twin.names]
    assert len(names) == len(set(names))
