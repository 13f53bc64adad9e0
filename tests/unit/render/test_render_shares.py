"""Jobs are done once each, whoever does them and whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from specweld.render.file import File
from specweld.render.shares import FEWEST, Job, all_done

COUNT = FEWEST * 2


def made(number: int, hindrance: Callable[[], None]) -> File:
    hindrance()
    return File(path=f"{number}.py", text=f"# ä {number}\n")


def expected() -> list[File]:
    return [made(number, lambda: None) for number in range(COUNT)]


def jobs(hindrance: Callable[[], None]) -> list[Job]:
    return [partial(made, number, hindrance) for number in range(COUNT)]


def test_the_order_is_that_of_the_jobs() -> None:
    assert all_done(jobs(lambda: None), workers=3) == expected()


def process() -> File:
    time.sleep(0.001)
    return File(path="process", text=str(os.getpid()))


def test_workers_do_their_share_and_are_gone() -> None:
    pipes = Path("/proc/self/fd")
    before = len(list(pipes.iterdir()))
    done = {int(each.text) for each in all_done([process] * COUNT, workers=3)}
    assert len(done) == 3
    assert len(list(pipes.iterdir())) == before
    for worker in done - {os.getpid()}:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_worker_leaves_is_done_here(number: signal.Signals) -> None:
    here = os.getpid()

    def die() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), number)
        time.sleep(0.0005)

    assert all_done(jobs(die), workers=3) == expected()


def test_an_exception_is_raised_as_if_there_were_no_workers() -> None:
    here = os.getpid()

    def fail_elsewhere() -> None:
        if os.getpid() != here:
            raise LookupError
        time.sleep(0.0005)

    assert all_done(jobs(fail_elsewhere), workers=2) == expected()

    def fail() -> None:
        raise LookupError("a fault of ours")

    with pytest.raises(LookupError, match="a fault of ours"):
        all_done(jobs(fail), workers=2)
