"""Sides to compare, built from documents that say only what matters."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from specweld import pipeline
from specweld.config import ClientConfig
from specweld.contract.resolve import resolve
from specweld.diagnostics import Problems
from specweld.diff.lifted import lifted_parameters
from specweld.diff.side import Side
from specweld.source import Source
from specweld.spec.document import Document
from specweld.spec.overlay import apply_overlay


def case_sides(path: Path) -> tuple[Side, Side]:
    """Read a case: a document, and below `---` the overlay actions that make the new side of it."""
    text = path.read_text(encoding="utf-8")
    data, actions = yaml.safe_load_all(text)
    problems = Problems()
    overlay = Source(
        path=path.name, text=text, data={"overlay": "1.0.0", "actions": actions}
    )
    old = Document(data=data, origins={}, pages={})
    new = apply_overlay(old, overlay, problems)
    assert not problems.diagnostics, problems.diagnostics
    return side_of(old.data, "old"), side_of(new.data, "new")


def side_of(data: dict[str, Any], label: str, package: str = "acme") -> Side:
    """Lower one document, which may leave out what every document has.

    `x-settings` stands for the settings of the client: `client`, `env-prefix`, `names`.
    """
    data = copy.deepcopy(data)
    settings = data.pop("x-settings", {})
    whole: dict[str, Any] = {
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
    return Side(
        label=label,
        contract=resolve(document, Problems()),
        api=api,
        lifted=lifted_parameters([source], document),
    )


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
    return Side(
        label=label,
        contract=resolve(document, Problems()),
        api=api,
        lifted=lifted_parameters(sources, document),
    )
