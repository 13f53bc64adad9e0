"""Models in a circle of any size: prepared one by one, and decoded as if they were all at hand."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from specweld.render import places
from specweld.render.package import render
from stages.render import api_of

COUNT = 300


def schema(number: int) -> str:
    """Describe a schema that leads to all others."""
    following = [
        f"{{$ref: '#/components/schemas/S{(number + x) % COUNT}'}}" for x in (1, 7, 40)
    ]
    return f"""
    S{number}:
      type: object
      required: [id, expanded]
      properties:
        id: {{type: string}}
        next: {following[0]}
        expanded: {{anyOf: [{{type: string}}, {following[1]}, {{type: 'null'}}]}}
        several: {{type: array, items: {following[2]}}}
        kind: {{type: string, enum: [a, b]}}
"""


DOCUMENT = f"""
paths:
  /s:
    get:
      operationId: get
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/S0'}}}}}}
components:
  schemas:
{"".join(map(schema, range(COUNT)))}
"""

ANSWERS: list[object] = [
    {"id": "x", "expanded": None},
    {
        "id": "x",
        "expanded": "s7",
        "next": {"id": "y", "expanded": {"id": "z", "expanded": None}},
    },
    {
        "id": "x",
        "expanded": "s7",
        "several": [{"id": "y", "expanded": "s47", "kind": "a"}],
    },
    {
        "id": "x",
        "expanded": "s7",
        "next": {"id": "y", "expanded": None, "more": 1},
        "most": [2],
    },
    {
        "id": 1,
        "expanded": 2,
        "next": 3,
        "several": [4, {"id": 5, "expanded": 6}],
        "kind": "c",
    },
    {"id": "x", "expanded": {"id": 1, "expanded": {}, "new": {"a": 1}}, "next": {}},
    {"id": "x", "expanded": [], "next": None, "several": {"a": 1}},
    {"next": {"next": {"next": {"id": 7}}}},
]


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Write the client twice: `near` with all models in one file, `far` with a package of them."""
    folder = tmp_path_factory.mktemp("circle")
    api = api_of(DOCUMENT)
    for package, most in (("near", COUNT), ("far", 0)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(places, "MOST_MODELS_IN_ONE_FILE", most)
            for file in render(api):
                path = folder / package / file.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(file.text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def decoder(package: str) -> Callable[[object], tuple[Any, Any]]:
    codec: ModuleType = importlib.import_module(f"{package}._core.codec")
    models: ModuleType = importlib.import_module(f"{package}.models")

    def decode(answer: object) -> tuple[Any, Any]:
        value, mismatches = codec.decode_json(json.dumps(answer).encode(), models.S0)
        return value, [(x.path, x.place, x.expected, x.got) for x in mismatches]

    return decode


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("answer", ANSWERS)
def test_far_models_decode_like_near_ones(answer: object) -> None:
    far, far_mismatches = decoder("far")(answer)
    near, near_mismatches = decoder("near")(answer)
    assert repr(far) == repr(near)
    assert far.to_dict() == near.to_dict()
    assert far_mismatches == near_mismatches


def test_some_of_them_are_far(apart: Path) -> None:
    text = (apart / "far" / "models" / "s0.py").read_text(encoding="utf-8")
    assert "    next: Far[models.S1] | None = None\n" in text
    assert "    expanded: Far[str | models.S7] | None\n" in text
    assert "    several: list[Far[models.S40]] | None = None\n" in text


def test_a_decoder_prepares_what_an_answer_needs(apart: Path) -> None:
    program = """
import sys
from far import models
from far._core.codec import decode_json
limit = sys.getrecursionlimit()
first = {value!r}
value, drift = decode_json(first, models.S0)
assert (drift, value.next.next.id) == ((), "c"), (drift, value)
assert sys.getrecursionlimit() == limit
print(sum(name.startswith("far.models.s") for name in sys.modules))
""".replace(
        "{value!r}",
        repr(
            b'{"id": "a", "expanded": "s7", "next": {"id": "b", "expanded": null,'
            b' "next": {"id": "c", "expanded": "s9"}}}'
        ),
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=apart
    )
    assert (done.stderr, int(done.stdout or 0) < 20) == ("", True)


@pytest.mark.usefixtures("apart")
def test_a_circle_is_as_deep_as_an_answer() -> None:
    answer: dict[str, object] = {"id": "last", "expanded": None}
    for _ in range(100):
        answer = {"id": "x", "expanded": None, "next": answer}
    value, mismatches = decoder("far")(answer)
    for _ in range(100):
        value = value.next
    assert (value.id, mismatches) == ("last", [])
