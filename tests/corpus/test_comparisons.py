"""Laws of comparisons, over everything at hand."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from corpus_files import unpack_corpus
from diff_sides import side_of_sources
from specweld import pipeline
from specweld.diagnostics import Problems
from specweld.diff.change import Comparison, Wire
from specweld.diff.compare import compare
from specweld.diff.reports.document import json_report
from specweld.diff.rules import RULE_BY_ID
from specweld.diff.side import Side
from specweld.source import Source

Path_: TypeAlias = tuple[str | int, ...]
Edit: TypeAlias = tuple[int, Path_]
"""A source and a place in it."""

WHOLE = (
    "elevenlabs.json",
    "museum.yaml",
    "oai_petstore_expanded.yaml",
    "train_travel.yaml",
)
PAGES = (
    *("cohere-2025-11-07", "deepgram-2025-12-18"),
    *("elevenlabs-2025-11-07", "elevenlabs-2025-11-12", "elevenlabs-2026-01-02"),
    *("elevenlabs-2026-02-01", "elevenlabs-2026-07-25"),
    *("openrouter-2025-11-07", "openrouter-2025-11-28"),
    *("webflow-2025-12-04", "webflow-2026-01-04"),
)
LEAVES = 40
"""Leaves of each corpus that are edited, one a comparison; the large ones get fewer."""


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.xdist_group(f"compared-{name}"))
        for name in (*WHOLE, *PAGES)
    ],
)
def sources(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Source, ...]:
    """The sources of every corpus, one after another."""
    name: str = request.param
    folder = tmp_path_factory.mktemp("compared")
    path = (
        unpack_corpus("documents", folder) / name
        if name in WHOLE
        else unpack_corpus(name, folder)
    )
    return pipeline.read_sources([str(path)], Problems())


@pytest.fixture(scope="module")
def base(sources: tuple[Source, ...]) -> Side:
    return side_of_sources(sources, "old")


def nothing(comparison: Comparison) -> bool:
    return comparison.is_empty


def on_the_wire(comparison: Comparison) -> list[str]:
    return [each.message for each in comparison.changes if each.wire is not Wire.NONE]


def test_nothing_differs_from_itself(base: Side, sources: Sequence[Source]) -> None:
    again = side_of_sources(copy.deepcopy(list(sources)), "old")
    assert nothing(compare(base, again, complete=True))
    assert nothing(compare(base, base, complete=False))


def reversed_keys(node: Any) -> Any:
    match node:
        case dict():
            return {key: reversed_keys(each) for key, each in reversed(node.items())}
        case list():
            return [reversed_keys(each) for each in node]
        case _:
            return node


def test_order_means_nothing_on_the_wire(base: Side, sources: Sequence[Source]) -> None:
    turned = [
        replace(each, data=reversed_keys(each.data)) for each in reversed(sources)
    ]
    new = side_of_sources(turned, "new")
    assert on_the_wire(compare(base, new, complete=True)) == []


def older(node: Any) -> Any:
    """Spell a schema of 3.1 as 3.0 does: `nullable` for null, flags for exclusive bounds."""
    match node:
        case list():
            return [older(each) for each in node]
        case dict():
            found = {key: older(value) for key, value in node.items()}
        case _:
            return node
    declared = found.get("type")
    if isinstance(declared, list) and "null" in declared and len(declared) == 2:
        found["type"] = next(each for each in declared if each != "null")
        found["nullable"] = True
        if isinstance(found.get("enum"), list) and None not in found["enum"]:
            found["enum"] = [*found["enum"], None]
    for bound, flag in (
        ("maximum", "exclusiveMaximum"),
        ("minimum", "exclusiveMinimum"),
    ):
        value = found.get(flag)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and bound not in found:
            found[bound], found[flag] = value, True
    return found


def test_the_spelling_of_3_0_means_nothing_on_the_wire(
    base: Side, sources: Sequence[Source]
) -> None:
    spelled = [
        replace(each, data={**older(each.data), "openapi": "3.0.3"})
        for each in sources
        if str(each.data.get("openapi")).startswith("3.1")
    ]
    if len(spelled) < len(sources):
        spelled = list(sources)  # it is spelled so already
    new = side_of_sources(spelled, "new")
    assert on_the_wire(compare(base, new, complete=True)) == []
    assert on_the_wire(compare(new, base, complete=True)) == []


def inlined(node: Any, schemas: dict[str, Any], left: Counter[str]) -> Any:
    """Write a schema in the place of the first reference to it that stands alone."""
    match node:
        case {"discriminator": _} | {"oneOf": _} | {"anyOf": _}:
            return node  # there the name may be what tells members apart
        case {"$ref": str(reference)} if len(node) == 1:
            name = reference.rpartition("/")[2]
            target = schemas.get(name)
            is_plain = isinstance(target, dict) and "discriminator" not in target
            if "/schemas/" not in reference or not is_plain or left[name] < 1:
                return node
            left[name] -= 1
            return copy.deepcopy(target)
        case dict():
            return {key: inlined(each, schemas, left) for key, each in node.items()}
        case list():
            return [inlined(each, schemas, left) for each in node]
        case _:
            return node


def test_inlining_means_nothing_on_the_wire(
    base: Side, sources: Sequence[Source]
) -> None:
    edited: list[Source] = []
    for each in sources:
        schemas: Any = each.data.get("components") or {}
        schemas = schemas.get("schemas") or {}
        left = Counter(dict.fromkeys(schemas, 1))
        paths = inlined(each.data["paths"], schemas, left)
        edited.append(replace(each, data={**each.data, "paths": paths}))
    new = side_of_sources(edited, "new")
    assert on_the_wire(compare(base, new, complete=True)) == []


def leaves(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    match node:
        case dict():
            for key, value in node.items():
                yield from leaves(value, (*path, key))
        case list():
            for index, value in enumerate(node):
                yield from leaves(value, (*path, index))
        case _:
            yield path, node


def other(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
        case _:
            return "x"


def at(data: Any, path: Path_) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def changed(sources: Sequence[Source], edit: Edit, value: Any) -> list[Source]:
    """Edit a leaf in every page that repeats it, as whoever writes the docs would."""
    path = edit[1]
    former = at(sources[edit[0]].data, path)
    found: list[Source] = []
    for each in sources:
        if at(each.data, path) == former:
            data = copy.deepcopy(each.data)
            at(data, path[:-1])[path[-1]] = value
            found.append(replace(each, data=data))
        else:
            found.append(each)
    return found


OF_A_PAGE = {"info", "openapi", "x-specweld"}
"""What a page says of itself, not of the API."""
OF_ITS_PLACE = {"tags", "operationId"}
"""What depends on where in the docs a page stands."""


def is_of_the_api(source: Source, path: Path_) -> bool:
    if path[-1] == "required" and at(source.data, path[:-1]).get("in") == "path":
        return False  # it cannot be left out, whatever is said of it
    if "x-specweld" not in source.data:
        return path[0] != "openapi"
    return path[0] not in OF_A_PAGE and not OF_ITS_PLACE & set(path[3:4])


def test_no_leaf_changes_in_silence(base: Side, sources: Sequence[Source]) -> None:
    every = [
        ((index, path), value)
        for index, source in enumerate(sources)
        for path, value in leaves(source.data)
        if is_of_the_api(source, path)
    ]
    count = LEAVES if len(every) < 20_000 else LEAVES // 5
    chosen = random.Random(7).sample(every, min(count, len(every)))
    silent = [
        (sources[index].path, path, value)
        for (index, path), value in chosen
        if nothing(
            compare(
                base,
                side_of_sources(changed(sources, (index, path), other(value)), "new"),
                complete=True,
            )
        )
    ]
    assert silent == [], "\n".join(map(str, silent))


def removable(sources: Sequence[Source]) -> Iterator[Edit]:
    """Name what an API may lose: operations, properties, parameters, values of enums."""
    for index, source in enumerate(sources):
        for path, item in source.data["paths"].items():
            yield from ((index, ("paths", path, each)) for each in item)
        components: Any = source.data.get("components") or {}
        for name, schema in (components.get("schemas") or {}).items():
            here = ("components", "schemas", name)
            if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
                properties = schema["properties"]
                yield from (
                    (index, (*here, "properties", each))
                    for each in properties
                    if each not in (schema.get("required") or ())
                )
            if isinstance(schema, dict) and len(schema.get("enum") or ()) > 2:
                yield index, (*here, "enum", 0)


def without(sources: Sequence[Source], edit: Edit) -> list[Source]:
    index, path = edit
    data = copy.deepcopy(sources[index].data)
    node: Any = data
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    found = list(sources)
    found[index] = replace(sources[index], data=data)
    return found


def topic(rule: str) -> str:
    """Cut off the direction: what goes both ways is named by the severer one."""
    bare = rule.removeprefix("request-").removeprefix("response-")
    return bare.removesuffix("-optional").removesuffix("-required")


def test_what_comes_one_way_goes_the_other(
    base: Side, sources: Sequence[Source]
) -> None:
    every = list(removable(sources))
    assert every
    chosen = random.Random(11).sample(every, min(8, len(every)))
    for edit in chosen:
        new = side_of_sources(without(sources, edit), "new")
        there = compare(base, new, complete=True)
        back = compare(new, base, complete=True)
        gone = Counter(each.rule for each in there.changes)
        come = Counter(each.rule for each in back.changes)
        for rule in gone:
            mirror = topic(RULE_BY_ID[rule].mirror)
            assert not mirror or mirror in set(map(topic, come)), (edit, gone, come)


def test_two_runs_are_equal_to_the_byte(base: Side, sources: Sequence[Source]) -> None:
    edited = without(sources, next(iter(removable(sources))))
    reports = {
        json_report(
            compare(
                side_of_sources(sources, "old"),
                side_of_sources(edited, "new"),
                complete=True,
            )
        )
        for _ in range(2)
    }
    assert len(reports) == 1


@pytest.mark.xdist_group("compared-elevenlabs.json")
def test_one_schema_used_by_many_operations_is_one_entry(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path: Path = unpack_corpus("documents", tmp_path_factory.mktemp("shared"))
    (source,) = pipeline.read_sources([str(path / "elevenlabs.json")], Problems())
    schema = ("components", "schemas", "HTTPValidationError", "properties", "code")
    data = copy.deepcopy(source.data)
    node: Any = data
    for part in schema[:-1]:
        node = node[part]
    node["code"] = {"type": "integer"}
    found = compare(
        side_of_sources([source], "old"),
        side_of_sources([replace(source, data=data)], "new"),
        complete=True,
    )
    assert [each.rule for each in found.changes] == ["response-property-added"]
    assert len(found.changes[0].operations) >= 150
