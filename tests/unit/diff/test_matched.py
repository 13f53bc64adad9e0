"""What is matched with what."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from diff_sides import side_of, side_of_inputs
from specweld.diff.compare import compare
from specweld.diff.matched import Matched, match_sides
from specweld.diff.side import Side


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
    found = _matched(_paths(*old), _paths(*new))
    assert [(before.id, after.id) for before, after in found.operations] == both
    assert [each.id for each in found.removed] == removed
    assert [each.id for each in found.added] == added


def _matched(old: dict[str, Any], new: dict[str, Any]) -> Matched:
    return match_sides(side_of(old, "old"), side_of(new, "new"), complete=True)


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
        {
            **_paths("GET /a x", schema=next(iter(schemas))),
            "components": {"schemas": schemas},
        }
        for schemas in (old, new)
    )
    assert _models(_matched(left, right)) == expected


def test_unused_models_are_matched_by_content() -> None:
    old, new = (
        {"components": {"schemas": schemas}}
        for schemas in (
            {"A": _object("x"), "B": _object("y"), "C": _object("y")},
            {"D": _object("x"), "E": _object("y")},
        )
    )
    assert _models(_matched(old, new)) == [("A", "D")]


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

    expected = sorted((f"A{index}", f"B{index}") for index in range(size))
    assert _models(_matched(circle("A"), circle("B"))) == expected


def _models(matched: Matched) -> list[tuple[str, str]]:
    """List which named schema is which."""
    prefix = "#/components/schemas/"
    return sorted(
        (old.removeprefix(prefix), new.removeprefix(prefix))
        for old, new in matched.walk.pairs.models.items()
        if old.count("/") == new.count("/") == 3
    )


def test_a_page_under_another_file_name_is_no_change(tmp_path: Path) -> None:
    page = """\
    # Get a trip

    ## OpenAPI Specification

    ```yaml
    openapi: 3.1.0
    info: {title: Trips, version: '1'}
    paths:
      /trip:
        get: {operationId: getTrip, responses: {'200': {description: Fine}}}
    ```
    """
    sides: list[Side] = []
    for folder, name in (("old", "get-trip"), ("new", "trips-get-trip")):
        (tmp_path / folder).mkdir()
        file = tmp_path / folder / f"{name}.md"
        file.write_text(textwrap.dedent(page), encoding="utf-8")
        sides.append(side_of_inputs([str(tmp_path / folder)], folder))
    assert len(sides[0].api.operations) == 1
    found = compare(*sides, complete=True)
    assert (found.changes, found.layout, found.docs_changes) == ((), (), 0)
