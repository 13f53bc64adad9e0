"""How long a comparison of two large APIs takes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from figures import SPECWELD, Figure
from pairs import median_seconds, peak_megabytes, run_once

OPERATIONS, MODELS = 2_000, 1_000


def comparisons(scratch: Path, runs: int) -> Iterator[Figure]:
    """Compare two dumps of 215 operations, and a made-up API of one large cycle."""
    pages = next((scratch / "elevenlabs-2025-11-07").iterdir())
    edited = scratch / "edited"
    edited.mkdir()
    for page in pages.iterdir():
        text = page.read_text(encoding="utf-8").replace("page_size", "page_limit")
        (edited / page.name).write_text(text, encoding="utf-8")
    yield compared("215 operations, from pages", pages, edited, runs=runs, seconds=8)
    documents = scratch / "old-merged.yaml", scratch / "new-merged.yaml"
    for folder, document in zip((pages, edited), documents, strict=True):
        run_once([SPECWELD, "merge", "-q", str(folder), "-o", str(document)])
    name = "215 operations, from documents"
    yield compared(name, *documents, runs=runs, seconds=3)
    old, new = scratch / "old.yaml", scratch / "new.yaml"
    for path, is_edited in ((old, False), (new, True)):
        text = yaml.dump(cycle(is_edited=is_edited), Dumper=yaml.CSafeDumper)
        path.write_text(text, encoding="utf-8")
    name = f"{OPERATIONS} operations over {MODELS} schemas in one cycle"
    yield compared(name, old, new, runs=max(3, runs // 2), seconds=20, megabytes=1_000)


def compared(
    name: str,
    old: Path,
    new: Path,
    *,
    runs: int,
    seconds: float,
    megabytes: float | None = None,
) -> Figure:
    """Run `specweld diff` on two inputs."""
    command = [SPECWELD, "diff", "-q", str(old), str(new), "-p", "acme"]
    samples = [run_once(command) for _ in range(runs)]
    bare = [run_once([sys.executable, "-c", "pass"]) for _ in range(runs)]
    took, memory = median_seconds(samples), peak_megabytes(samples)
    promise = f"under {seconds:g} s"
    if megabytes is not None:
        promise += f" and {megabytes:g} MB"
    return Figure(
        name=f"diff: {name}",
        measured=f"{took:.2f} s, {memory:.0f} MB",
        against=f"python -c pass: {median_seconds(bare):.3f} s",
        result=f"{took:.2f} s",
        promise=promise,
        is_kept=took < seconds and (megabytes is None or memory < megabytes),
    )


def cycle(*, is_edited: bool) -> dict[str, object]:
    """Make a document in which every schema reaches every other one."""
    schemas = {f"Model{number}": model(number) for number in range(MODELS)}
    if is_edited:
        schemas["Model500"]["properties"]["added"] = {"type": "string"}
        schemas["Model501"]["required"] = ["id"]
    paths = {f"/things/{number}": item(number) for number in range(OPERATIONS)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Cycle", "version": "1"},
        "servers": [{"url": "https://cycle.example"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def model(number: int) -> dict[str, dict[str, object]]:
    """Refer to the next model, to one far away, and hold some scalars."""
    following = f"#/components/schemas/Model{(number + 1) % MODELS}"
    distant = f"#/components/schemas/Model{(number * 7 + 3) % MODELS}"
    return {
        "type": "object",  # type: ignore[dict-item] # a schema is no uniform mapping
        "properties": {
            "id": {"type": "string"},
            "size": {"type": "integer"},
            "next": {"$ref": following},
            "others": {"type": "array", "items": {"$ref": distant}},
        },
    }


def item(number: int) -> dict[str, object]:
    """Answer with one model and take a query parameter."""
    schema = {"$ref": f"#/components/schemas/Model{number % MODELS}"}
    return {
        "get": {
            "tags": [f"group{number % 50}"],
            "operationId": f"get_thing_{number}",
            "parameters": [
                {"name": "size", "in": "query", "schema": {"type": "integer"}}
            ],
            "responses": {
                "200": {
                    "description": "A thing",
                    "content": {"application/json": {"schema": schema}},
                }
            },
        }
    }
