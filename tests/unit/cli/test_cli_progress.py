"""The spinner: silent for a second, and never off a terminal."""

from __future__ import annotations

import io
import sys
import time

import pytest

from specweld.printing.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def wait_for(text: str, stream: io.StringIO) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if text in stream.getvalue():
            return True
        time.sleep(0.01)
    return False


def test_it_names_the_step_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with ProgressLine(is_on=True, patience=0.01) as progress:
        progress("Reading")
        assert wait_for("Reading …", terminal)
        progress("Writing")
        assert wait_for("Writing …", terminal)


@pytest.mark.parametrize(("is_on", "patience"), [(True, 60.0), (False, 0.0)])
def test_it_is_silent(
    is_on: bool, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with ProgressLine(is_on=is_on, patience=patience) as progress:
        progress("Reading")
        progress("Writing")
    assert terminal.getvalue() == ""
