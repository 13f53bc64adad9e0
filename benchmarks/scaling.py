"""Seconds and megabytes against the size of an API, over all documents of a folder.

Usage: python benchmarks/scaling.py FOLDER [--runs N] [--chart FILE] [--alone]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import yaml
from chart import Panel, Series, svg
from figures import Figure, specweld_from_nothing
from pairs import Sample, median_seconds, peak_megabytes, run_once
from peers import OPENAPI_PYTHON_CLIENT

METHODS = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
)
CHART = Path(__file__).with_name("scaling.svg")
ACROSS = "operations and schemas"
OURS = "Specweld"
THEIRS = f"{OPENAPI_PYTHON_CLIENT.distribution} {OPENAPI_PYTHON_CLIENT.version}"

WRITTEN = (0, 5)
"""Exit codes: all of it was written, or all but what is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One program on one document."""

    program: str
    document: str
    size: int
    """Operations and named schemas."""
    seconds: float
    megabytes: float


Quantity = Callable[[Measured], float]


def size_of(document: Path) -> int:
    """Count operations and named schemas."""
    text = document.read_text(encoding="utf-8")
    content = yaml.load(text, Loader=yaml.CSafeLoader)
    paths = content.get("paths") or {}
    schemas = (content.get("components") or {}).get("schemas") or {}
    return len(schemas) + sum(len(METHODS & item.keys()) for item in paths.values())


def specweld_command(document: Path, scratch: Path) -> list[str]:
    """Return the command that writes our client."""
    return specweld_from_nothing(str(document), scratch)


def peer_command(document: Path, scratch: Path) -> list[str]:
    """Return the command that writes the peer's client."""
    program = Path(OPENAPI_PYTHON_CLIENT.python).with_name("openapi-python-client")
    options = ["--path", str(document), "--output-path", str(scratch / "client")]
    return [str(program), "generate", *options]


COMMANDS = {OURS: specweld_command, THEIRS: peer_command}


def measured(folder: Path, programs: Sequence[str], runs: int) -> Iterator[Measured]:
    """Measure programs in turn on each document of a folder, the smallest first."""
    suffixes = {".json", ".yaml", ".yml"}
    found = [each for each in folder.iterdir() if each.suffix in suffixes]
    for document in sorted(found, key=lambda each: (each.stat().st_size, each.name)):
        # A child counts as large as this process is when it starts: documents are read elsewhere.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            size = pool.submit(size_of, document).result()
        for program in programs:
            samples = sampled(document, program, runs)
            if samples:
                yield Measured(
                    program=program,
                    document=document.stem,
                    size=size,
                    seconds=median_seconds(samples),
                    megabytes=peak_megabytes(samples),
                )


def sampled(document: Path, program: str, runs: int) -> list[Sample]:
    """Run one program on one document into an empty folder; nothing when it fails."""
    scratch = Path(tempfile.mkdtemp(prefix="specweld-bench-"))
    samples: list[Sample] = []
    try:
        for number in range(runs):
            inside = scratch / str(number)
            inside.mkdir()
            command = COMMANDS[program](document, inside)
            samples.append(run_once(command, fine=WRITTEN))
    except RuntimeError as error:
        print(f"{document.stem}: {program} fails: {str(error).splitlines()[-1]}")
        return []
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return samples


def series(
    points: Sequence[Measured], quantity: Quantity, unit: str
) -> tuple[Series, ...]:
    """Fit a line to the points of each program; its name says which."""
    found: list[Series] = []
    for program in dict.fromkeys(each.program for each in points):
        own = [each for each in points if each.program == program]
        across = [float(each.size) for each in own]
        up = [quantity(each) for each in own]
        fit = statistics.linear_regression(across, up)
        name = f"{program}: {fit.intercept:.2f} {unit} + {fit.slope * 1000:.2f} {unit}"
        found.append(
            Series(
                name=f"{name} a thousand",
                points=tuple(zip(across, up, strict=True)),
                offset=fit.intercept,
                slope=fit.slope,
            )
        )
    return tuple(found)


def panels(points: Sequence[Measured]) -> tuple[Panel, Panel]:
    """Lay out seconds and megabytes."""
    seconds = series(points, lambda each: each.seconds, "s")
    memory = series(points, lambda each: each.megabytes, "MB")
    return (
        Panel(title="Seconds from nothing", across=ACROSS, series=seconds),
        Panel(title="Megabytes, largest process", across=ACROSS, series=memory),
    )


def scaling(folder: Path, runs: int) -> Figure:
    """Measure ourselves and the peer on a folder of documents, and draw the chart."""
    OPENAPI_PYTHON_CLIENT.install()
    points = list(measured(folder, (OURS, THEIRS), runs))
    CHART.write_text(svg(panels(points)), encoding="utf-8")
    seconds = series(points, lambda each: each.seconds, "s")
    ours, theirs = (each.slope for each in seconds)
    ours_words, theirs_words = (each.name.partition(": ")[2] for each in seconds)
    return Figure(
        name=f"{len({each.document for each in points})} documents: time by size",
        measured=f"{ours_words} {ACROSS}",
        against=f"{THEIRS}: {theirs_words}",
        result=f"{ours / theirs:.2f} times as steep",
        promise="less steep",
        is_kept=ours < theirs,
    )


def main() -> int:
    """Measure, print a table and the fits, draw the chart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--chart", type=Path, default=CHART)
    parser.add_argument("--alone", action="store_true", help="measure no peer")
    arguments = parser.parse_args()
    if not arguments.alone:
        OPENAPI_PYTHON_CLIENT.install()
    programs = (OURS,) if arguments.alone else (OURS, THEIRS)
    points: list[Measured] = []
    for each in measured(arguments.folder, programs, arguments.runs):
        points.append(each)
        print(
            f"{each.document:24} {each.size:6} {each.program:32}"
            f" {each.seconds:7.2f} s {each.megabytes:6.0f} MB",
            flush=True,
        )
    drawn = panels(points)
    for panel in drawn:
        for found in panel.series:
            print(f"{panel.title}: {found.name}")
    arguments.chart.write_text(svg(drawn), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
