"""Laws that every comparison keeps."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from corpus_files import unpack_corpus
from diff_sides import side_of, side_of_inputs
from specweld.diff.change import Bump, Change, Comparison, Wire
from specweld.diff.compare import compare
from specweld.diff.rules import RULE_BY_ID
from specweld.diff.side import Side

Path_: TypeAlias = tuple[str | int, ...]

DOCUMENT: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("compared.yaml").read_text(encoding="utf-8")
)


def test_a_document_does_not_differ_from_itself(corpus: Path) -> None:
    documents = sorted(corpus.iterdir())
    assert documents
    for path in documents:
        side = side_of_inputs([str(path)], path.name)
        assert _nothing(compare(side, side, complete=True)), path.name


@pytest.mark.parametrize(
    "name", ["elevenlabs-2026-07-25", "webflow-2026-01-04", "openrouter-2025-11-28"]
)
def test_pages_do_not_differ_from_themselves(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = unpack_corpus(name, tmp_path_factory.mktemp("pages"))
    old, new = (side_of_inputs([str(folder)], label) for label in ("old", "new"))
    assert _nothing(compare(old, new, complete=True))


def _nothing(comparison: Comparison) -> bool:
    return (comparison.changes, comparison.layout, comparison.docs_changes) == (
        (),
        (),
        0,
    )


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of whole documents."""
    return unpack_corpus("documents", tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def base() -> Side:
    """The document that is edited, unedited."""
    return side_of(DOCUMENT, "old")


def _leaves(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    match node:
        case dict() if node:
            for key, value in node.items():
                yield from _leaves(value, (*path, key))
        case list() if node:
            for index, value in enumerate(node):
                yield from _leaves(value, (*path, index))
        case _:
            yield path, node


def _changed(path: Path_, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    node: Any = document
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return document


def _other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case list():
            return [*value, "x"]
        case _:
            return "x"


# A parameter of the path cannot be left out, whatever is said of it.
ALWAYS_REQUIRED = {
    ("paths", "/voices/{voice_id}", "get", "parameters", 0, "required"),
    ("paths", "/voices/{voice_id}/audio", "parameters", 0, "required"),
}
UNSAID = {("openapi",), *ALWAYS_REQUIRED}
ALL_LEAVES = [each for each in _leaves(DOCUMENT) if each[0] not in UNSAID]


@pytest.mark.parametrize(
    ("path", "value"),
    ALL_LEAVES,
    ids=["/".join(map(str, path)) for path, _ in ALL_LEAVES],
)
def test_no_leaf_changes_in_silence(base: Side, path: Path_, value: Any) -> None:
    new = side_of(_changed(path, _other(value)), "new")
    there = compare(base, new, complete=True)
    assert there.changes or there.layout or there.docs_changes
    back = compare(new, base, complete=True)
    assert bool(there.changes) == bool(back.changes)
    assert there.docs_changes == back.docs_changes


IMPLIED = {
    # A type that the values, the properties or the items say as well...
    "paths//voices/{voice_id}/get/parameters/1/schema/type",
    "paths//voices/{voice_id}/get/parameters/2/schema/type",
    "paths//voices/{voice_id}/audio/post/requestBody/content/multipart/form-data/schema/type",
    "components/schemas/Voice/type",
    "components/schemas/Voice/properties/kind/type",
    "components/schemas/Voice/properties/labels/type",
    "components/schemas/Voice/properties/times/type",
    "components/schemas/NewVoice/allOf/0/type",
    "components/schemas/NewVoice/allOf/1/type",
    "components/schemas/NewVoice/allOf/1/properties/settings/type",
    "components/schemas/Text/type",
    "components/schemas/Sound/type",
    "components/schemas/Problem/type",
    "components/schemas/Level/type",
    # ... a discriminator that the constants of the members say as well...
    "components/schemas/Content/discriminator",
    "components/schemas/Content/discriminator/mapping",
    "components/schemas/Content/discriminator/propertyName",
    # ... and that a parameter of the path cannot be left out.
    *("/".join(map(str, each)) for each in ALWAYS_REQUIRED),
}


@pytest.fixture(scope="module")
def vanished(base: Side) -> dict[Path_, Comparison]:
    """What is said when a part is gone, part by part."""
    sides = {path: side_of(_without(path), "new") for path in _parts(DOCUMENT)}
    return {path: compare(base, new, complete=True) for path, new in sides.items()}


def test_no_part_vanishes_in_silence(vanished: dict[Path_, Comparison]) -> None:
    silent = {"/".join(map(str, x)) for x, found in vanished.items() if _nothing(found)}
    assert silent == IMPLIED


def test_json_values_of_changes_are_json(vanished: dict[Path_, Comparison]) -> None:
    changes = [change for each in vanished.values() for change in each.changes]
    told = [[change.old, change.new] for change in changes]
    assert told
    assert json.loads(json.dumps(told)) == told


def _parts(node: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Name every key of every mapping, but for what a document cannot be without."""
    if isinstance(node, dict):
        for key, value in node.items():
            if path or key not in {"openapi", "info", "paths"}:
                yield (*path, key)
            yield from _parts(value, (*path, key))
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from _parts(value, (*path, index))


def _without(path: Path_) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    node: Any = document
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    return document


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.sampled_from(
        ["", "object", "null", "#/components/schemas/Voice", '"""', "\x00"]
    ),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["type", "$ref", "properties", "allOf", "items", "enum", "x"]),
        inner,
        max_size=3,
    ),
    max_leaves=6,
)


@example(
    path=("paths", "/voices/{voice_id}", "get", "parameters", 1, "in"), value=["query"]
)
@given(path=st.sampled_from(list(_parts(DOCUMENT))), value=anything)
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_hostile_shapes_are_compared_all_the_same(
    base: Side, path: Path_, value: Any
) -> None:
    new = side_of(_changed(path, value), "new")
    compare(base, new, complete=True)
    compare(new, base, complete=False)
    assert _nothing(compare(new, new, complete=True))


def _reversed(node: Any) -> Any:
    """Turn the order of all mappings round, and of lists that are sets."""
    match node:
        case dict():
            return {
                key: (
                    _reversed(sorted(value, reverse=True))
                    if key in {"required", "enum"} and isinstance(value, list)
                    else _reversed(value)
                )
                for key, value in reversed(node.items())
            }
        case list():
            return [_reversed(each) for each in node]
        case _:
            return node


def test_order_means_nothing(base: Side) -> None:
    found = compare(base, side_of(_reversed(DOCUMENT), "new"), complete=True)
    assert _nothing(found)


def _inlined(node: Any, inside: tuple[str, ...] = ()) -> Any:
    """Write schemas where they are referred to, but for circles."""
    match node:
        case {"$ref": str(reference)} if "/schemas/" in reference:
            name = reference.rpartition("/")[2]
            if name in inside:
                return node
            schema = DOCUMENT["components"]["schemas"][name]
            return _inlined(schema, (*inside, name))
        case {"discriminator": _}:
            return node  # its mapping needs the names
        case dict():
            return {key: _inlined(value, inside) for key, value in node.items()}
        case list():
            return [_inlined(each, inside) for each in node]
        case _:
            return node


def test_inlining_means_nothing_on_the_wire(base: Side) -> None:
    paths = {"paths": _inlined(DOCUMENT["paths"])}
    new = side_of({**DOCUMENT, **paths}, "new")
    for found in (
        compare(base, new, complete=True),
        compare(new, base, complete=True),
    ):
        assert [each.rule for each in found.changes if each.wire is not Wire.NONE] == []


OLD_SPELLING = {
    "openapi": "3.0.3",
    "components": {
        "schemas": {
            "Voice": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "nullable": True},
                    "age": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
                    "owner": {
                        "nullable": True,
                        "allOf": [{"$ref": "#/components/schemas/Owner"}],
                    },
                },
            },
            "Owner": {"type": "object", "properties": {"id": {"type": "string"}}},
        }
    },
}
NEW_SPELLING = {
    "openapi": "3.1.0",
    "components": {
        "schemas": {
            "Voice": {
                "type": "object",
                "properties": {
                    "name": {"type": ["string", "null"]},
                    "age": {"type": "integer", "exclusiveMinimum": 0},
                    "owner": {
                        "anyOf": [
                            {"$ref": "#/components/schemas/Owner"},
                            {"type": "null"},
                        ]
                    },
                },
            },
            "Owner": {"type": "object", "properties": {"id": {"type": "string"}}},
        }
    },
}


def test_the_version_of_openapi_means_nothing() -> None:
    old, new = side_of(OLD_SPELLING, "old"), side_of(NEW_SPELLING, "new")
    assert compare(old, new, complete=True).changes == ()


def _additions() -> Iterator[dict[str, Any]]:
    """Add one thing at a time."""
    document = copy.deepcopy(DOCUMENT)
    document["paths"]["/more"] = {
        "get": {"responses": {"200": {"description": "Fine"}}}
    }
    yield document
    document = copy.deepcopy(DOCUMENT)
    schema = document["components"]["schemas"]["Voice"]
    schema["properties"]["more"] = {"type": "string"}
    yield document
    document = copy.deepcopy(DOCUMENT)
    document["components"]["schemas"]["More"] = {
        "type": "object",
        "properties": {"x": {}},
    }
    yield document


@pytest.mark.parametrize("document", list(_additions()), ids=["path", "field", "model"])
def test_what_is_added_one_way_is_removed_the_other(
    base: Side, document: dict[str, Any]
) -> None:
    new = side_of(document, "new")
    there = compare(base, new, complete=True).changes
    back = compare(new, base, complete=True).changes
    assert [each.python for each in there] == [Bump.MINOR]
    assert [each.python for each in back] == [Bump.MAJOR]
    assert [RULE_BY_ID[each.rule].mirror for each in there] == [
        each.rule for each in back
    ]
    assert [_names(each, new=True) for each in there] == [
        _names(each, new=False) for each in back
    ]


def _names(change: Change, *, new: bool) -> list[str]:
    return [each.new if new else each.old for each in change.symbols]


def test_two_runs_are_equal(base: Side) -> None:
    new = side_of(
        _without(("components", "schemas", "Voice", "properties", "name")), "new"
    )
    first, second = (repr(compare(base, new, complete=True)) for _ in range(2))
    assert first == second


def test_a_shared_model_changes_once() -> None:
    answer = {
        "description": "Fine",
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Voice"}}
        },
    }
    paths = {
        f"/voices/{index}": {"get": {"responses": {"200": answer}}}
        for index in range(150)
    }
    old, new = (
        side_of(
            {
                "paths": paths,
                "components": {
                    "schemas": {"Voice": {"type": "object", "properties": properties}}
                },
            },
            "x",
        )
        for properties in ({"id": {"type": "string"}}, {"id": {"type": "integer"}})
    )
    (change,) = compare(old, new, complete=True).changes
    assert (change.rule, change.subject.name) == ("response-type-changed", "Voice.id")
    assert len(change.operations) == 150
