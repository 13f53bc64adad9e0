"""`--watch`: a change of what was read starts the next run."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from specweld.session.watch import watch


class EnoughError(Exception):
    pass


def test_a_change_starts_the_next_run(tmp_path: Path) -> None:
    specs = tmp_path / "specs"
    specs.mkdir()
    runs: list[list[str]] = []

    def run() -> list[Path]:
        runs.append(sorted(each.name for each in specs.iterdir()))
        if len(runs) == 3:
            raise EnoughError
        name = f"{len(runs)}.yaml"
        threading.Timer(0.2, (specs / name).write_text, ["a: 1\n"]).start()
        # The second one does not exist: the folder above it is watched instead.
        return [specs, tmp_path / "overlays" / "one.yaml"]

    with pytest.raises(EnoughError):
        watch(run)
    assert runs == [[], ["1.yaml"], ["1.yaml", "2.yaml"]]
