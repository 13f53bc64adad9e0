"""What a changed type means for those who pass values and for those who read them."""

from __future__ import annotations

import pytest

from specweld.api.models import AliasModel, Model, ObjectModel, Origin, Usage
from specweld.api.types import (
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
)
from specweld.diff.change import Bump, worst
from specweld.diff.variance import Variance

STR = Scalar(kind=ScalarKind.STRING)
INT = Scalar(kind=ScalarKind.INTEGER)
NUMBER = Scalar(kind=ScalarKind.NUMBER)
BOOL = Scalar(kind=ScalarKind.BOOLEAN)
TIME = Scalar(kind=ScalarKind.DATETIME)
ANY = AnyType()
AB = LiteralType(values=("a", "b"))
ABC = LiteralType(values=("a", "b", "c"))
USAGE = Usage(is_sent=True, is_received=True)
ORIGIN = Origin(pointer=(), place=None)
VOICE, OWNER, JSON = ModelId("#/Voice"), ModelId("#/Owner"), ModelId("#/Json")
JSON_OBJECT = ModelId("#/JsonObject")
BOTH = UnionType(members=(ModelRef(id=VOICE), ModelRef(id=OWNER)))


def _object(model_id: ModelId) -> ObjectModel:
    return ObjectModel(
        id=model_id,
        name="X",
        description="",
        fields=(),
        additional=None,
        usage=USAGE,
        origin=ORIGIN,
    )


MODELS: dict[ModelId, Model] = {
    VOICE: _object(VOICE),
    OWNER: _object(OWNER),
    JSON_OBJECT: _object(JSON_OBJECT),
    JSON: AliasModel(
        id=JSON,
        name="Json",
        description="",
        target=UnionType(members=(STR, ListType(item=ModelRef(id=JSON)))),
        usage=USAGE,
        origin=ORIGIN,
    ),
}


@pytest.mark.parametrize(
    ("old", "new", "sent", "received"),
    [
        (INT, INT, "none", "none"),
        (INT, NUMBER, "minor", "major"),
        (NUMBER, INT, "major", "minor"),
        (INT, STR, "major", "major"),
        (INT, BOOL, "major", "major"),
        (STR, TIME, "major", "major"),
        (STR, Nullable(item=STR), "minor", "major"),
        (Nullable(item=STR), STR, "major", "minor"),
        # Enums are closed where they are sent and open where they are received.
        (AB, ABC, "minor", "minor"),
        (ABC, AB, "major", "minor"),
        (STR, AB, "major", "none"),
        (AB, STR, "minor", "none"),
        # Beside any other text they only say what is usual.
        (UnionType(members=(AB, STR)), UnionType(members=(ABC, STR)), "none", "none"),
        # A union of classes hands over what none of them fits.
        (
            BOTH,
            UnionType(members=(*BOTH.members, ModelRef(id=JSON_OBJECT))),
            "minor",
            "minor",
        ),
        (ModelRef(id=VOICE), BOTH, "minor", "major"),
        (ListType(item=INT), ListType(item=NUMBER), "minor", "major"),
        (MapType(value=INT), MapType(value=NUMBER), "minor", "major"),
        (ListType(item=INT), INT, "major", "major"),
        (INT, UnionType(members=(INT, STR)), "minor", "major"),
        (UnionType(members=(INT, STR)), UnionType(members=(STR, INT)), "none", "none"),
        (ModelRef(id=VOICE), ModelRef(id=VOICE), "none", "none"),
        (ModelRef(id=VOICE), ModelRef(id=OWNER), "major", "major"),
        (FileType(), STR, "major", "major"),
        # Anything at all: a plain value stays one, an object is decoded into a class.
        (ANY, ANY, "none", "none"),
        (ANY, STR, "major", "minor"),
        (ANY, ModelRef(id=VOICE), "major", "major"),
        (ANY, ListType(item=ModelRef(id=VOICE)), "major", "major"),
        (STR, ANY, "minor", "major"),
        # An alias that refers to itself ends.
        (ModelRef(id=JSON), ModelRef(id=JSON), "none", "none"),
        (ModelRef(id=JSON), STR, "major", "minor"),
    ],
)
def test_variance(old: TypeRef, new: TypeRef, sent: str, received: str) -> None:
    variance = Variance(old=MODELS, new=MODELS, twins={})
    assert variance.sent(old, new).value == sent
    assert variance.received(old, new).value == received


def test_worst() -> None:
    assert worst() is Bump.NONE
    assert worst(Bump.PATCH, Bump.MAJOR, Bump.MINOR) is Bump.MAJOR
