"""Time commands in turn, so that a machine's mood falls on both alike."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One finished run of a command."""

    seconds: float
    """Wall time."""
    megabytes: float
    """Peak resident memory of the largest process, in 10^6 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """Runs of our command and of the other one, taken in turn."""

    ours: tuple[Sample, ...]
    theirs: tuple[Sample, ...]

    @property
    def ratio(self) -> float:
        """Median over the pairs of our time divided by theirs."""
        return statistics.median(
            a.seconds / b.seconds for a, b in zip(self.ours, self.theirs, strict=True)
        )

    @property
    def difference(self) -> float:
        """Median over the pairs of our time minus theirs, in seconds."""
        return statistics.median(
            a.seconds - b.seconds for a, b in zip(self.ours, self.theirs, strict=True)
        )


def median_seconds(samples: Sequence[Sample]) -> float:
    """Return the median wall time."""
    return statistics.median(sample.seconds for sample in samples)


def peak_megabytes(samples: Sequence[Sample]) -> float:
    """Return the largest memory peak."""
    return max(sample.megabytes for sample in samples)


def run_once(
    command: Sequence[str],
    *,
    prepare: Callable[[], None] | None = None,
    cwd: Path | None = None,
    fine: Sequence[int] = (0,),
) -> Sample:
    """Run a command to its end and measure it.

    Args:
        command: Program and arguments.
        prepare: Called before the clock starts.
        cwd: Where the command runs.
        fine: Exit codes with which all of the work was done.

    Raises:
        RuntimeError: it failed; a benchmark of a failing command means nothing.
    """
    if prepare is not None:
        prepare()
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        cwd=cwd,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode not in fine:
        text = errors.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command)}: exit {process.returncode}\n{text}")
    return Sample(seconds=seconds, megabytes=megabytes(usage))


def megabytes(usage: resource.struct_rusage) -> float:
    """Convert the peak of a finished process (kibibytes on Linux) to megabytes."""
    return usage.ru_maxrss * 1024 / 1e6


def run_pairs(
    ours: Sequence[str],
    theirs: Sequence[str],
    *,
    runs: int = 7,
    prepare_ours: Callable[[], None] | None = None,
    prepare_theirs: Callable[[], None] | None = None,
) -> Paired:
    """Run both commands once to warm up, then in turn."""
    run_once(ours, prepare=prepare_ours)
    run_once(theirs, prepare=prepare_theirs)
    pairs = [
        (run_once(ours, prepare=prepare_ours), run_once(theirs, prepare=prepare_theirs))
        for _ in range(runs)
    ]
    return Paired(
        ours=tuple(pair[0] for pair in pairs), theirs=tuple(pair[1] for pair in pairs)
    )
