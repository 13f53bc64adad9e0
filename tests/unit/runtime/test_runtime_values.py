"""Which member of a union a value is."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import pytest

from specweld.runtime.codec import convert_value
from specweld.runtime.model import Model
from specweld.runtime.values import union


class Cat(Model, kw_only=True):
    kind: Literal["cat"] = "cat"
    name: str


class Dog(Model, kw_only=True):
    kind: Literal["dog", "hound"]
    name: str
    breed: str | None = None


class Fish(Model, kw_only=True):
    name: str
    fins: int


class Leaf(Model, kw_only=True):
    value: int


class Branch(Model, kw_only=True):
    children: list[Any]


Tagged = union("Tagged", lambda: (Cat, Dog), discriminator="kind")
Mapped = union(
    "Mapped",
    lambda: (Cat, Dog),
    discriminator="kind",
    mapping=lambda: {"cat": Cat, "wolf": Dog},
)
Untagged = union("Untagged", lambda: (Cat, Dog, Fish))
Loose = union("Loose", lambda: (str, dict[str, int], list[Leaf], Leaf, int, None))
Nested = union("Nested", lambda: (Tagged, Leaf | None, Nested))  # contains itself
Floats = union("Floats", lambda: (Leaf, float, int, bool))

CAT = Cat(name="x")
DOG = Dog(kind="dog", name="x")


@pytest.mark.parametrize(
    ("marker", "value", "expected", "drifts"),
    [
        (Tagged, {"kind": "cat", "name": "x"}, CAT, []),
        (Tagged, {"kind": "dog", "name": "x"}, DOG, []),
        (Tagged, {"name": "x", "breed": "b"}, CAT, []),
        (Tagged, {"kind": "emu"}, {"kind": "emu"}, ["$.kind"]),
        (Tagged, {"kind": None}, {"kind": None}, ["$.kind"]),
        (Tagged, "cat", "cat", ["$"]),
        (Mapped, {"kind": "cat", "name": "x"}, CAT, []),
        (
            Mapped,
            {"kind": "dog", "name": "x"},
            {"kind": "dog", "name": "x"},
            ["$.kind"],
        ),
        (Untagged, {"kind": "dog", "name": "x"}, DOG, []),
        (Untagged, {"name": "x", "fins": 2}, Fish(name="x", fins=2), []),
        (Untagged, {"name": "x"}, CAT, []),
        (Untagged, {"fins": 2}, Fish(name=None, fins=2), ["$.name"]),  # type: ignore[arg-type]  # what drift makes of it
        (Untagged, {}, {}, ["$"]),
        (Loose, "s", "s", []),
        (Loose, 1, 1, []),
        (Loose, None, None, []),
        (Loose, {"value": 1}, Leaf(value=1), []),
        (Loose, {"other": 1}, {"other": 1}, []),
        (Loose, [{"value": 1}], [Leaf(value=1)], []),
        (Loose, [{"value": "x"}], [Leaf(value="x")], ["$[0].value"]),  # type: ignore[arg-type]  # what drift makes of it
        (Loose, 1.5, 1.5, ["$"]),
        (Nested, {"kind": "cat", "name": "x"}, CAT, []),
        (Nested, {"value": 1}, Leaf(value=1), []),
        (Nested, None, None, []),
        (Floats, 1, 1, []),
        (Floats, 1.0, 1.0, []),
        (Floats, True, True, []),
    ],
)
def test_members(
    marker: Any, value: object, expected: object, drifts: list[str]
) -> None:
    result, mismatches = convert_value(value, marker)
    assert (result, type(result)) == (expected, type(expected))
    assert [mismatch.path for mismatch in mismatches] == drifts


def test_everything_is_an_instance() -> None:
    assert isinstance(object(), Tagged)


def test_markers_are_encoded_as_what_they_hold() -> None:
    class Cage(Model, kw_only=True):
        animal: Tagged | None = None  # type: ignore[valid-type]  # a marker is an alias to type checkers

    assert msgspec.json.encode(Cage(animal=DOG)) == (
        b'{"animal":{"kind":"dog","name":"x"}}'
    )
