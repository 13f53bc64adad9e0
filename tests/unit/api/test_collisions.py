from __future__ import annotations

import pytest

from specweld.api.collisions import field_names, free_name, settle_names


@pytest.mark.parametrize(
    ("wire_names", "previous", "expected"),
    [
        (["a", "b"], {}, ["a", "b"]),
        (["_meta", "meta"], {}, ["meta_", "meta"]),
        (["_meta", "meta"], {"_meta": "meta"}, ["meta", "meta_"]),
        (["a-b", "a_b", "aB"], {}, ["a_b_", "a_b", "a_b_2"]),
        (["to_dict", "from_json"], {}, ["to_dict_", "from_json_"]),
        (["x"], {"x": "not a name"}, ["x"]),
        (["x"], {"x": "_private"}, ["x"]),
        (["x", "y"], {"x": "z", "y": "z"}, ["z", "y"]),
    ],
)
def test_field_names(
    wire_names: list[str], previous: dict[str, str], expected: list[str]
) -> None:
    names = field_names(wire_names, previous=previous.get)
    assert list(names) == wire_names
    assert list(names.values()) == expected


@pytest.mark.parametrize(
    ("wanted", "taken", "expected"),
    [
        ("meta", set[str](), "meta"),
        ("meta", {"meta"}, "meta_"),
        ("meta", {"meta", "meta_"}, "meta_2"),
        ("class_", {"class_"}, "class_2"),
    ],
)
def test_free_name(wanted: str, taken: set[str], expected: str) -> None:
    assert free_name(wanted, taken) == expected


def test_settle_names_keeps_the_order_of_the_document() -> None:
    assert list(settle_names({"b": "x", "a": "x"})) == ["b", "a"]
