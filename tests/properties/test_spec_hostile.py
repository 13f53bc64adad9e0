"""No input makes the spec stage raise: whatever stands wherever, it is reported or kept."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.config import DedupeMode, MergePolicy
from specweld.diagnostics import Problems
from specweld.json_types import Json, JsonObject, Pointer, resolve_pointer
from specweld.source import NodePlace, Source
from specweld.spec.dedupe import dedupe
from specweld.spec.load import load_source
from specweld.spec.locate import locate
from specweld.spec.mend import mend
from specweld.spec.merge import merge
from specweld.spec.normalise import normalise
from specweld.spec.write import dump_document, dump_yaml
from specweld.spec.yaml12 import parse_yaml

SPEC = Path(__file__).parent / "mutated.yaml"

_WORDS = st.sampled_from(
    [
        "",
        "$ref",
        "#/components/schemas/Voice",
        "#/components/schemas/Loop",
        "#/",
        "#",
        "other.yaml",
        "null",
        "object",
        "type_:",
        "type_:Voice",
        "x-specweld",
        "~1",
        "a\nb",
        "\u0000",
        '"""',
        "../",
        "{}",
        "https://[",
    ]
)
_VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _WORDS,
    lambda children: st.lists(children, max_size=3)
    | st.dictionaries(
        _WORDS | st.sampled_from(["type", "enum", "oneOf", "properties", "value"]),
        children,
        max_size=3,
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def original() -> JsonObject:
    source = load_source("mutated.yaml", SPEC.read_text("utf-8"), Problems())
    assert source is not None
    return source.data


def _pointers(value: Json, pointer: Pointer = ()) -> list[Pointer]:
    found = [pointer]
    if isinstance(value, dict):
        for key, child in value.items():
            found += _pointers(child, (*pointer, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            found += _pointers(child, (*pointer, str(index)))
    return found


def _mutate(document: JsonObject, data: st.DataObject) -> JsonObject:
    changed = copy.deepcopy(document)
    for _ in range(data.draw(st.integers(1, 3))):
        pointers = [each for each in _pointers(changed) if each]
        pointer = data.draw(st.sampled_from(pointers))
        value = data.draw(_VALUES)
        holder = resolve_pointer(changed, pointer[:-1])
        if isinstance(holder, dict):
            del holder[pointer[-1]]
            holder[data.draw(st.just(pointer[-1]) | _WORDS)] = value
        elif isinstance(holder, list):
            holder[int(pointer[-1])] = value
        if not changed:
            break
    return changed


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_no_shape_makes_a_stage_raise(
    original: JsonObject, data: st.DataObject
) -> None:
    problems = Problems()
    sources: list[Source] = []
    for name in ("one.yaml", "two.yaml"):
        mutated = _mutate(original, data)
        source = load_source(name, dump_yaml(mutated), problems)
        if source is not None:
            sources.append(normalise(source, problems))
    document = merge(
        sources, problems, policy=data.draw(st.sampled_from(list(MergePolicy)))
    )
    document, _ = dedupe(document, mode=data.draw(st.sampled_from(list(DedupeMode))))
    document = mend(document, problems)
    again = Problems()
    assert mend(document, again).data == document.data
    assert again.diagnostics == []
    assert parse_yaml(dump_document(document)) == (document.data, ())
    for diagnostic in problems.diagnostics:
        if isinstance(diagnostic.place, NodePlace):
            assert locate(diagnostic.place).line >= 1
        assert "\n" not in diagnostic.message
