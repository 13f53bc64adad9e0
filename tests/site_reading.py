"""Reads a site of the loopback server, and says what came of it."""

from __future__ import annotations

from pathlib import Path

from site_server import Reply
from specweld.diagnostics import Problems
from specweld.pages.inputs import read_inputs
from specweld.pages.web.fetch import FetchLimits
from specweld.pages.web.reader import WebReader

LIMITS = FetchLimits(first_wait=0.01, attempts=2, pages=4)

PAGE = """\
# Cat {name}

GET https://api.example.com/cats/{name}

## OpenAPI Specification

```yaml
openapi: 3.1.1
paths: {{}}
```
"""


def page(name: str, **headers: str) -> Reply:
    return Reply(PAGE.format(name=name).encode(), headers=headers)


def read(
    url: str, *, lock: Path | None = None, limits: FetchLimits = LIMITS
) -> tuple[list[str], list[str], list[str]]:
    """Return titles of pages, paths of documents and diagnostics."""
    problems = Problems()
    read_url = WebReader(
        lock_file=lock,
        cache_folder=lock.parent / "cache" if lock else None,
        limits=limits,
    )
    found = read_inputs([url], problems, read_url=read_url)
    origin = url.split("/docs")[0]
    return (
        [each.title for each in found.pages],
        [each.path.removeprefix(origin) for each in found.documents],
        [
            f"{each.severity.name} {each.rule} {getattr(each.place, 'path', '')}".replace(
                origin, ""
            )
            for each in problems.diagnostics
        ],
    )
