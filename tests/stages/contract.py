"""Resolves a document, as merging leaves it, and prints the contract and the findings.

A case may leave out `openapi`, `info` and `paths`. What has its default value is not printed.
"""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

from specweld.contract.nodes import Contract, Schema
from specweld.contract.resolve import resolve
from specweld.diagnostics import Diagnostic, Problems
from specweld.json_types import JsonObject, format_pointer
from specweld.source import NodePlace, Source
from specweld.spec.document import Document

_LEFT_OUT = {"document", "facts", "holders", "id", "info", "item", "pointer"}
_PRINTED_APART = {"operations", "schemas", "components", "operations_found"}


def run_contract(path: Path) -> str:
    """Resolve one case."""
    data: JsonObject = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    data.setdefault("openapi", "3.1.0")
    data.setdefault("info", {"title": "Acme API", "version": "1"})
    source = Source(path="case.yaml", text="", data=data)
    document = Document(data=data, origins={(): source.place()}, pages={})
    problems = Problems()
    contract = resolve(document, problems)
    lines = [*_contract(contract), *map(_finding, problems.diagnostics)]
    return "".join(f"{line}\n" for line in lines)


def _contract(contract: Contract) -> Iterator[str]:
    yield from _fields(contract, "", _PRINTED_APART)
    for operation in contract.operations:
        yield operation.id
        yield from _fields(operation, "  ", {"method", "path"})
    for schema in contract.schemas.values():
        yield schema.id
        yield from _schema(schema)


def _schema(schema: Schema) -> Iterator[str]:
    for keyword, value in schema.facts.items():
        holder = schema.holders.get(keyword, schema.pointer)
        at = "" if holder == schema.pointer else f" at {format_pointer(holder)}"
        yield f"  {keyword}: {json.dumps(value)}{at}"
    parts = () if len(schema.parts) == 1 else schema.parts
    shown = dataclasses.replace(schema, parts=parts)
    yield from _fields(shown, "  ", {"required"} if schema.properties else set())


def _fields(node: object, indent: str, without: set[str]) -> Iterator[str]:
    assert dataclasses.is_dataclass(node)
    facts = getattr(node, "facts", None)
    if facts and not isinstance(node, Schema):
        yield f"{indent}facts: {json.dumps(facts)}"
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        is_left_out = field.name in _LEFT_OUT or field.name in without
        if not is_left_out and value not in ((), {}, "", None, False):
            yield from _value(field.name, value, indent)


def _value(name: str, value: object, indent: str) -> Iterator[str]:
    if dataclasses.is_dataclass(value):
        yield f"{indent}{name}:"
        yield from _fields(value, f"{indent}  ", set())
    elif isinstance(value, Mapping):
        yield f"{indent}{name}:"
        for key, each in value.items():
            yield from _value(str(key), each, f"{indent}  ")
    elif isinstance(value, tuple) and any(map(dataclasses.is_dataclass, value)):
        for index, each in enumerate(value):
            yield from _value(f"{name} {index}", each, indent)
    elif isinstance(value, enum.Enum):
        yield f"{indent}{name}: {value.value}"
    elif isinstance(value, tuple):
        yield f"{indent}{name}: {', '.join(map(_text, value))}"
    else:
        yield f"{indent}{name}: {_text(value)}"


def _text(value: object) -> str:
    match value:
        case str():
            return value
        case tuple():
            return format_pointer(tuple(map(str, value)))
        case _:
            return json.dumps(value, default=repr)


def _finding(finding: Diagnostic) -> str:
    place = finding.place
    assert isinstance(place, NodePlace)
    severity = finding.severity.name.lower()
    at = format_pointer(place.pointer)
    return f"{severity}[{finding.rule}] {at}: {finding.message}"


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {
    "contract": (run_contract, ".out.txt")
}
