"""Adopting: the files of an SDK, path to text, to the calls that its source makes."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from specweld.adopt.calls import AdoptedCall
from specweld.adopt.read import read_sdk


def run_adopt(path: Path) -> str:
    """Write the files of a case, read them as an SDK, and print its calls."""
    files = yaml.safe_load(path.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            file = Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        (package,) = {Path(folder) / Path(name).parts[0] for name in files}
        calls = read_sdk(package)
    return "".join(f"{_print_call(each)}\n" for each in calls)


def _print_call(call: AdoptedCall) -> str:
    query = f"?{call.query}" if call.query else ""
    renamed = [
        f"{wire}={name}" for wire, name in call.wire_names.items() if wire != name
    ]
    words = [
        f"{call.method} {call.path}{query}:",
        f"{call.dotted}({', '.join(call.parameters)})",
        *renamed,
    ]
    return " ".join(words)


STAGES = {"adopt": (run_adopt, ".txt")}
