"""Keys that nobody documented, kept and sent back."""

from __future__ import annotations

import copy
import datetime
import pickle
from decimal import Decimal
from typing import Any, Literal

import pytest

from specweld.runtime.codec import decode_json, to_json_bytes
from specweld.runtime.model import Model
from specweld.runtime.values import union


class Leaf(Model, kw_only=True, rename={"made_on": "made-on"}):
    name: str
    made_on: datetime.datetime | None = None


class Text(Model, kw_only=True):
    kind: Literal["text"] = "text"
    text: str


class Image(Model, kw_only=True):
    kind: Literal["image"] = "image"
    url: str


Content = union("Content", lambda: (Text, Image), discriminator="kind")
Loose = union("Loose", lambda: (Leaf, Text, str))


class Tree(Model, kw_only=True):
    leaf: Leaf | None = None
    leaves: list[Leaf] | None = None
    by_name: dict[str, Leaf] | None = None
    content: Content | None = None  # type: ignore[valid-type]  # a marker is an alias to type checkers
    loose: list[Loose] | None = None  # type: ignore[valid-type]  # likewise
    trees: list[Tree] | None = None
    pair: tuple[int, Leaf] | None = None
    many: tuple[Leaf, ...] | None = None
    anything: Any = None


def decoded(content: bytes) -> tuple[Tree, list[str]]:
    tree, mismatches = decode_json(content, Tree)
    return tree, [each.path for each in mismatches]


@pytest.mark.parametrize(
    ("content", "place", "extra"),
    [
        (b'{"x":1}', lambda t: t, {"x": 1}),
        (b'{"leaf":{"name":"a","x":[null]}}', lambda t: t.leaf, {"x": [None]}),
        (
            b'{"leaves":[{"name":"a"},{"name":"b","x":1}]}',
            lambda t: t.leaves[1],
            {"x": 1},
        ),
        (b'{"by_name":{"k":{"name":"a","x":1}}}', lambda t: t.by_name["k"], {"x": 1}),
        (b'{"pair":[1,{"name":"a","x":1}]}', lambda t: t.pair[1], {"x": 1}),
        (b'{"many":[{"name":"a","x":1}]}', lambda t: t.many[0], {"x": 1}),
        (
            b'{"content":{"kind":"text","text":"t","x":1}}',
            lambda t: t.content,
            {"x": 1},
        ),
        (b'{"loose":["s",{"text":"t","x":1}]}', lambda t: t.loose[1], {"x": 1}),
        (
            b'{"trees":[{"trees":[{"x":{"y":1}}]}]}',
            lambda t: t.trees[0].trees[0],
            {"x": {"y": 1}},
        ),
    ],
)
def test_unknown_keys_are_kept_and_sent_back(
    content: bytes, place: Any, extra: dict[str, Any]
) -> None:
    tree, drifts = decoded(content)
    assert drifts == []
    assert place(tree).extra == extra
    assert b'"x"' in tree.to_json()
    assert Tree.from_json(tree.to_json()).to_dict() == tree.to_dict()
    assert to_json_bytes({"body": [tree]}).startswith(b'{"body":[{')
    assert b'"x"' in to_json_bytes({"body": [tree]})


def test_they_are_beside_everything_else() -> None:
    content = b'{"leaf":{"name":"a","made-on":"2024-02-29T12:00:00Z","x":1},"y":2}'
    tree, _ = decoded(content)
    assert tree.to_dict() == {
        "leaf": {"name": "a", "made-on": "2024-02-29T12:00:00Z", "x": 1},
        "y": 2,
    }
    assert tree.leaf is not None
    assert tree.leaf.made_on == datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)
    assert repr(tree.leaf).endswith(", extra={'x': 1})")
    assert repr(Tree.from_dict({"x": 1})) == "Tree(extra={'x': 1})"
    assert repr(Tree()) == "Tree()"
    assert Tree.from_dict({"x": 1}) == Tree()


def test_copies_keep_them() -> None:
    leaf = Leaf.from_dict({"name": "a", "x": 1})
    for other in (
        copy.copy(leaf),
        leaf.copy_with(name="a"),
        pickle.loads(pickle.dumps(leaf)),
    ):
        assert other.extra == {"x": 1}
        other.extra["x"] = 2
    assert leaf.extra == {"x": 1}
    assert pickle.loads(pickle.dumps(Leaf(name="b"))) == Leaf(name="b")


def test_they_can_be_added() -> None:
    leaf = Leaf(name="a")
    assert leaf.extra == {}
    leaf.extra["new"] = Decimal("1.50")
    assert to_json_bytes([leaf]) == b'[{"name":"a","new":1.50}]'


def test_unknown_keys_beside_drift() -> None:
    content = b'{"leaves":[{"name":1,"x":1},"no",{"x":2}],"leaf":[{"z":1}],"y":3}'
    tree, drifts = decoded(content)
    assert drifts == ["$.leaf", "$.leaves[0].name", "$.leaves[1]", "$.leaves[2].name"]
    assert tree.extra == {"y": 3}
    leaves: Any = tree.leaves
    assert (leaves[0].name, leaves[0].extra) == (1, {"x": 1})
    assert (leaves[2].name, leaves[2].extra) == (None, {"x": 2})
    assert tree.leaf == [{"z": 1}]


def test_what_fits_no_member_stays_whole() -> None:
    tree, drifts = decoded(b'{"content":{"kind":"new","x":1}}')
    assert drifts == ["$.content.kind"]
    assert tree.content == {"kind": "new", "x": 1}


def test_a_union_takes_the_member_that_fits() -> None:
    found, mismatches = decode_json(b'{"name":"a","text":"t","x":1}', Loose)  # type: ignore[arg-type, var-annotated]  # likewise
    assert mismatches == ()
    assert isinstance(found, Leaf | Text)
    assert "x" in found.extra
