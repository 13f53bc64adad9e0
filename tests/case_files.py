"""The files under tests/cases, and the stages that run them.

A folder is a stage, a file is a case, and its expected output lies beside it: `x.yaml` and
`x.out.txt`. A module in tests/stages names the stages that it runs: `STAGES` maps the folder to
a function from the path of a case to the output, and to the suffix of the output.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
CASES = TESTS / "cases"

Stage: TypeAlias = tuple[Callable[[Path], str], str]


def load_stages() -> dict[str, Stage]:
    """Collect the stages of all modules in tests/stages."""
    stages: dict[str, Stage] = {}
    for path in sorted((TESTS / "stages").glob("*.py")):
        stages.update(_load(path))
    return stages


def _load(path: Path) -> dict[str, Stage]:
    # By its file: tests/stages need be no package, and no import mode of pytest matters.
    name = f"stages_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    stages: dict[str, Stage] = getattr(module, "STAGES", {})
    return stages


def stage_folders() -> list[str]:
    """Name the folders of tests/cases."""
    return sorted(each.name for each in CASES.iterdir() if each.is_dir())


def case_files() -> list[Path]:
    """List the cases of all stages."""
    return [path for path in _files() if ".out." not in path.name]


def expected_files() -> list[Path]:
    """List the expected outputs of all stages."""
    return [path for path in _files() if ".out." in path.name]


def expected_file(case: Path, suffix: str) -> Path:
    """Name the expected output of a case; `suffix` is `.md`, `.py.txt`, ..."""
    return case.with_name(f"{case.stem}.out.{suffix.removeprefix('.out').lstrip('.')}")


def case_names() -> set[str]:
    """Collect the names of all cases: what rules and quirks are looked up by."""
    return {path.stem for path in case_files()}


def _files() -> Iterator[Path]:
    for folder in stage_folders():
        for path in sorted((CASES / folder).iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield path
