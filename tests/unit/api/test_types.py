"""What types are made of, and what becomes of them when their parts change."""

from __future__ import annotations

import pytest

from specweld.api.types import (
    NULL,
    AnyType,
    FileType,
    ListType,
    LiteralType,
    MapType,
    ModelId,
    ModelRef,
    Nullable,
    Scalar,
    ScalarKind,
    TypeRef,
    UnionType,
    alternatives,
    children,
    fold,
    rebuilt,
    union,
)

TEXT = Scalar(kind=ScalarKind.STRING)
WHOLE = Scalar(kind=ScalarKind.INTEGER)
VOICE = ModelRef(id=ModelId("#/components/schemas/Voice"))
EITHER = UnionType(members=(TEXT, WHOLE))

ALL_KINDS: tuple[TypeRef, ...] = (
    TEXT,
    LiteralType(values=("a",)),
    ListType(item=TEXT),
    MapType(value=TEXT),
    VOICE,
    Nullable(item=TEXT),
    EITHER,
    FileType(),
    AnyType(),
)


@pytest.mark.parametrize("type", ALL_KINDS, ids=lambda each: each.__class__.__name__)
def test_nothing_changes_by_changing_nothing(type: TypeRef) -> None:
    assert rebuilt(type, lambda each: each) == type


@pytest.mark.parametrize("type", ALL_KINDS, ids=lambda each: each.__class__.__name__)
def test_every_child_can_be_changed(type: TypeRef) -> None:
    changed = rebuilt(type, lambda each: ListType(item=each))
    assert children(changed) == tuple(ListType(item=each) for each in children(type))


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        (TEXT, (TEXT,)),
        (EITHER, (TEXT, WHOLE)),
        (Nullable(item=TEXT), (TEXT, NULL)),
        (Nullable(item=EITHER), (TEXT, WHOLE, NULL)),
    ],
)
def test_alternatives(type: TypeRef, expected: tuple[TypeRef, ...]) -> None:
    assert alternatives(type) == expected
    assert union(expected) == type


def test_unions_and_nulls_dissolve() -> None:
    whole = UnionType(members=(VOICE, TEXT))
    table = {VOICE: Nullable(item=UnionType(members=(WHOLE, TEXT)))}
    assert rebuilt(whole, lambda each: table.get(each, each)) == Nullable(
        item=UnionType(members=(WHOLE, TEXT))
    )
    assert rebuilt(Nullable(item=VOICE), lambda _: Nullable(item=TEXT)) == Nullable(
        item=TEXT
    )


def test_fold_goes_from_the_inside_out() -> None:
    deep = Nullable(item=ListType(item=UnionType(members=(TEXT, VOICE))))
    assert fold(deep, lambda _, inner: 1 + max(inner, default=0)) == 4
