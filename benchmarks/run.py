"""Measure every promised figure and write the table into `benchmarks/README.md`.

Usage: python benchmarks/run.py [--runs N] [--pages FOLDER]
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from figures import (
    GENERATED,
    ROOT,
    Figure,
    decoding,
    first_use,
    generation,
    imported,
    lines_an_operation,
    nothing_changed,
)

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"


def measure(runs: int) -> Iterator[Figure]:
    """Yield each figure as soon as it is known."""
    yield from generation(
        "eleven pages",
        ROOT / "specs" / "elevenlabs",
        runs=runs,
        limit_seconds=2,
        limit_megabytes=None,
    )
    yield nothing_changed(
        "eleven pages", ROOT / "specweld.toml", runs=runs, limit_seconds=0.3
    )
    yield imported(runs * 3)
    yield first_use(
        "import + construct + first resource",
        GENERATED,
        "from elevenlabs import ElevenLabs; ElevenLabs(api_key='key').voices",
        runs=runs * 3,
        limit=1.3,
    )
    yield from decoding(runs)
    yield lines_an_operation()


def table(figures: list[Figure]) -> str:
    """Lay the figures out as a Markdown table."""
    rows = [
        "| figure | ours | measured against | result | promise | kept |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    rows += [
        f"| {each.name} | {each.measured} | {each.against} | {each.result} "
        f"| {each.promise} | {'yes' if each.is_kept else '**no**'} |"
        for each in figures
    ]
    return "\n".join(rows)


def main() -> int:
    """Measure, print, write; fail if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    figures: list[Figure] = []
    for figure in measure(arguments.runs):
        figures.append(figure)
        print(f"{figure.name}: {figure.result} ({figure.promise})", flush=True)
    machine = (
        f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}"
    )
    text = README.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    body = f"{BEGIN}\n\n{table(figures)}\n\nMeasured on {machine}.\n\n{END}"
    README.write_text(head + body + tail, encoding="utf-8")
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
