"""Comparisons stay linear: a large API, all of whose models refer to one another in a circle."""

from __future__ import annotations

import time
from typing import Any

from diff_sides import side_of
from specweld.diff.compare import compare


def _document(operations: int, schemas: int, *, edited: bool = False) -> dict[str, Any]:
    def schema(index: int) -> dict[str, Any]:
        following = f"#/components/schemas/S{(index + 1) % schemas}"
        is_changed = edited and index % 10 == 0
        return {
            "type": "object",
            "properties": {
                "next": {"$ref": following},
                "count": {"type": "string" if is_changed else "integer"},
            },
        }

    def operation(index: int) -> dict[str, Any]:
        answer = {"$ref": f"#/components/schemas/S{index % schemas}"}
        return {
            "operationId": f"get{index}",
            "tags": [f"group{index % 50}"],
            "responses": {
                "200": {
                    "description": "Fine",
                    "content": {"application/json": {"schema": answer}},
                }
            },
        }

    return {
        "paths": {
            f"/x{index}": {"get": operation(index)} for index in range(operations)
        },
        "components": {
            "schemas": {f"S{index}": schema(index) for index in range(schemas)}
        },
    }


def test_two_thousand_operations_over_a_circle_of_a_thousand_models() -> None:
    old = side_of(_document(2_000, 1_000), "old")
    new = side_of(_document(2_000, 1_000, edited=True), "new")
    before = time.perf_counter()
    found = compare(old, new, complete=True)
    # A second or so on a plain machine: the limit tells linear from quadratic.
    assert time.perf_counter() - before < 20
    assert len(found.changes) == 100
    assert {change.rule for change in found.changes} == {"response-type-changed"}
    assert {len(change.operations) for change in found.changes} == {2_000}
