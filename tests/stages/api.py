"""Lowers a document, as merging leaves it, and prints the language model and the findings.

A case may leave out `openapi`, `info` and `paths`. Under `x-case` it may give the `client` and the `names`
of a config file, the names of the `previous` run, and `again: true` to see the names that would be
remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml

from api_dump import dump_api
from specweld.api.input import Input
from specweld.api.lower import LowerOptions, read_input
from specweld.api.names import public_names
from specweld.config import ClientConfig
from specweld.contract.resolve import resolve
from specweld.diagnostics import Diagnostic, Problems
from specweld.json_types import JsonObject, format_pointer
from specweld.pipeline import build_api
from specweld.source import NodePlace, Source
from specweld.spec.document import Document


def run_api(path: Path) -> str:
    """Lower one case."""
    data: JsonObject = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
    case = data.pop("x-case", None) or {}
    assert isinstance(case, dict)
    data.setdefault("openapi", "3.1.0")
    data.setdefault("info", {"title": "Acme API", "version": "1"})
    data.setdefault("paths", {})
    problems = Problems()
    client = ClientConfig(
        name="acme",
        specs=(),
        package="acme",
        output=Path("acme"),
        client_name=str(case.get("client") or ""),
        names=_texts(case.get("names")),
    )
    previous = _texts(case.get("previous"))
    api = build_api(document_of(data), client, problems, previous=previous)
    lines = [dump_api(api)]
    if case.get("again"):
        lines.append("remembered\n")
        lines.extend(f"  {key} -> {name}\n" for key, name in public_names(api).items())
    lines.extend(_finding(each) for each in problems.diagnostics)
    return "".join(lines)


def document_of(data: JsonObject) -> Document:
    """Wrap data as a document of a single source."""
    source = Source(path="case.yaml", text="", data=data)
    return Document(data=data, origins={(): source.place()}, pages={})


def input_of(data: JsonObject) -> Input:
    """Read a document as lowering does."""
    problems = Problems()
    contract = resolve(document_of(data), problems)
    return read_input(contract, LowerOptions(package="acme"), problems)


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(key): str(name) for key, name in value.items()}


def _finding(finding: Diagnostic) -> str:
    place = finding.place
    pointer = format_pointer(place.pointer) if isinstance(place, NodePlace) else ""
    lines = [
        f"{finding.severity.name.lower()}[{finding.rule}] {finding.message}",
        f"  at {pointer}",
    ]
    if finding.help:
        lines.append(f"  help: {finding.help}")
    return "\n".join(lines) + "\n"


STAGES: dict[str, tuple[Callable[[Path], str], str]] = {"api": (run_api, ".txt")}
