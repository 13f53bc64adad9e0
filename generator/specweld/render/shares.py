"""Work spread over the cores of a machine: forked workers take turns at one list of jobs."""

from __future__ import annotations

import gc
import marshal
import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias, cast

from specweld.render.file import File

Job: TypeAlias = Callable[[], File]
"""Makes one file, and nothing else happens: it may be done here, elsewhere, or twice."""

Done: TypeAlias = "dict[int, list[tuple[str, str, str]]]"
"""Paths, texts and digests by the number of the bundle that they were made in."""

FEWEST = 150
"""Jobs; a second process costs more than it saves below this."""

_MOST_WORKERS = 8
_TURNS = 24
"""How often each worker comes for more: often enough that all are done at about the same time."""
_PATIENCE = 20.0
"""Seconds, besides the time that our own share took, before a silent worker is given up."""


def all_done(jobs: Sequence[Job], *, workers: int | None = None) -> list[File]:
    """Do all jobs; the files come in the order of the jobs, whoever made them.

    What a worker does not deliver is done here: an exception is raised as if there were no
    workers, and one that was killed costs only time.

    Args:
        jobs: What to do.
        workers: Processes, this one included; None for as many as there are cores.
    """
    count = workers or min(len(_cores()), _MOST_WORKERS)
    if count < 2 or len(jobs) < FEWEST or not sys.platform.startswith("linux"):
        return [job() for job in jobs]
    turns = _Turns(jobs, size=max(1, len(jobs) // (count * _TURNS)))
    return turns.joined(_shared(turns, count))


def _shared(turns: _Turns, count: int) -> Done:
    """Do all bundles in this process and others; some may be missing."""
    started = time.monotonic()
    others: list[_Worker] = []
    gc.freeze()  # the collector would copy the pages that processes share by looking at them
    try:
        others += (worker for _ in range(count - 1) if (worker := _fork(turns)))
        done = turns.taken()
        deadline = time.monotonic() * 2 - started + _PATIENCE
        for worker in others:
            done |= worker.delivered(deadline)
    finally:
        gc.unfreeze()
        turns.close()
        for worker in others:
            worker.end()
    return done


def _cores() -> set[int]:
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else {0}


class _Turns:
    """Jobs in bundles; whoever reads the number of one from the pipe does it."""

    def __init__(self, jobs: Sequence[Job], *, size: int) -> None:
        self._jobs = jobs
        self._starts = range(0, len(jobs), size)
        self._numbers, writing = os.pipe()
        with os.fdopen(writing, "wb") as stream:
            for number in range(len(self._starts)):
                stream.write(number.to_bytes(2))

    def taken(self) -> Done:
        """Do bundles until none is left; return what came of it by the number of the bundle."""
        done: Done = {}
        while number := os.read(self._numbers, 2):
            index = int.from_bytes(number)
            made = self._made(index)
            done[index] = [(each.path, each.text, each.view) for each in made]
        return done

    def joined(self, done: Done) -> list[File]:
        """Put the bundles in order, and do those that nobody delivered."""
        files: list[File] = []
        for index in range(len(self._starts)):
            if index in done:
                files += (
                    File(path=path, text=text, view=view)
                    for path, text, view in done[index]
                )
            else:
                files += self._made(index)
        return files

    def close(self) -> None:
        """Let go of the pipe."""
        os.close(self._numbers)

    def _made(self, index: int) -> list[File]:
        start = self._starts[index]
        return [job() for job in self._jobs[start : start + self._starts.step]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    """A forked process, and the pipe that it answers through."""

    process: int
    answer: BinaryIO

    def delivered(self, deadline: float) -> Done:
        """Take what the worker made; nothing when it failed or is silent for too long."""
        patience = max(0.0, deadline - time.monotonic())
        if not select.select([self.answer], [], [], patience)[0]:
            return {}
        try:
            return cast("Done", marshal.loads(self.answer.read()))  # noqa: S302  # ours
        except (EOFError, ValueError, TypeError):
            return {}

    def end(self) -> None:
        """Leave no process behind."""
        self.answer.close()
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)


def _fork(turns: _Turns) -> _Worker | None:
    """Start a worker; None when the system has no room for one."""
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            # The thread that shows our progress: a worker takes none of its locks.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return None
    if process:
        os.close(writing)
        return _Worker(process=process, answer=os.fdopen(reading, "rb"))
    try:
        gc.disable()
        os.close(reading)
        with os.fdopen(writing, "wb") as stream:
            stream.write(marshal.dumps(turns.taken()))
    finally:
        # Nothing of this process may be flushed or cleaned up a second time.
        os._exit(0)
