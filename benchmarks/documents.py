"""Generate from whole documents with every generator: seconds and memory by size, what imports.

Usage: python benchmarks/documents.py FOLDER [--runs N]

Writes the table into `benchmarks/README.md`, between its marks, and draws `benchmarks/documents.svg`.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from chart import svg
from excerpt import replaced
from figures import specweld_from_nothing
from pairs import run_once
from peers import (
    OPENAPI_GENERATOR,
    OPENAPI_PYTHON_CLIENT,
    PYOPENAPI_GEN,
    Peer,
)
from scaling import Measured, panels

HERE = Path(__file__).resolve().parent
METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
LIMIT = 120
"""Seconds after which a generator is taken to have failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A published document."""

    path: Path
    operations: int
    schemas: int

    @property
    def size(self) -> int:
        """Operations and named schemas: what seconds are measured against."""
        return self.operations + self.schemas


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A program, with the settings that it has when nobody says otherwise."""

    name: str
    python: str
    """The interpreter that has what the generated code needs."""
    package: str
    """Where the package is, below the folder of a run."""
    command: Callable[[Path, Path], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one document; `seconds` is None where the generator failed."""

    generator: str
    document: Document
    seconds: float | None = None
    megabytes: float = 0
    modules: int = 0
    broken: int = 0
    """Modules that cannot be imported."""


def program(peer: Peer, name: str) -> str:
    """Return the path of a program of a peer's environment."""
    return str(Path(peer.python).with_name(name))


def generators() -> tuple[Generator, ...]:
    """Install the peers, and list every generator."""
    for peer in (OPENAPI_PYTHON_CLIENT, OPENAPI_GENERATOR, PYOPENAPI_GEN):
        peer.install()
    return (
        Generator(
            name="specweld",
            python=sys.executable,
            package="client",
            command=lambda path, folder: specweld_from_nothing(str(path), folder),
        ),
        Generator(
            name=f"openapi-python-client {OPENAPI_PYTHON_CLIENT.version}",
            python=OPENAPI_PYTHON_CLIENT.python,
            package="out/*_client",
            command=lambda path, folder: (
                *(program(OPENAPI_PYTHON_CLIENT, "openapi-python-client"), "generate"),
                *("--path", str(path), "--output-path", str(folder / "out")),
            ),
        ),
        Generator(
            name=f"openapi-generator {OPENAPI_GENERATOR.version}",
            python=OPENAPI_GENERATOR.python,
            package="openapi_client",
            command=lambda path, folder: (
                *(program(OPENAPI_GENERATOR, "openapi-generator-cli"), "generate"),
                *("-g", "python", "-i", str(path), "-o", str(folder)),
            ),
        ),
        Generator(
            name=f"pyopenapi-gen {PYOPENAPI_GEN.version}",
            python=PYOPENAPI_GEN.python,
            package="client",
            command=lambda path, folder: (
                *(program(PYOPENAPI_GEN, "pyopenapi-gen"), "gen", str(path)),
                *("--project-root", str(folder), "--output-package", "client"),
                "--no-postprocess",  # the type check of its own output fails on most
            ),
        ),
    )


COUNT = """
import json, sys
from specweld.diagnostics import Problems
from specweld.pipeline import read_sources
(source,) = read_sources([sys.argv[1]], Problems())
paths = source.data.get("paths") or {}
methods = set(sys.argv[2].split())
operations = sum(len(methods & item.keys()) for item in paths.values())
print(operations, len((source.data.get("components") or {}).get("schemas") or {}))
"""


def counted(path: Path) -> Document:
    """Count what a document holds."""
    command = [sys.executable, "-c", COUNT, str(path), " ".join(METHODS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    operations, schemas = map(int, done.stdout.split())
    return Document(path=path, operations=operations, schemas=schemas)


IMPORT = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package = importlib.import_module(sys.argv[2])
modules = [each.name for each in pkgutil.walk_packages(package.__path__, sys.argv[2] + ".")]
broken = 0
for name in modules:
    try:
        importlib.import_module(name)
    except Exception:
        broken += 1
print(len(modules), broken)
"""


def imported(generator: Generator, folder: Path) -> tuple[int, int]:
    """Import every module of what was written: how many there are, and how many fail."""
    package = next(iter(sorted(folder.glob(generator.package))), None)
    if package is None:
        return 0, 1
    command = [generator.python, "-W", "ignore", "-c", IMPORT]
    done = subprocess.run(
        [*command, str(package.parent), package.name], capture_output=True, text=True
    )
    if done.returncode != 0:
        return 0, 1
    modules, broken = map(int, done.stdout.split()[-2:])
    return modules, broken


def outcome(generator: Generator, document: Document, runs: int) -> Outcome:
    """Generate from nothing, several times, and import the result."""
    with tempfile.TemporaryDirectory(prefix="specweld-bench-") as scratch:
        folder = Path(scratch) / "run"

        def empty() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()

        command = "timeout", str(LIMIT), *generator.command(document.path, folder)
        try:
            samples = [
                run_once(command, prepare=empty, cwd=Path(scratch)) for _ in range(runs)
            ]
        except RuntimeError as error:
            print(f"{generator.name}: {document.path.name}: {error}", file=sys.stderr)
            return Outcome(generator=generator.name, document=document)
        modules, broken = imported(generator, folder)
    return Outcome(
        generator=generator.name,
        document=document,
        seconds=statistics.median(each.seconds for each in samples),
        megabytes=max(each.megabytes for each in samples),
        modules=modules,
        broken=broken,
    )


def measured(documents: Sequence[Document], runs: int) -> Iterator[Outcome]:
    """Take the generators in turn, document by document."""
    for document in documents:
        for generator in generators():
            found = outcome(generator, document, runs)
            print(
                f"{document.path.name}: {found.generator}: {words(found)}", flush=True
            )
            yield found


def words(found: Outcome) -> str:
    """Put an outcome into a cell of the table."""
    if found.seconds is None:
        return "fails"
    text = f"{found.seconds:.1f} s, {found.megabytes:.0f} MB"
    if not found.modules:
        return f"{text}, does not import"
    return f"{text}, {found.broken} modules do not import" if found.broken else text


def fit(outcomes: Sequence[Outcome]) -> str:
    """Fit seconds to operations and schemas by a straight line."""
    points = [(each.document.size, each.seconds) for each in outcomes if each.seconds]
    if len({size for size, _ in points}) < 2:
        return "too few"
    slope, start = statistics.linear_regression(*zip(*points, strict=True))
    return f"{start:.2f} s + {slope * 1000:.1f} ms each"


def table(outcomes: Sequence[Outcome]) -> str:
    """Lay the outcomes out, a document a row and a generator a column."""
    names = list(dict.fromkeys(each.generator for each in outcomes))
    rows = [
        f"| document | operations | schemas | {' | '.join(names)} |",
        f"| --- | --- | --- |{' --- |' * len(names)}",
    ]
    documents = dict.fromkeys(each.document for each in outcomes)
    for document in documents:
        cells = [words(each) for each in outcomes if each.document == document]
        head = f"| {document.path.stem} | {document.operations} | {document.schemas} |"
        rows.append(f"{head} {' | '.join(cells)} |")
    fits = [
        fit([each for each in outcomes if each.generator == name]) for name in names
    ]
    rows.append(f"| straight line | | | {' | '.join(fits)} |")
    return "\n".join(rows)


def draw(outcomes: Sequence[Outcome]) -> None:
    """Draw seconds and memory against size, with the lines that fit them best."""
    points = [
        Measured(
            program=each.generator,
            document=each.document.path.name,
            size=each.document.size,
            seconds=each.seconds,
            megabytes=each.megabytes,
        )
        for each in outcomes
        if each.seconds is not None
    ]
    (HERE / "documents.svg").write_text(svg(panels(points)), encoding="utf-8")


def main() -> int:
    """Measure, write the table and the chart; fail if one of ours failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    arguments = parser.parse_args()
    files = [each for each in arguments.folder.iterdir() if each.suffix in SUFFIXES]
    documents = sorted(map(counted, files), key=lambda each: each.size)
    outcomes = list(measured(documents, arguments.runs))
    draw(outcomes)
    readme = HERE / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(
        replaced(text, table(outcomes), mark="documents"), encoding="utf-8"
    )
    ours = [each for each in outcomes if each.generator == "specweld"]
    return int(any(each.seconds is None or each.broken for each in ours))


SUFFIXES = {".json", ".yaml", ".yml"}


if __name__ == "__main__":
    sys.exit(main())
