"""How long 1,000 pages of each documentation platform take, beside half as many."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from figures import ROOT, SPECWELD, Figure
from pairs import median_seconds, run_once

sys.path.insert(0, str(ROOT / "tests"))
from page_cutter import PLATFORMS, cut

PAGES = 1_000
SECONDS = 11
"""The pace of 300 of Fern's pages in 3.2 s."""


def sites(scratch: Path, runs: int) -> Iterator[Figure]:
    """Merge the pages of a made-up API, in the format of each platform."""
    for platform, write in PLATFORMS.items():
        folders = [scratch / f"{platform}-{count}" for count in (PAGES // 2, PAGES)]
        for folder, count in zip(folders, (PAGES // 2, PAGES), strict=True):
            for name, text in write(list(cut(document(count)))).items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
        half, whole = (merging(folder, runs) for folder in folders)
        yield Figure(
            name=f"{PAGES:,} pages of {platform}: read, merged and validated",
            measured=f"{whole:.2f} s",
            against=f"{PAGES // 2} pages: {half:.2f} s",
            result=f"{whole / half:.2f} times",
            promise=f"at most 2.5 times, and {SECONDS} s",
            is_kept=whole <= half * 2.5 and whole <= SECONDS,
        )


def merging(folder: Path, runs: int) -> float:
    """Measure `specweld merge`: all that is done before a client is modelled."""
    command = [SPECWELD, "merge", "-q", str(folder), "-o", str(folder / "merged.json")]
    return median_seconds([run_once(command) for _ in range(max(3, runs // 2))])


def document(count: int) -> Any:
    """Make an API with some operations, twenty for each of its resources, and their schemas."""
    schemas: dict[str, Any] = {
        "Error": {"type": "object", "properties": {"reason": {"type": "string"}}}
    }
    paths: dict[str, Any] = {}
    for number in range(count):
        resource = f"things{number // 20}"
        model = f"Thing{number // 20}"
        schemas[model] = {
            "type": "object",
            "description": f"One of the {resource}.",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "description": "What it is known by."},
                "parent": {"$ref": f"#/components/schemas/{model}"},
                "state": {"type": "string", "enum": ["new", "used", "gone"]},
                **{f"field_{each}": {"type": "integer"} for each in range(12)},
            },
        }
        answer = {"schema": {"$ref": f"#/components/schemas/{model}"}}
        fault = {"schema": {"$ref": "#/components/schemas/Error"}}
        paths[f"/v1/{resource}/{{id}}/part{number}"] = {
            "get": {
                "operationId": f"getPart{number}",
                "summary": f"Get part {number}",
                "description": "Returns a part of it.\n\nIt may be gone by now.",
                "tags": [resource],
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": {
                        "description": "OK",
                        "content": {"application/json": answer},
                    },
                    "404": {
                        "description": "No",
                        "content": {"application/json": fault},
                    },
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things API", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
    }
