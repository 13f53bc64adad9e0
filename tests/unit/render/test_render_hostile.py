"""Whatever the words of a document are, the package is Python, black, and nothing but ours."""

from __future__ import annotations

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from specweld.json_types import Json
from specweld.render.blacken import format_text
from specweld.render.package import render
from stages.render import api_of

WORDS = st.sampled_from(
    [
        '"""',
        "\\",
        "'; import os #",
        "{{ 7 * 7 }}{% endraw %}",
        "../../etc/passwd",
        "__class__",
        "list",
        "str",
        "Model",
        "Any",
        "self",
        "None",
        "class",
        "_core",
        "models",
        "client",
        "\x00\u202e\u2028\u0085",
        "\ud800",
        "a" * 120,
        "日本語",
        "ﬁeld",
        "*/",
        "`x`",
        "-",
        "1",
        "",
    ]
)

DOCUMENT = """
info: {title: W0, version: W1, description: W2}
servers: [{url: 'https://W3', description: W4}, {url: 'https://x', description: W5}]
paths:
  /W6/{W7}:
    post:
      operationId: W8
      tags: [W9]
      description: W10
      summary: W11
      parameters:
        - {name: W7, in: path, required: true, description: W12, schema: {type: string}}
        - {name: W13, in: query, schema: {type: array, items: {type: string, enum: [W14, W15]}}}
        - {name: W16, in: header, schema: {type: string, default: W17}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [W18]
              properties:
                W18: {$ref: '#/components/schemas/W19'}
                W20: {type: [string, 'null'], format: date-time}
                W21: {type: string, const: W22}
      responses:
        '200':
          description: W23
          content: {application/json: {schema: {$ref: '#/components/schemas/W19'}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: W24}}
  schemas:
    W19:
      description: W25
      type: object
      required: [W26]
      properties:
        W26: {type: string, const: W27, description: W28}
        W29: {type: array, items: {$ref: '#/components/schemas/W19'}}
        W30:
          oneOf:
            - {type: object, title: W31, required: [W32], properties: {W32: {type: string}}}
            - {$ref: '#/components/schemas/W19'}
        W33: {type: string, format: date}
"""


def replaced(node: Json, words: list[str]) -> Json:
    match node:
        case str():
            for index in range(len(words) - 1, -1, -1):
                node = node.replace(f"W{index}", words[index])
            return node
        case list():
            return [replaced(each, words) for each in node]
        case dict():
            return {
                str(replaced(key, words)): replaced(value, words)
                for key, value in node.items()
            }
        case _:
            return node


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=34, max_size=34))
def test_any_words(words: list[str]) -> None:
    data = replaced(yaml.safe_load(DOCUMENT), words)
    files = render(api_of(data))
    assert all(file.text.encode() or True for file in files)
    python = {
        file.path: file.text
        for file in files
        if file.path.endswith(".py") and not file.path.startswith("_core/")
    }
    assert {path: format_text(text) for path, text in python.items()} == python
