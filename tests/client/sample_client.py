"""Makes the package `sample` of `sample.yaml`, as a person would, for the tests to import.

Its runtime is not a copy but the original, so that the tests measure and blame the right files.
"""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import specweld

_RUNTIME = Path(specweld.__file__).parent / "runtime"
_DOCUMENT = Path(__file__).with_name("sample.yaml")


def make_sample() -> Path:
    """Generate the package and return the folder that holds it; it is gone when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="sample-"))
    atexit.register(shutil.rmtree, folder)
    package = folder / "sample"
    command = [sys.executable, "-m", "specweld", "generate", "-q"]
    subprocess.run([*command, _DOCUMENT, "-p", "sample", "-o", package], check=True)
    core = package / "_core"
    shutil.rmtree(core)
    core.mkdir()
    own = (_RUNTIME / "__init__.py").read_text(encoding="utf-8")
    (core / "__init__.py").write_text(f"{own}\n__path__ = [{str(_RUNTIME)!r}]\n")
    return folder
