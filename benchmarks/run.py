"""Measure every promised figure and write the table into `benchmarks/README.md`.

Usage: python benchmarks/run.py [--runs N] [--pages FOLDER]
"""

from __future__ import annotations

import argparse
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from comparing import comparisons
from excerpt import excerpt, replaced
from figures import (
    GENERATED,
    ROOT,
    SPECWELD,
    Figure,
    calling,
    decoding,
    first_use,
    generation,
    imported,
    lines_an_operation,
    nothing_changed,
)
from scaling import scaling
from sites import sites

sys.path.insert(0, str(ROOT / "tests"))
from corpus_files import unpack_corpus

README = Path(__file__).with_name("README.md")


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
    yield from calling()
    yield lines_an_operation()
    with tempfile.TemporaryDirectory(prefix="specweld-bench-") as scratch:
        yield from large(Path(scratch), runs)
        yield from comparisons(Path(scratch), runs)
        yield from sites(Path(scratch), runs)
        yield scaling(unpack_corpus("documents", Path(scratch)), max(1, runs // 2))


def large(scratch: Path, runs: int) -> Iterator[Figure]:
    """Measure the whole API of 215 operations, 300 pages."""
    pages = unpack_corpus("elevenlabs-2025-11-07", scratch)
    yield from generation(
        "300 pages", pages, runs=runs, limit_seconds=6, limit_megabytes=300
    )
    project = scratch / "project"
    project.mkdir()
    config = project / "specweld.toml"
    config.write_text(
        f'[clients.elevenlabs]\nspecs = "{pages}"\noutput = "elevenlabs"\n',
        encoding="utf-8",
    )
    subprocess.run([SPECWELD, "regenerate", "-q", "--config", str(config)], check=True)
    yield nothing_changed("300 pages", config, runs=runs, limit_seconds=0.4)
    for method in (
        "voices.get('id')",
        "text_to_speech.convert('id', text='text')",
        "conversational_ai.agents.get('id')",
    ):
        yield first_use(
            f"215 operations: import + construct + client.{method.split('(')[0]}",
            project,
            FIRST_CALL.format(method=method),
            runs=runs * 2,
            limit=1.5,
        )


FIRST_CALL = """
import httpx2, msgspec
from elevenlabs import ElevenLabs
answer = lambda request: httpx2.Response(200, json={{}})
http_client = httpx2.Client(transport=httpx2.MockTransport(answer))
ElevenLabs(api_key='key', http_client=http_client, on_drift='ignore').{method}
"""
"""The first real call, answered in the process: what is measured is our side of it."""


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
    for path, body in (
        (README, f"{table(figures)}\n\nMeasured on {machine}."),
        (ROOT / "README.md", excerpt(table(figures))),
    ):
        text = path.read_text(encoding="utf-8")
        path.write_text(replaced(text, body), encoding="utf-8")
    return 0 if all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
