"""Which keywords of a schema do what when several nodes speak of one value (JSON Schema 2020-12)."""

from __future__ import annotations

STRUCTURE = frozenset(
    {
        "$defs",
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "definitions",
        "discriminator",
        "enum",
        "items",
        "nullable",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "required",
        "type",
        "unevaluatedProperties",
    }
)
"""What becomes a field of the node, is spelled anew, or only holds what others refer to."""

ANNOTATIONS = frozenset(
    {
        "$comment",
        "deprecated",
        "description",
        "example",
        "examples",
        "externalDocs",
        "summary",
        "title",
        "xml",
    }
)
"""What is said about one place only: a reference or `allOf` does not carry it over."""

FLAGS = frozenset(
    {
        "allowEmptyValue",
        "allowReserved",
        "deprecated",
        "nullable",
        "readOnly",
        "required",
        "uniqueItems",
        "writeOnly",
    }
)
"""What says nothing when it is false."""

LOOSE = frozenset({"default", "readOnly", "writeOnly"})
"""What a place may say anew of a schema that it refers to."""

LOWER_BOUNDS = frozenset(
    {
        "exclusiveMinimum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
    }
)
"""Of two, the larger holds."""

UPPER_BOUNDS = frozenset(
    {
        "exclusiveMaximum",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
    }
)
"""Of two, the smaller holds."""

SHAPING = ("format", "contentEncoding", "contentMediaType")
"""Facts that decide what Python makes of a text."""

TYPING = frozenset(
    {
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "type",
        "unevaluatedProperties",
    }
)
"""A schema with none of these says nothing of types: prose, bounds, `required` names."""


def is_annotation(keyword: str) -> bool:
    """Return whether a keyword is said about one place only, extensions included."""
    return keyword in ANNOTATIONS or keyword.startswith("x-")
