"""What the exit code of a run means."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """The exit codes of every command."""

    FINE = 0
    """Nothing to report, and nothing of the input was left out."""
    FINDINGS = 1
    """The output is stale, or a part of the input is not in it."""
    WRONG_USE = 2
    """The command line or specweld.toml is wrong."""
    UNREADABLE = 3
    """The input is wrong; nothing was written."""
    INTERNAL = 4
    """A fault of ours."""
    INTERRUPTED = 130
    """Ctrl-C."""
