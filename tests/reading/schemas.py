"""The schemas of an OpenAPI document as JSON Schema of one direction, independent of the generator.

A request leaves out what is read-only, an answer what is write-only. The words of 3.0 become those of
2020-12, and `oneOf` is read as `anyOf`: documents write the one and mean the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote, unquote

import jsonschema_rs

Node: TypeAlias = Any
"""A part of a document that is known to be sound."""
Direction: TypeAlias = Literal["request", "answer"]

KINDS = ("null", "boolean", "integer", "number", "string", "array", "object")
_HIDDEN = {"request": "readOnly", "answer": "writeOnly"}
_UNREAD = {"example", "examples", "xml", "externalDocs", "default"}
_OF_A_KIND = {
    "object": {
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
        "maxProperties",
    },
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"},
    "string": {"pattern", "minLength", "maxLength"},
    "number": {"minimum", "maximum", "multipleOf"},
}
"""What says of a schema without a type which values it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What the parts of a schema say, alternatives and joined parts alike."""

    kinds: frozenset[str]
    properties: Mapping[str, tuple[Node, ...]]
    others: tuple[Node, ...]
    """Schemas of properties without a name."""
    items: tuple[Node, ...]


class Schemas:
    """The schemas of one document in one direction."""

    def __init__(self, tree: Node, direction: Direction) -> None:
        self._hidden = _HIDDEN[direction]
        self._source = tree
        self._joined = set(_joined_names(tree))
        self.tree: Node = self._converted(tree)
        self._registry = jsonschema_rs.Registry(
            [("urn:document", self.tree)], draft=jsonschema_rs.Draft202012
        )
        self._validators: dict[str, Any] = {}

    def at(self, pointer: str) -> Node:
        """Return the node at a pointer."""
        return follow(self.tree, pointer)

    def target(self, schema: Node) -> Node:
        """Follow one reference."""
        return self.at(schema["$ref"])

    def errors(self, value: object, pointer: str) -> list[str]:
        """List what is wrong with a value of the schema at a pointer."""
        found = self._validator(pointer).iter_errors(value)
        return [f"{list(e.instance_path)}: {e.message[:300]}" for e in found]

    def allows(self, value: object, pointer: str) -> bool:
        """Return whether a value is one of the schema at a pointer."""
        return bool(self._validator(pointer).is_valid(value))

    def _validator(self, pointer: str) -> Any:
        while (node := self.at(pointer)) is not True and set(node or ()) == {"$ref"}:
            pointer = node["$ref"]  # one validator for all that refer to a schema
        if pointer not in self._validators:
            self._validators[pointer] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"urn:document{pointer}"}, registry=self._registry
            )
        return self._validators[pointer]

    def facets(self, *schemas: Node) -> Facets:
        """Gather what the parts of schemas say."""
        kinds: set[str] = set()
        properties: dict[str, tuple[Node, ...]] = {}
        others: list[Node] = []
        items: list[Node] = []
        for part in self._parts(schemas):
            kinds |= kinds_of(part)
            for name, each in part.get("properties", {}).items():
                properties[name] = (*properties.get(name, ()), each)
            others += part.get("patternProperties", {}).values()
            others += [part[k] for k in ("additionalProperties",) if k in part]
            items += [part["items"]] if "items" in part else []
            items += part.get("prefixItems", [])
        return Facets(
            kinds=frozenset(kinds),
            properties=properties,
            others=tuple(each for each in others if each is not False),
            items=tuple(items),
        )

    def _parts(self, schemas: tuple[Node, ...]) -> Iterator[Node]:
        pending, seen = list(schemas), set[int]()
        while pending:
            part = pending.pop()
            if not isinstance(part, dict) or id(part) in seen:
                if part is True:
                    yield {}
                continue
            seen.add(id(part))
            if "$ref" in part:
                pending.append(self.target(part))
            for word in ("allOf", "anyOf"):
                pending += part.get(word, [])
            if not {"$ref", "allOf", "anyOf"} & set(part) or "type" in part:
                yield part

    def _converted(self, node: Node) -> Node:
        """Convert the schemas of a part of the document."""
        if isinstance(node, list):
            return [self._converted(each) for each in node]
        if not isinstance(node, dict):
            return node
        converted: dict[str, Node] = {}
        for key, value in node.items():
            if key in ("example", "examples"):
                continue
            if key == "schema":
                converted[key] = self._schema(value)
            elif key == "components" and isinstance(value, dict):
                converted[key] = {
                    section: self._section(section, each)
                    for section, each in value.items()
                }
            else:
                converted[key] = self._converted(value)
        return converted

    def _section(self, section: str, named: Node) -> Node:
        """Convert components, which may be called like keywords."""
        if not isinstance(named, dict):
            return named
        if section != "schemas":
            return {name: self._converted(each) for name, each in named.items()}
        return {
            name: self._schema(each, is_part=name in self._joined)
            for name, each in named.items()
        }

    def _schema(self, schema: Node, *, is_part: bool = False) -> Node:
        if not isinstance(schema, dict):
            return schema if schema is False else True
        made = {
            key: self._keyword(key, value)
            for key, value in schema.items()
            if key not in _UNREAD and (value is not None or key == "const")
        }
        if "oneOf" in made:
            alternatives = made.pop("oneOf")
            if "anyOf" in made:
                made["allOf"] = [*made.get("allOf", []), {"anyOf": alternatives}]
            else:
                made["anyOf"] = alternatives
        if isinstance(made.get("required"), bool):
            del made["required"]  # that is a word of Swagger's parameters
        if not is_part:
            _demand_only(made, set(self._defined(schema)))
        if made.get("enum") == []:
            del made["enum"]  # nothing would be allowed
        if not _is_regular(made.get("pattern", "")):
            del made["pattern"]
        self._hide(made, schema)
        _modernise(made)  # documents of 3.1 have words of 3.0 as well
        return made

    def _keyword(self, key: str, value: Node) -> Node:
        match key:
            case "properties" | "patternProperties" | "$defs" | "definitions":
                return {name: self._schema(each) for name, each in value.items()}
            case "allOf" | "anyOf" | "oneOf" | "prefixItems":
                return [self._schema(each, is_part=True) for each in value]
            case "not":
                return self._schema(value, is_part=True)
            case (
                "items"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "propertyNames"
            ):
                return self._schema(value)
            case "required" if isinstance(value, list):
                return list(dict.fromkeys(value))
            case _:
                return value

    def _defined(
        self, schema: Node, seen: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        """Name the properties that any part of a schema defines."""
        if not isinstance(schema, dict):
            return
        yield from schema.get("properties") or ()
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in seen:
            target = follow(self._source, reference)
            yield from self._defined(target, seen | {reference})
        for word in ("allOf", "anyOf", "oneOf"):
            for each in schema.get(word) or ():
                yield from self._defined(each, seen)

    def _hide(self, made: Node, schema: Node) -> None:
        """Forbid properties of the other direction."""
        properties = schema.get("properties")
        if not isinstance(properties, dict):
            return
        hidden = {name for name, each in properties.items() if self._is_hidden(each)}
        for name in hidden:
            made["properties"][name] = False
        if "required" in made:
            made["required"] = [name for name in made["required"] if name not in hidden]

    def _is_hidden(self, schema: Node) -> bool:
        for _ in range(8):
            if not isinstance(schema, dict):
                return False
            if schema.get(self._hidden) is True:
                return True
            parts = schema.get("allOf") or ()
            if "$ref" in schema:
                schema = follow(self._source, schema["$ref"])
            elif len(parts) == 1:
                (schema,) = parts
            else:
                return any(
                    isinstance(each, dict) and each.get(self._hidden) is True
                    for each in parts
                )
        return False


def kinds_of(part: Node) -> set[str]:
    """Name the JSON types of a schema that has neither references nor alternatives."""
    if "const" in part or "enum" in part:
        values = part["enum"] if "enum" in part else [part["const"]]
        return {kind_of(each) for each in values}
    declared = part.get("type")
    if isinstance(declared, str):
        return {declared}
    if isinstance(declared, list):
        return set(declared)
    guessed = {kind for kind, words in _OF_A_KIND.items() if words & set(part)}
    return guessed or set(KINDS)


def kind_of(value: object) -> str:
    """Name the JSON type of a value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case _:
            return "object"


def follow(tree: Node, pointer: str) -> Node:
    """Return the node at a pointer, by way of references on the way."""
    node = tree
    for part in pointer.removeprefix("#").split("/")[1:]:
        while isinstance(node, dict) and "$ref" in node:
            node = follow(tree, node["$ref"])
        key = unquote(part).replace("~1", "/").replace("~0", "~")
        node = node[int(key)] if isinstance(node, list) else node[key]
    return node


def escaped(key: str) -> str:
    """Write a key as a part of a pointer."""
    return quote(key.replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@")


def _joined_names(node: Node) -> Iterator[str]:
    """Name the schemas that `allOf` joins to others."""
    match node:
        case dict():
            for each in node.get("allOf") or ():
                if isinstance(each, dict) and isinstance(each.get("$ref"), str):
                    yield each["$ref"].rpartition("/")[2]
            for each in node.values():
                yield from _joined_names(each)
        case list():
            for each in node:
                yield from _joined_names(each)
        case _:
            return


def _demand_only(schema: Node, defined: set[str]) -> None:
    """Forget what is required and defined nowhere: that is a slip of the pen."""
    if not isinstance(schema, dict):
        return
    if "required" in schema:
        schema["required"] = [each for each in schema["required"] if each in defined]
    for part in schema.get("allOf") or ():
        _demand_only(part, defined)
    if "anyOf" in schema:
        schema["anyOf"] = [
            each for each in schema["anyOf"] if _is_defined(each, defined)
        ]


def _is_defined(schema: Node, defined: set[str]) -> bool:
    """Return whether an alternative does not only demand what is defined nowhere."""
    is_demand = isinstance(schema, dict) and set(schema) == {"required"}
    return not is_demand or defined.issuperset(schema["required"])


def _is_regular(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _modernise(schema: Node) -> None:
    """Turn the words of 3.0 into those of 2020-12."""
    for word, flag in (
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ):
        if (is_exclusive := schema.get(flag)) is True and word in schema:
            schema[flag] = schema.pop(word)
        elif is_exclusive is False or is_exclusive is True:
            del schema[flag]
    if schema.pop("nullable", False) is not True:
        return
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    joined = {key: schema.pop(key) for key in ("$ref", "allOf") if key in schema}
    if joined:
        alternatives = [joined, {"type": "null"}]
        schema["anyOf"] = (
            [{"anyOf": schema["anyOf"], **joined}, {"type": "null"}]
            if "anyOf" in schema
            else alternatives
        )
    elif "anyOf" in schema:
        schema["anyOf"] = [*schema["anyOf"], {"type": "null"}]
