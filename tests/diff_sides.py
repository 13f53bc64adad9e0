"""Sides to compare, built from documents that say only what matters."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from specweld import pipeline
from specweld.config import ClientConfig
from specweld.diagnostics import Problems
from specweld.diff.lifted import lifted_parameters
from specweld.diff.side import Side
from specweld.source import Source


def case_sides(path: Path) -> tuple[Side, Side]:
    """Read the documents of a case; what they have in common may stand in a third, first one."""
    documents = list(yaml.safe_load_all(path.read_text(encoding="utf-8")))
    shared: dict[str, Any] = documents.pop(0) if len(documents) == 3 else {}
    old, new = (_join(shared, each or {}) for each in documents)
    return side_of(old, "old"), side_of(new, "new")


def side_of(data: dict[str, Any], label: str, package: str = "acme") -> Side:
    """Lower one document, which may leave out what every document has.

    `x-settings` stands for the settings of the client: `client`, `env-prefix`, `names`.
    """
    data = copy.deepcopy(data)
    settings = data.pop("x-settings", {})
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Acme", "version": "1"},
        "paths": {},
        **data,
    }
    text = yaml.safe_dump(whole, sort_keys=False)
    problems = Problems()
    client = ClientConfig(
        name="acme",
        specs=(),
        package=package,
        output=Path("generated/acme"),
        client_name=settings.get("client", ""),
        env_prefix=settings.get("env-prefix", ""),
        names=settings.get("names", {}),
    )
    source = Source(path=f"{label}.yaml", text=text, data=whole)
    document = pipeline.build_document([source], client, problems)
    api = pipeline.build_api(document, client, problems)
    lifted = lifted_parameters([source], document)
    return Side(label=label, document=document, api=api, lifted=lifted)


def _join(shared: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Lay one document over another, mapping by mapping."""
    joined = dict(shared)
    for key, value in own.items():
        before = joined.get(key)
        both = isinstance(before, dict) and isinstance(value, dict)
        joined[key] = _join(before, value) if both else value
    return joined


def side_of_inputs(inputs: list[str], label: str) -> Side:
    """Read pages or documents as the command does."""
    return side_of_sources(pipeline.read_sources(inputs, Problems()), label)


def side_of_sources(sources: Sequence[Source], label: str) -> Side:
    """Merge and lower what was read."""
    problems = Problems()
    client = ClientConfig(
        name="acme", specs=(), package="acme", output=Path("generated/acme")
    )
    document = pipeline.build_document(sources, client, problems)
    api = pipeline.build_api(document, client, problems)
    lifted = lifted_parameters(sources, document)
    return Side(label=label, document=document, api=api, lifted=lifted)
