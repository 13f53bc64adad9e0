"""What is matched with what."""

from __future__ import annotations

from typing import Any

import pytest

from diff_sides import side_of
from specweld.diff.pair import pair_models, pair_operations


def _paths(*places: str, schema: str = "") -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for place in places:
        method, path, *name = place.split()
        content = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
        answer = {"description": "Fine"} | (
            {"content": {"application/json": content}} if schema else {}
        )
        paths.setdefault(path, {})[method.lower()] = {
            "tags": ["voices"],
            "operationId": name[0] if name else place,
            "responses": {"200": answer},
        }
    return {"paths": paths}


@pytest.mark.parametrize(
    ("old", "new", "both", "removed", "added"),
    [
        (["GET /a x"], ["GET /a y"], [("GET /a", "GET /a")], [], []),
        (["GET /a/{b} x"], ["GET /a/{c} y"], [("GET /a/{b}", "GET /a/{c}")], [], []),
        (["GET /v1/a x"], ["GET /v2/a x"], [("GET /v1/a", "GET /v2/a")], [], []),
        (["GET /a x"], ["GET /b y"], [], ["GET /a"], ["GET /b"]),
        # A literal match comes before one by shape.
        (
            ["GET /a/{b} x", "GET /a/{c} y"],
            ["GET /a/{c} y"],
            [("GET /a/{c}", "GET /a/{c}")],
            ["GET /a/{b}"],
            [],
        ),
        # Two of one shape match neither: a wrong match would hide a removal.
        (
            ["GET /a/{b} x"],
            ["GET /a/{c} y", "GET /a/{d} z"],
            [],
            ["GET /a/{b}"],
            ["GET /a/{c}", "GET /a/{d}"],
        ),
    ],
)
def test_operations(
    old: list[str],
    new: list[str],
    both: list[tuple[str, str]],
    removed: list[str],
    added: list[str],
) -> None:
    left, right = (side_of(_paths(*each), "x").api.operations for each in (old, new))
    pairs = pair_operations(left, right)
    assert [(before.id, after.id) for before, after in pairs.both] == both
    assert [each.id for each in pairs.removed] == removed
    assert [each.id for each in pairs.added] == added


def _object(*names: str, **others: Any) -> dict[str, Any]:
    properties = {name: {"type": "string"} for name in names}
    return {"type": "object", "properties": {**properties, **others}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # The same name is the same model, whatever it holds.
        ({"A": _object("x")}, {"A": _object("y")}, [("A", "A")]),
        # Another name in the same place, mostly alike.
        ({"A": _object("x", "y")}, {"B": _object("x", "z")}, [("A", "B")]),
        # Another name in the same place, and nothing in common.
        ({"A": _object("x", "y")}, {"B": _object("p", "q")}, []),
    ],
)
def test_models_in_one_place(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    left, right = (
        side_of(
            {
                **_paths("GET /a x", schema=next(iter(schemas))),
                "components": {"schemas": schemas},
            },
            "x",
        ).api
        for schemas in (old, new)
    )
    operations = pair_operations(left.operations, right.operations)
    pairs = pair_models(left, right, operations)
    assert _names(pairs.new_by_old.items()) == expected


def test_unused_models_are_matched_by_content() -> None:
    old, new = (
        side_of({"components": {"schemas": schemas}}, "x").api
        for schemas in (
            {"A": _object("x"), "B": _object("y"), "C": _object("y")},
            {"D": _object("x"), "E": _object("y")},
        )
    )
    pairs = pair_models(old, new, pair_operations((), ()))
    assert _names(pairs.new_by_old.items()) == [("A", "D")]


def test_a_whole_circle_is_renamed() -> None:
    size = 1_000

    def circle(letter: str) -> dict[str, Any]:
        schemas = {
            f"{letter}{index}": _object(
                "x",
                next={"$ref": f"#/components/schemas/{letter}{(index + 1) % size}"},
            )
            for index in range(size)
        }
        return {
            **_paths("GET /a x", schema=f"{letter}0"),
            "components": {"schemas": schemas},
        }

    old, new = side_of(circle("A"), "x").api, side_of(circle("B"), "x").api
    operations = pair_operations(old.operations, new.operations)
    pairs = pair_models(old, new, operations)
    expected = sorted((f"A{index}", f"B{index}") for index in range(size))
    assert _names(pairs.new_by_old.items()) == expected


def _names(pairs: Any) -> list[tuple[str, str]]:
    prefix = "#/components/schemas/"
    return sorted(
        (old.removeprefix(prefix), new.removeprefix(prefix)) for old, new in pairs
    )
