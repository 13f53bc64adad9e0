"""What fakes answer by themselves: examples of the document, else values made for the type."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

SHOWN = """
openapi: 3.1.0
info: {title: Shown, version: "1"}
paths:
  /whole:
    get:
      operationId: whole
      responses:
        "200":
          description: An example of the answer
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
              examples: {first: {$ref: "#/components/examples/Cat"}}
  /schema:
    get:
      operationId: schema
      responses:
        "201":
          description: An example in the schema
          content:
            application/json: {schema: {$ref: "#/components/schemas/Toy"}}
  /parts:
    get:
      operationId: parts
      responses:
        "200":
          description: Examples of properties
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Pet"}}}
  /wrong:
    get:
      operationId: wrong
      responses:
        "200":
          description: An example of something else
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Toy"}
              example: {label: 7}
  /events:
    get:
      operationId: events
      responses:
        "200":
          description: Events with names
          content:
            text/event-stream: {schema: {$ref: "#/components/schemas/Event"}}
  /chain:
    get:
      operationId: chain
      responses:
        "200":
          description: What holds itself
          content:
            application/json: {schema: {$ref: "#/components/schemas/Link"}}
components:
  examples:
    Cat: {value: {name: Tom, owner: Ada}}
  schemas:
    Pet:
      type: object
      required: [name, owner]
      properties:
        name: {type: string, example: Rex}
        owner: {type: string}
        age: {type: integer}
        toys: {type: array, items: {$ref: "#/components/schemas/Toy"}}
    Toy:
      type: object
      required: [label]
      properties: {label: {type: string}}
      example: {label: ball}
    Event:
      type: object
      required: [event, data]
      properties:
        event: {enum: [made, gone]}
        id: {type: string}
        data: {$ref: "#/components/schemas/Toy"}
    Link:
      type: object
      required: [next, others]
      properties:
        next: {anyOf: [{$ref: "#/components/schemas/Link"}, {type: "null"}]}
        others: {type: array, items: {$ref: "#/components/schemas/Link"}}
        again: {$ref: "#/components/schemas/Link"}
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The fake of a client whose document has examples."""
    folder = tmp_path_factory.mktemp("shown")
    (folder / "shown.yaml").write_text(SHOWN, encoding="utf-8")
    command = [sys.executable, "-m", "specweld", "generate", "-q", "shown.yaml"]
    subprocess.run([*command, "-p", "shown", "-o", "shown"], check=True, cwd=folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        return import_module("shown.testing").FakeShown()


def test_the_example_of_an_answer_is_answered(shown: Any) -> None:
    assert shown.whole().to_dict() == {"name": "Tom", "owner": "Ada"}


def test_the_example_of_a_schema_is_answered(shown: Any) -> None:
    raw = shown.with_raw_response.schema()
    assert (raw.status_code, raw.parse().label) == (201, "ball")


def test_examples_of_properties_are_filled_up(shown: Any) -> None:
    (pet,) = shown.parts()
    assert pet.to_dict() == {
        "name": "Rex",
        "owner": "owner",
        "age": 1,
        "toys": [{"label": "ball"}],
    }


def test_an_example_of_something_else_is_passed_over(shown: Any) -> None:
    assert shown.wrong().label == "label"


def test_events_have_names_where_they_are_documented(shown: Any) -> None:
    (event,) = shown.events()
    assert event.to_dict() == {"event": "made", "id": "id", "data": {"label": "ball"}}
    shown.on(shown.events).stream([event.copy_with(event="gone")])
    stream = shown.events()
    assert [each.event for each in stream] == ["gone"]


def test_what_holds_itself_ends(shown: Any) -> None:
    assert shown.chain().to_dict() == {"next": None, "others": []}


def test_a_place_is_invented_where_none_is_documented(shown: Any) -> None:
    shown.wrong()
    assert shown.recorded[-1].url == "https://fake.invalid/wrong"
