"""The grammar of a description: which object holds what under which keyword, and no other list of it.

A naive reading takes a property called `enum` or `items` for the keyword. This table of the
OpenAPI 3.1 objects (section 4.8) keeps names names, and data (`default`, `enum`, `const`,
`example`, extensions) data. A new keyword that holds nodes is a row here.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TypeAlias

from specweld.source import EXTENSION


class Kind(enum.Enum):
    """What a mapping of a description is (OpenAPI 3.1, section 4.8)."""

    DOCUMENT = "document"
    COMPONENTS = "components"
    PATH_ITEM = "path item"
    OPERATION = "operation"
    FACTS = "facts"
    """Our own extension on an operation."""
    PARAMETER = "parameter"
    HEADER = "header"
    BODY = "request body"
    RESPONSE = "response"
    MEDIA = "media type"
    ENCODING = "encoding"
    SCHEMA = "schema"
    CALLBACK = "callback"
    SECURITY_SCHEME = "security scheme"
    EXAMPLE = "example"
    LINK = "link"

    __hash__ = object.__hash__
    """Members are told apart by identity; the default of `enum` costs a call in Python."""


class Form(enum.Enum):
    """How the value of a keyword holds other nodes."""

    ONE = "one"
    LIST = "list"
    MAP = "map"
    """The keys are names, every one of them."""
    PATTERNED = "patterned"
    """The keys are names, but for extensions (`x-...`)."""
    ONE_OR_LIST = "one or list"


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

Field: TypeAlias = tuple[Form, Kind]

_SCHEMA: Mapping[str, Field] = {
    **dict.fromkeys(
        (
            "additionalItems",
            "additionalProperties",
            "contains",
            "contentSchema",
            "else",
            "if",
            "not",
            "propertyNames",
            "then",
            "unevaluatedItems",
            "unevaluatedProperties",
        ),
        (Form.ONE, Kind.SCHEMA),
    ),
    "items": (Form.ONE_OR_LIST, Kind.SCHEMA),
    **dict.fromkeys(
        ("allOf", "anyOf", "oneOf", "prefixItems"), (Form.LIST, Kind.SCHEMA)
    ),
    **dict.fromkeys(
        (
            "$defs",
            "definitions",
            "dependentSchemas",
            "patternProperties",
            "properties",
        ),
        (Form.MAP, Kind.SCHEMA),
    ),
}

_PARAMETER: Mapping[str, Field] = {
    "schema": (Form.ONE, Kind.SCHEMA),
    "content": (Form.MAP, Kind.MEDIA),
    "examples": (Form.MAP, Kind.EXAMPLE),
}

GRAMMAR: Mapping[Kind, Mapping[str, Field]] = {
    Kind.DOCUMENT: {
        "paths": (Form.PATTERNED, Kind.PATH_ITEM),
        "webhooks": (Form.MAP, Kind.PATH_ITEM),
        "components": (Form.ONE, Kind.COMPONENTS),
    },
    Kind.COMPONENTS: {
        "schemas": (Form.MAP, Kind.SCHEMA),
        "responses": (Form.MAP, Kind.RESPONSE),
        "parameters": (Form.MAP, Kind.PARAMETER),
        "examples": (Form.MAP, Kind.EXAMPLE),
        "requestBodies": (Form.MAP, Kind.BODY),
        "headers": (Form.MAP, Kind.HEADER),
        "securitySchemes": (Form.MAP, Kind.SECURITY_SCHEME),
        "links": (Form.MAP, Kind.LINK),
        "callbacks": (Form.MAP, Kind.CALLBACK),
        "pathItems": (Form.MAP, Kind.PATH_ITEM),
    },
    Kind.PATH_ITEM: {
        "parameters": (Form.LIST, Kind.PARAMETER),
        **dict.fromkeys(METHODS, (Form.ONE, Kind.OPERATION)),
    },
    Kind.OPERATION: {
        "parameters": (Form.LIST, Kind.PARAMETER),
        "requestBody": (Form.ONE, Kind.BODY),
        "responses": (Form.PATTERNED, Kind.RESPONSE),
        "callbacks": (Form.MAP, Kind.CALLBACK),
        EXTENSION: (Form.ONE, Kind.FACTS),
    },
    Kind.FACTS: {"methods": (Form.LIST, Kind.OPERATION)},
    Kind.PARAMETER: _PARAMETER,
    Kind.HEADER: _PARAMETER,
    Kind.BODY: {"content": (Form.MAP, Kind.MEDIA)},
    Kind.RESPONSE: {
        "content": (Form.MAP, Kind.MEDIA),
        "headers": (Form.MAP, Kind.HEADER),
        "links": (Form.MAP, Kind.LINK),
    },
    Kind.MEDIA: {
        "schema": (Form.ONE, Kind.SCHEMA),
        "encoding": (Form.MAP, Kind.ENCODING),
        "examples": (Form.MAP, Kind.EXAMPLE),
    },
    Kind.ENCODING: {"headers": (Form.MAP, Kind.HEADER)},
    Kind.SCHEMA: _SCHEMA,
    Kind.CALLBACK: {},
    Kind.SECURITY_SCHEME: {},
    Kind.EXAMPLE: {},
    Kind.LINK: {},
}
