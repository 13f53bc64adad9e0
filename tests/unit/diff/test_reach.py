"""Which operations reach which models."""

from __future__ import annotations

from typing import Any

from diff_sides import side_of
from specweld.diff.reach import OperationReach


def _document() -> dict[str, Any]:
    def answer(name: str) -> dict[str, Any]:
        schema = {"$ref": f"#/components/schemas/{name}"}
        content = {"application/json": {"schema": schema}}
        return {"200": {"description": "Fine", "content": content}}

    def link(*names: str) -> dict[str, Any]:
        properties = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
        return {
            "type": "object",
            "properties": {"id": {"type": "string"}, **properties},
        }

    body = {
        "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/Body"}}
        }
    }
    return {
        "paths": {
            "/a": {"get": {"responses": answer("A")}},
            "/c": {"get": {"responses": answer("C")}},
            "/d": {"post": {"requestBody": body, "responses": answer("D")}},
        },
        "components": {
            "schemas": {
                "A": link("B"),
                "B": link("A", "C"),
                "C": link(),
                "D": link("D"),
                "Body": link("C"),
                "Unused": link("A"),
            }
        },
    }


def test_circles_and_flattened_bodies() -> None:
    side = side_of(_document(), "x")
    reach = OperationReach(side.contract)
    assert {
        model.name: reach.operations_of(model.id) for model in side.api.models.values()
    } == {
        "A": ("GET /a",),
        "B": ("GET /a",),
        "C": ("GET /a", "GET /c", "POST /d"),
        "D": ("POST /d",),
        "Body": ("POST /d",),
        "Unused": (),
    }
