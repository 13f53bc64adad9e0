"""References between models, and the circles that they make."""

from __future__ import annotations

from specweld.api.graph import circles, followed, knots, references
from specweld.api.models import AliasModel, Origin, Usage
from specweld.api.types import (
    AnyType,
    ListType,
    MapType,
    ModelId,
    ModelRef,
    TypeRef,
    UnionType,
)


def ref(name: str) -> ModelRef:
    return ModelRef(id=ModelId(name))


def aliases(**targets: TypeRef) -> dict[ModelId, AliasModel]:
    return {
        ModelId(name): AliasModel(
            id=ModelId(name),
            name=name,
            description="",
            target=target,
            usage=Usage(is_sent=False, is_received=False),
            origin=Origin(pointer=(), place=None),
        )
        for name, target in targets.items()
    }


def test_references_stand_in_order() -> None:
    either = UnionType(members=(ListType(item=ref("b")), MapType(value=ref("a"))))
    assert list(references(either)) == ["b", "a"]


def test_circles_come_after_what_they_need() -> None:
    graph = {"a": ("b",), "b": ("c", "a"), "c": (), "d": ("d",)}
    assert circles(graph) == [("c",), ("a", "b"), ("d",)]


def test_a_circle_of_many_is_no_deeper_than_one_of_two() -> None:
    size = 5000
    graph = {each: ((each + 1) % size,) for each in range(size)}
    assert [len(circle) for circle in circles(graph)] == [size]


def test_knots_leave_out_what_does_not_lead_back() -> None:
    graph = {
        "own": ("own",),
        "one": ("two",),
        "two": ("one", "own"),
        "plain": ("own",),
        "lost": ("nowhere",),
    }
    assert [sorted(knot) for knot in knots(graph)] == [["own"], ["one", "two"]]


def test_an_alias_of_itself_is_anything() -> None:
    models = aliases(a=ref("b"), b=ref("a"), c=ref("d"), d=MapType(value=ref("a")))
    assert followed(ref("a"), models) == AnyType()
    assert followed(ref("c"), models) == MapType(value=ref("a"))
